"""Changing the embedding model of a library: all of its texts are embedded anew."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ingest.index_format import INDEX_FORMAT
from ingest.passages import PassageParser
from ingest.readers.base import SplitDocument
from ingest.readers.sentences import sentences_of
from ingest.report import EmbeddingReport, Progress
from ingest.syncing.prepare import Prepared
from ingest.syncing.prepare import embed as embed_prepared
from ingest.syncing.stopping import StoppableEmbedder, SyncStopped
from rag.library import Entry, LibraryWriter, NewModel, new_model, one_writer, version_name
from rag.models.embedder import Embedder, SentenceTransformerEmbedder
from rag.settings import Settings
from rag.types import Document

_PASSAGES_AT_ONCE = 64
"""Some seconds' work, beside which writing them costs little."""


def embed(
    *,
    settings: Settings | None = None,
    embedder: Embedder | None = None,
    wait: bool = True,
    progress: Callable[[Progress], None] = lambda _: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> EmbeddingReport:
    """Embed a library anew with the embedding model that the settings name.

    Its texts are taken from the library; the files are not read. Readers with the model before go
    on with the vectors before until all is done. What was done before a stop is not done again.

    Args:
        settings: by default those of the environment and `.env`.
        embedder: used in place of the model that the settings name.
        wait: whether to wait while a sync is running.
        progress: called after each document.
        should_stop: asked before each document and while embedding.

    Raises:
        LibraryBusyError: a sync is running, and `wait` is False.
        LibraryError: there is no library, or it cannot be written to.
        ModelError: the embedding model cannot be loaded.
    """
    settings = settings or Settings.from_environment()
    embedder = embedder or SentenceTransformerEmbedder(settings.embedding_model)
    with one_writer(settings, wait=wait):
        made = new_model(settings, embedder.fingerprint)
        if made is None:
            return EmbeddingReport(documents=0, remaining=0)
        todo = made.remaining()
        done = _Maker(made, embedder, should_stop, progress).make(todo)
        if done < len(todo):
            return EmbeddingReport(done, len(todo) - done)
        made.serve()
        LibraryWriter(settings, embedder.fingerprint).finish()
        return EmbeddingReport(done, 0)


class _Maker:
    """Makes documents with the new model."""

    def __init__(
        self,
        made: NewModel,
        embedder: Embedder,
        should_stop: Callable[[], bool],
        progress: Callable[[Progress], None],
    ) -> None:
        self._made = made
        self._embedder = StoppableEmbedder(embedder, should_stop)
        self._parser = PassageParser(embedder)
        self._progress = progress

    def make(self, entries: Sequence[Entry]) -> int:
        """Make the documents of the entries; how many, where it is stopped before the end."""
        done = passages = 0
        self._progress(Progress(0, len(entries), 0))
        with suppress(SyncStopped):
            for batch in self._batches(entries):
                self._made.put(embed_prepared(batch, self._embedder))
                done += len(batch)
                passages += sum(len(prepared.passages) for prepared in batch)
                self._progress(Progress(done, len(entries), passages))
        return done

    def _batches(self, entries: Sequence[Entry]) -> Iterator[list[Prepared]]:
        batch: list[Prepared] = []
        passages = 0
        for entry in entries:
            document = self._made.documents([entry]).get(entry.record.id)
            batch.append(self._prepared(*((document, entry) if document else _lost(entry))))
            passages += len(batch[-1].passages)
            if passages >= _PASSAGES_AT_ONCE:
                yield batch
                batch, passages = [], 0
        if batch:
            yield batch

    def _prepared(self, document: Document, entry: Entry) -> Prepared:
        suffix = Path(document.source).suffix.lower()
        # Vectors of two models never go by the same name.
        version = version_name(document, f"{INDEX_FORMAT}{suffix} {self._embedder.fingerprint}")
        split = SplitDocument(
            document, sentences_of(document.text, document.sections, document.structure)
        )
        passages = tuple(self._parser.passages(split, version))
        record = replace(entry.record, version=version, passages=len(passages))
        return Prepared(document, replace(entry, record=record), passages)


def _lost(entry: Entry) -> tuple[Document, Entry]:
    """An empty document in the place of one whose text is damaged; the next sync indexes it."""
    record = entry.record
    document = Document(
        record.id, record.title, record.source, record.published, "", (), (), record.sha256
    )
    return document, replace(entry, record=replace(record, characters=0), index_format="")
