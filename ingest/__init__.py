"""From files to the library.

import ingest
report = ingest.sync(["briefings/"])
"""

from typing import TYPE_CHECKING

from rag.types import SyncReport

if TYPE_CHECKING:
    from ingest.sync import Progress, remove, sync

__all__ = ["Progress", "SyncReport", "remove", "sync"]


def __getattr__(name: str) -> object:
    # Only what indexes needs llama-index, which takes a second to import.
    if name in {"Progress", "remove", "sync"}:
        from importlib import import_module

        module = import_module("ingest.sync")
        globals().update({key: getattr(module, key) for key in ("Progress", "remove", "sync")})
        return globals()[name]
    raise AttributeError(f"module 'ingest' has no attribute {name!r}")
