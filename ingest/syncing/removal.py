"""Removing documents from the library by id."""

from collections.abc import Callable, Sequence

from rag.errors import UsageError
from rag.library import LibraryWriter, one_writer
from rag.models.embedder import Embedder, SentenceTransformerEmbedder
from rag.settings import Settings
from rag.types import DocumentRecord


def remove(
    document_ids: Sequence[str],
    *,
    settings: Settings | None = None,
    embedder: Embedder | None = None,
    wait: bool = True,
    whole_file: Callable[[DocumentRecord], bool] = lambda _: False,
) -> list[DocumentRecord]:
    """Remove documents from the library; their files stay, and a later sync adds them again.

    Args:
        document_ids: an id that is given twice counts once.
        settings: by default those of the environment and `.env`.
        embedder: used in place of the model that the settings name.
        wait: whether to wait while a sync is running.
        whole_file: of which documents all others of the same file are removed too, as the
            attachments of a mail.

    Returns:
        The records of the removed documents, in the order of the ids; the others come last.

    Raises:
        UsageError: one of the ids is not in the library; nothing is removed then.
        LibraryBusyError: a sync is running, and `wait` is False.
        LibraryError: the library cannot be written to.
    """
    settings = settings or Settings.from_environment()
    embedder = embedder or SentenceTransformerEmbedder(settings.embedding_model)
    with one_writer(settings, wait=wait):
        writer = LibraryWriter(settings, embedder.fingerprint)
        entries = writer.entries()
        for identifier in document_ids:
            if identifier not in entries:
                raise UsageError(
                    f"There is no document {identifier!r}.", "`dossier documents` lists the ids."
                )
        records = [entries[identifier].record for identifier in dict.fromkeys(document_ids)]
        files = {record.file for record in records if whole_file(record)}
        named = {record.id for record in records}
        others = (entry.record for entry in entries.values() if files)
        records += [r for r in others if r.file in files and r.id not in named]
        writer.remove([record.id for record in records])
        writer.finish()
    return records
