"""From a file to what the library writes: read, cut into passages, embedded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import accumulate, pairwise
from pathlib import Path

from ingest import readers
from ingest.contexts import Contexts
from ingest.index_format import INDEX_FORMAT
from ingest.passages import PassageParser
from ingest.readers import ReaderProcess
from ingest.syncing.files import read_file
from ingest.syncing.plan import Planned
from rag.language.folding import as_compared
from rag.library import (
    Entry,
    IndexedDocument,
    kept_by_hand,
    version_name,
    with_title_and_date,
)
from rag.models.embedder import Embedder
from rag.settings import Settings
from rag.types import Document, DocumentRecord, Passage, TitleAndDate


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that is read and cut into passages, but not embedded yet."""

    document: Document
    entry: Entry
    passages: tuple[Passage, ...]


def prepare(
    planned: Planned,
    parser: PassageParser,
    settings: Settings,
    process: ReaderProcess,
    before: Entry | None = None,
) -> Prepared:
    """Read a file and cut its document into passages.

    Args:
        before: what the register says of the document, if it is there already: a title or date
            that was set by hand stays.

    Raises:
        UnreadableError: the file cannot be read.
    """
    data, stamp = read_file(planned.file, settings)
    path = Path(planned.file.path)
    split = readers.read(path, data, planned.document_id, process)
    read = TitleAndDate(
        split.document.title, split.document.published, split.title_from, split.published_from
    )
    now = kept_by_hand(before, read)
    document = replace(split.document, title=now.title, published=now.published)
    split = replace(split, document=document)
    # The ending too: the same bytes have other sections as Markdown than as plain text.
    version = version_name(document, f"{INDEX_FORMAT}{path.suffix.lower()}")
    passages = tuple(parser.passages(split, version))
    record = DocumentRecord(
        id=document.id,
        title=document.title,
        source=document.source,
        published=document.published,
        sha256=document.sha256,
        version=version,
        passages=len(passages),
        characters=len(document.text),
        indexed_at=datetime.now(UTC),
    )
    entry = with_title_and_date(Entry(record, stamp, INDEX_FORMAT), now, as_read=read)
    return Prepared(document, entry, passages)


def embed(batch: Sequence[Prepared], embedder: Embedder) -> list[IndexedDocument]:
    """The documents with the vectors of their passages, sentences and titles.

    All texts are embedded in one call.
    """
    passages = [passage for prepared in batch for passage in prepared.passages]
    texts = [f"{passage.context}\n{passage.text}".strip() for passage in passages]
    texts += [sentence for prepared in batch for sentence in _sentences(prepared)]
    texts += [prepared.document.title for prepared in batch]
    vectors = embedder.embed_passages([as_compared(text) for text in texts])
    indexed: list[IndexedDocument] = []
    start, sentence = 0, len(passages)
    titles = vectors[len(texts) - len(batch) :]
    for n, prepared in enumerate(batch):
        end = start + len(prepared.passages)
        ends = list(accumulate((len(p.sentences) for p in prepared.passages), initial=sentence))
        indexed.append(
            IndexedDocument(
                prepared.entry,
                prepared.document,
                prepared.passages,
                vectors[start:end],
                tuple(vectors[first:last] for first, last in pairwise(ends)),
                titles[n : n + 1],
            )
        )
        start, sentence = end, ends[-1]
    return indexed


def _sentences(prepared: Prepared) -> Iterator[str]:
    contexts = Contexts(prepared.document)
    for passage in prepared.passages:
        yield from map(contexts.of_sentence, passage.sentences)
