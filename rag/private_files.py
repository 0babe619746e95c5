"""Folders that hold what the briefings say: readable by their owner alone."""

import os
from pathlib import Path

_OWNER_ALONE = 0o700


def private_folder(path: Path) -> Path:
    """Make the folder, readable by its owner alone, where it is missing.

    So are the folders above it that have to be made. One that exists keeps its mode.

    Raises:
        OSError: it cannot be made, or a file of that name exists.
    """
    if not path.is_dir():
        if path.parent != path:
            private_folder(path.parent)
        path.mkdir(mode=_OWNER_ALONE, exist_ok=True)
    return path


def is_writable(path: Path) -> bool:
    """Whether this process may write to the file, or create files in the folder."""
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
