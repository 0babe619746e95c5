"""Titles and dates that a person has set in the place of those read from a file.

They are kept in the document's entry, with what the file gives beside them, so that they outlive
every change of the file and can be taken back. As the indexes hold a document's title and date
under the name of its version, a change makes a new version of it; its text, its passages and their
vectors are those of the version before.
"""

from dataclasses import replace

import numpy as np

from rag.errors import LibraryError
from rag.library.contents import (
    PackedVersion,
    VersionVectors,
    all_passages,
    packed_version,
    read_contents,
    read_vectors,
)
from rag.library.register import Entry, Stamp, version_name
from rag.library.store.chroma import Store
from rag.library.store.packing import directions
from rag.models.embedder import Vectors
from rag.types import TitleAndDate


def kept_by_hand(before: Entry | None, read: TitleAndDate) -> TitleAndDate:
    """The title and date of a file that is read again: those set by hand stay.

    Args:
        before: what the register says of its document, if it is there already.
        read: what the file gives now.
    """
    if before is None:
        return read
    now = before.record
    if now.title_from == "by hand":
        read = replace(read, title=now.title, title_from="by hand")
    if now.published_from == "by hand":
        read = replace(read, published=now.published, published_from="by hand")
    return read


def with_title_and_date(entry: Entry, now: TitleAndDate, as_read: TitleAndDate) -> Entry:
    """The entry with that title and date.

    Args:
        as_read: what the document's file gives.
    """
    record = replace(
        entry.record,
        title=now.title,
        published=now.published,
        title_from=now.title_from,
        published_from=now.published_from,
    )
    return replace(entry, record=record, as_read=as_read if now.is_by_hand else None)


def retitled(
    store: Store, before: Entry, now: TitleAndDate, title_vector: Vectors | None
) -> PackedVersion:
    """A new version of a document that has another title or date and is otherwise the same.

    Where its vectors are damaged, the next sync indexes it again.

    Args:
        before: its entry as it is.
        title_vector: one row, the new title's; None where the title stays.

    Raises:
        LibraryError: its text is damaged.
    """
    content = read_contents(store, [before]).get(before.record.id)
    if content is None:
        raise LibraryError(
            f"The text of {before.record.title!r} is damaged.", "Sync again, which indexes it anew."
        )
    entry = with_title_and_date(before, now, before.as_read or before.record.title_and_date)
    # Named after the version before, which names the index format and the model of its vectors.
    version = version_name(content.document(entry.record), before.record.version)
    entry = replace(entry, record=replace(entry.record, version=version))
    kept = next(read_vectors(store, [before]), None)
    if kept is None:
        entry = replace(entry, stamp=Stamp(0, 0), index_format="")
        vectors = VersionVectors(entry.record, (), directions(np.zeros((0, 0), dtype=np.float32)))
    else:
        title = kept.rows[:1] if title_vector is None else directions(title_vector)
        rows = np.concatenate([title, kept.rows[1:]])
        vectors = VersionVectors(entry.record, kept.sentences, rows)
    passages = all_passages(entry.record, content)
    return packed_version(entry, content.document(entry.record), passages, vectors)
