"""From files to the library.

import ingest
report = ingest.sync(["briefings/"])
"""

from importlib import import_module
from typing import TYPE_CHECKING

from ingest.report import Progress, SyncReport

if TYPE_CHECKING:
    from ingest.syncing.apply import remove, sync
    from ingest.syncing.watch import watch

__all__ = ["Progress", "SyncReport", "remove", "sync", "watch"]

# No module here is named like its function: importing a module sets its name in the package.
_HOMES = {
    "remove": "ingest.syncing.apply",
    "sync": "ingest.syncing.apply",
    "watch": "ingest.syncing.watch",
}


def __getattr__(name: str) -> object:
    # Indexing imports llama-index, which takes a second; reading a report does not need it.
    if name not in _HOMES:
        raise AttributeError(f"module 'ingest' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
