"""From files to the library.

import ingest
report = ingest.sync(["briefings/"])
"""

import sys
from typing import TYPE_CHECKING

from rag.types import SyncReport

if TYPE_CHECKING:
    from ingest.sync import Progress, remove, sync
    from ingest.watch import watch

__all__ = ["Progress", "SyncReport", "remove", "sync", "watch"]

_HOMES = {
    "Progress": "ingest.sync",
    "remove": "ingest.sync",
    "sync": "ingest.sync",
    "watch": "ingest.watch",
}


def __getattr__(name: str) -> object:
    # Only what indexes needs llama-index, which takes a second to import.
    if name not in _HOMES:
        raise AttributeError(f"module 'ingest' has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(_HOMES[name]), name)
    # Importing a module sets its own name here: `ingest.sync` must be the function.
    for other, home in _HOMES.items():
        if home in sys.modules and hasattr(sys.modules[home], other):
            globals()[other] = getattr(sys.modules[home], other)
    return found
