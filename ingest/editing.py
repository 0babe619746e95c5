"""Titles and dates set by hand."""

from dataclasses import replace
from datetime import date
from typing import Literal

from ingest.readers.base import LONGEST_TITLE
from rag.errors import UsageError
from rag.language.folding import as_compared
from rag.library import Entry, LibraryWriter, one_writer
from rag.models.embedder import Embedder, SentenceTransformerEmbedder
from rag.settings import Settings
from rag.types import DocumentRecord, TitleAndDate

GivenDate = date | Literal["none"] | None
"""A date to set, "none" for a document that has none, or None to leave the date as it is."""


def edit(
    document_id: str,
    *,
    title: str | None = None,
    published: GivenDate = None,
    clear: bool = False,
    settings: Settings | None = None,
    embedder: Embedder | None = None,
    wait: bool = True,
) -> DocumentRecord:
    """Set a document's title or date by hand; neither a sync nor `dossier embed` changes it again.

    Its passages stay as they are; only the vector of another title is made anew.

    Args:
        title: of 1 to 1,000 characters, or None to leave the title as it is.
        clear: whether to return to what was read from the file, before the rest is set.
        settings: by default those of the environment and `.env`.
        embedder: used in place of the model that the settings name.
        wait: whether to wait while a sync is running.

    Returns:
        What the register says of the document now.

    Raises:
        UsageError: there is no document of that id, nothing is to be changed, or the title is empty
            or too long.
        LibraryBusyError: a sync is running, and `wait` is False.
        LibraryError: the library cannot be written to, or the document's text is damaged.
        ModelError: the embedding model cannot be loaded.
    """
    if title is None and published is None and not clear:
        raise UsageError("Nothing is to be changed.", "Give a title or a date.")
    title = _checked_title(title) if title is not None else None
    settings = settings or Settings.from_environment()
    embedder = embedder or SentenceTransformerEmbedder(settings.embedding_model)
    with one_writer(settings, wait=wait):
        writer = LibraryWriter(settings, embedder.fingerprint)
        entry = writer.entries().get(document_id)
        if entry is None:
            raise UsageError(
                f"There is no document {document_id!r}.", "`dossier documents` lists the ids."
            )
        now = entry.record.title_and_date
        wanted = _changed((entry.as_read or now) if clear else now, title, published)
        return _set(writer, entry, wanted, embedder).record


def _set(writer: LibraryWriter, entry: Entry, wanted: TitleAndDate, embedder: Embedder) -> Entry:
    """The document's entry with the title and date that are wanted, written if it is another."""
    now = entry.record.title_and_date
    if wanted == now:
        return entry
    # Loading the model takes seconds, which a date alone need not wait for.
    is_new = wanted.title != now.title
    vector = embedder.embed_passages([as_compared(wanted.title)]) if is_new else None
    changed = writer.set_title_and_date(entry.record.id, wanted, vector)
    writer.finish()
    return changed


def _checked_title(title: str) -> str:
    """The title on one line, without what UTF-8 cannot express."""
    title = " ".join(title.encode("utf-8", "replace").decode().split())
    if not title:
        raise UsageError("The title is empty.", "Give one, or return to the one that was read.")
    if len(title) > LONGEST_TITLE:
        raise UsageError(
            f"The title has {len(title):,} characters.", f"Give one of at most {LONGEST_TITLE:,}."
        )
    return title


def _changed(before: TitleAndDate, title: str | None, published: GivenDate) -> TitleAndDate:
    if title is not None:
        before = replace(before, title=title, title_from="by hand")
    if published is not None:
        day = None if published == "none" else published
        before = replace(before, published=day, published_from="by hand")
    return before
