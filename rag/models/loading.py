"""What loading any model of sentence-transformers takes."""

import os
from pathlib import Path


def quiet_transformers() -> None:
    """Import transformers without its progress bars; call it before sentence-transformers."""
    # Set before the import: the tokenizer's own threads deadlock after a fork and warn of it.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]


def folder_or_name(model: str) -> str:
    """The folder that holds the model, `~` expanded; where there is none, the name as given."""
    folder = Path(model).expanduser()
    return str(folder) if folder.is_dir() else model


def first_line(error: Exception) -> str:
    """The first line of the error's message, or its class where it has none."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
