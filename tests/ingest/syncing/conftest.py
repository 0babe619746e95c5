"""What is seen of a sync's files from outside."""

import os
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The paths that finding, planning and reading files have opened so far, in order."""
    paths: list[Path] = []
    open_file = os.open

    def note_and_open(path: str, *args: Any, **options: Any) -> int:
        paths.append(Path(path))
        return open_file(path, *args, **options)

    monkeypatch.setattr("ingest.syncing.files.os.open", note_and_open)
    return paths
