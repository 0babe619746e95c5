"""From files to the library.

import ingest
report = ingest.sync(["briefings/"])
"""

from importlib import import_module
from typing import TYPE_CHECKING

from rag.types import SyncReport

if TYPE_CHECKING:
    from ingest.syncing.apply import Progress, remove, sync
    from ingest.syncing.watch import watch

__all__ = ["Progress", "SyncReport", "remove", "sync", "watch"]

# The modules' names are other than the functions': importing a module sets its name here.
_HOMES = {
    "Progress": "ingest.syncing.apply",
    "remove": "ingest.syncing.apply",
    "sync": "ingest.syncing.apply",
    "watch": "ingest.syncing.watch",
}


def __getattr__(name: str) -> object:
    # Only what indexes needs llama-index, which takes a second to import.
    if name not in _HOMES:
        raise AttributeError(f"module 'ingest' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
