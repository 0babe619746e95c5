"""From a file to what the library writes: read, cut into passages, embedded."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import accumulate, pairwise
from pathlib import Path

from ingest import readers
from ingest.contexts import Contexts
from ingest.index_format import INDEX_FORMAT
from ingest.passages import PassageParser
from ingest.readers import ReaderProcess, SplitDocument
from ingest.syncing.files import read_file
from ingest.syncing.known_files import new_id
from ingest.syncing.plan import Planned
from rag.errors import UnreadableError
from rag.language.folding import as_compared
from rag.library import (
    Entry,
    IndexedDocument,
    Stamp,
    kept_by_hand,
    version_name,
    with_title_and_date,
)
from rag.models.embedder import Embedder
from rag.settings import Settings
from rag.types import Document, DocumentRecord, Passage, TitleAndDate


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that is read and cut into passages, but not embedded yet.

    Attributes:
        gone: of the last document of a file, ids of those that the file no longer has.
    """

    document: Document
    entry: Entry
    passages: tuple[Passage, ...]
    gone: tuple[str, ...] = ()


def prepare(
    planned: Planned,
    parser: PassageParser,
    settings: Settings,
    process: ReaderProcess,
    entries: Mapping[str, Entry],
) -> Iterator[Prepared]:
    """Read a file and cut its documents into passages, one after the other.

    The entry of the last says how many they are.

    Args:
        entries: the register, by document id; a title or date that was set by hand stays.

    Raises:
        UnreadableError: at first, the file cannot be read; in the end, some of the documents in it
            cannot, and then none is the last.
    """
    data, stamp = read_file(planned.file, settings)
    path = Path(planned.file.path)
    ids = _Ids(planned, entries)
    sha256 = hashlib.sha256(data).hexdigest()
    held: Prepared | None = None
    try:
        for split in readers.read_all(path, data, ids.of, process):
            if held is not None:
                yield held
            before = entries.get(split.document.id)
            held = _cut(split, parser, stamp, sha256, before)
    except UnreadableError:
        if held is not None:
            yield held
        raise
    if held is not None:
        last = replace(held.entry, documents=len(ids.given))
        yield replace(held, entry=last, gone=ids.not_given())


class _Ids:
    """The ids of the documents of a file.

    Attributes:
        given: so far.
    """

    def __init__(self, planned: Planned, entries: Mapping[str, Entry]) -> None:
        self.given: set[str] = set()
        self._file = planned.file.path
        self._known = {"": planned.document_id, **planned.parts}
        self._entries = entries

    def of(self, part: str) -> str:
        """The id of a part of the file; "" is the file itself."""
        identifier = self._known.get(part) or new_id(self._file, part, self._is_taken)
        self.given.add(identifier)
        return identifier

    def not_given(self) -> tuple[str, ...]:
        """The ids of documents in the library that the file no longer has."""
        known = self._known.values()
        return tuple(key for key in known if key in self._entries and key not in self.given)

    def _is_taken(self, identifier: str) -> bool:
        is_own = identifier == self._known[""]
        return is_own or identifier in self._entries or identifier in self.given


def _cut(
    split: SplitDocument,
    parser: PassageParser,
    stamp: Stamp,
    file_sha256: str,
    before: Entry | None,
) -> Prepared:
    """A document that was read, cut into passages; not the last of its file.

    Args:
        before: what the register says of it, if it is there already.
    """
    read = TitleAndDate(
        split.document.title, split.document.published, split.title_from, split.published_from
    )
    now = kept_by_hand(before, read)
    document = replace(split.document, title=now.title, published=now.published)
    split = replace(split, document=document)
    # The ending too: the same bytes have other sections as Markdown than as plain text.
    suffix = Path(document.source).suffix.lower()
    version = version_name(document, f"{INDEX_FORMAT}{suffix}")
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
        part=split.part,
    )
    entry = Entry(
        record,
        stamp,
        INDEX_FORMAT,
        file_sha256=file_sha256 if split.part else "",
        documents=0,
    )
    entry = with_title_and_date(entry, now, as_read=read)
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
