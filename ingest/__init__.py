"""From files to the library.

import ingest
report = ingest.sync(["briefings/"])
"""

from importlib import import_module
from typing import TYPE_CHECKING

from ingest.report import EmbeddingReport, Progress, SyncReport

if TYPE_CHECKING:
    from ingest.editing import edit
    from ingest.embedding import embed
    from ingest.syncing.removal import remove
    from ingest.syncing.sync import sync
    from ingest.syncing.watch import watch

__all__ = ["EmbeddingReport", "Progress", "SyncReport", "edit", "embed", "remove", "sync", "watch"]

# Functions by the module that has them. No module directly in this package may have the name of one
# of them: importing a module sets its name in its package.
_MODULES = {
    "edit": "ingest.editing",
    "embed": "ingest.embedding",
    "remove": "ingest.syncing.removal",
    "sync": "ingest.syncing.sync",
    "watch": "ingest.syncing.watch",
}


def __getattr__(name: str) -> object:
    # Indexing imports llama-index, which takes a second; reading a report does not need it.
    if name not in _MODULES:
        raise AttributeError(f"module 'ingest' has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)
