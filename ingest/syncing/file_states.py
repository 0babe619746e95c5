"""Whether a document's file has changed since it was read, judged by the file's metadata alone."""

import os
import stat
from typing import Literal

from ingest.index_format import INDEX_FORMAT
from rag.library import Entry, Stamp

FileState = Literal["current", "changed", "missing", "unknown", "outdated"]
"""current: the file has the size and modification time that it was read with.
changed: it has not; the content may still be the same.
missing: there is no such file on this machine.
unknown: the system does not allow access to it.
outdated: the index format has changed since, or the document was found damaged; the next sync
indexes it again.
"""


def file_state(entry: Entry) -> FileState:
    """The state of one document's file; no file is opened."""
    try:
        # A table asks of all documents at once, and a Path takes twice as long as the look itself.
        found = os.stat(entry.record.file)  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError):
        return "missing"
    except (OSError, ValueError):
        return "unknown"
    if not stat.S_ISREG(found.st_mode):
        return "missing"
    if entry.index_format != INDEX_FORMAT:
        return "outdated"
    same = entry.stamp == Stamp.of(found)
    return "current" if same else "changed"
