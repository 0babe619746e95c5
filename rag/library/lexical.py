"""The lexical index: BM25 over the passages, by Tantivy.

It is derived from Chroma and may be deleted at any time. A file beside it names the generation of
the library that it reflects. A writer applies each change that it makes; where the index reflects
another generation than the change began with, and where a reader finds it behind, the versions it
holds are compared with the register's and the difference is applied. Doing that twice changes
nothing.
"""

import hashlib
import logging
import math
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from rag.library import register
from rag.library.chroma import Store
from rag.settings import Settings
from rag.terms import ANALYZER, build_analyzer
from rag.types import DocumentRecord, Filters, date_number

if TYPE_CHECKING:
    from tantivy import Document, Index, Query, Schema

log = logging.getLogger(__name__)

_FORMAT = "1"
_HEADING = 0.3
_WRITER_MEMORY = 50_000_000
_FETCH = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """A passage as the index holds it."""

    passage: str
    record: DocumentRecord
    text: str
    section: str

    def as_tantivy(self) -> "Document":
        """The row in Tantivy's words."""
        from tantivy import Document

        document = Document()
        document.add_text("passage", self.passage)
        document.add_text("version", self.record.version)
        document.add_text("document", self.record.id)
        document.add_integer("published", date_number(self.record.published))
        document.add_text("text", self.text)
        document.add_text("heading", f"{self.record.title} {self.section}")
        return document


@dataclass(frozen=True, slots=True)
class Change:
    """What a writer changed between two generations.

    Attributes:
        left: versions that are no longer current, and those that come: adding twice would double.
        come: the passages of the versions that are current now and were not.
    """

    before: str
    after: str
    left: Sequence[str]
    come: Sequence[Row]


def lexical_folder(settings: Settings) -> Path:
    """The folder of the library's lexical index; libraries on different servers have their own."""
    if settings.chroma_url is None:
        return settings.data_dir / "lexical"
    digest = hashlib.sha256(settings.chroma_url.rstrip("/").encode()).hexdigest()
    return settings.data_dir / f"lexical-{digest[:12]}"


class LexicalIndex:
    """The index in one folder.

    Args:
        folder: holds the index and nothing else; made where it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / f"tantivy-{_FORMAT}"
        self._mark = folder / f"generation-{_FORMAT}"
        self._lock = folder / "lock"
        folder.mkdir(parents=True, exist_ok=True)
        self._schema = _schema()
        self._index = self._open()
        self._reflected = ""

    @property
    def generation(self) -> str:
        """The generation of the library that the index reflects; "" where that is not known."""
        try:
            return self._mark.read_text(encoding="utf-8")
        except OSError:
            return ""

    def reflects(self, generation: str) -> bool:
        """Whether searches find what the library held in that generation."""
        if self._reflected != generation and self.generation == generation:
            self._index.reload()
            self._reflected = generation
        return self._reflected == generation

    def rarity(self, words: Iterable[str]) -> dict[str, float]:
        """By stem, its inverse document frequency as BM25 has it; above 0."""
        searcher = self._index.searcher()
        passages = searcher.num_docs
        frequencies = {stem: searcher.doc_freq("text", stem) for stem in words}
        return {
            stem: math.log1p((max(passages - found, 0) + 0.5) / (found + 0.5))
            for stem, found in frequencies.items()
        }

    def search(
        self, weights: Mapping[str, float], limit: int, filters: Filters
    ) -> dict[str, float]:
        """BM25 scores by passage id, the best first; empty where no stem matches.

        Args:
            weights: what each stem searched for counts, above 0.
        """
        from tantivy import Occur, Query

        if not weights:
            return {}
        terms: list[tuple[Occur, Query]] = []
        for stem, weight in weights.items():
            text = Query.term_query(self._schema, "text", stem)
            heading = Query.term_query(self._schema, "heading", stem)
            terms.append((Occur.Should, Query.boost_query(text, weight)))
            terms.append((Occur.Should, Query.boost_query(heading, _HEADING * weight)))
        conditions = [(Occur.Must, condition) for condition in self._conditions(filters)]
        query = Query.boolean_query([(Occur.Must, Query.boolean_query(terms)), *conditions])
        searcher = self._index.searcher()
        return {
            searcher.doc(address)["passage"][0]: score
            for score, address in searcher.search(query, limit, count=False).hits
        }

    def catch_up(self, store: Store, *, wait: bool) -> None:
        """Make the index equal to the register.

        Args:
            wait: whether to wait while another process does the same; otherwise leave it to that
                process and keep what there is.
        """
        try:
            with FileLock(self._lock, timeout=-1 if wait else 0):
                if not self._exists():
                    self._index = self._make()
                try:
                    self._compare(store)
                except ValueError as error:
                    log.warning("the lexical index is damaged and is made anew (%s)", error)
                    self._index = self._make(anew=True)
                    self._compare(store)
        except Timeout:
            log.debug("another process is updating the lexical index")
        self._index.reload()

    def remake(self, store: Store) -> None:
        """Make the index anew, whatever it holds."""
        with FileLock(self._lock):
            self._index = self._make(anew=True)
            self._compare(store)
        self._index.reload()

    def follow(self, change: "Change") -> None:
        """Apply one change of the library; nothing where the index does not reflect what was.

        What this passes over, `catch_up` finds.
        """
        with FileLock(self._lock):
            if self._exists() and self.generation == change.before:
                try:
                    self._apply(change.left, change.come)
                except ValueError as error:
                    log.warning("the lexical index could not follow a change (%s)", error)
                    self._mark.unlink()
                else:
                    self._set_generation(change.after)

    def _compare(self, store: Store) -> None:
        state = register.read_state(store)
        if state is None or state.generation == self.generation:
            return
        records = {entry.record.version: entry.record for entry in _entries(store)}
        self._index.reload()
        held = self.versions()
        self._apply(
            [
                version
                for version, passages in held.items()
                if version not in records or records[version].passages != passages
            ],
            (
                row
                for version, record in records.items()
                if held.get(version, 0) != record.passages
                for row in _rows(store, record)
            ),
        )
        self._set_generation(state.generation)

    def _apply(self, left: Sequence[str], come: Iterable["Row"]) -> None:
        """Delete the versions that left, then add the rows; all of it at once."""
        rows = iter(come)
        first = next(rows, None)
        if first is None and not left:
            return
        writer = self._index.writer(_WRITER_MEMORY, 1)
        # Where a killed writer left a file of the name that this one is about to use, it fails.
        writer.garbage_collect_files()
        for version in left:
            writer.delete_documents_by_term("version", version)
        for row in chain([first] if first else [], rows):
            writer.add_document(row.as_tantivy())
        writer.commit()
        writer.wait_merging_threads()

    def _set_generation(self, generation: str) -> None:
        scratch = self._mark.with_suffix(".new")
        scratch.write_text(generation, encoding="utf-8")
        scratch.replace(self._mark)

    def versions(self) -> Mapping[str, int]:
        """How many passages the index holds of each version."""
        from tantivy import Query

        searcher = self._index.searcher()
        return dict(searcher.terms_with_prefix("version", "", filter_query=Query.all_query()))

    def _conditions(self, filters: Filters) -> Iterator["Query"]:
        from tantivy import FieldType, Query

        if filters.documents:
            yield Query.term_set_query(self._schema, "document", list(filters.documents))
        if filters.since or filters.until:
            yield Query.range_query(
                self._schema,
                "published",
                FieldType.Integer,
                lower_bound=date_number(filters.since) or 1,
                upper_bound=date_number(filters.until) or None,
            )

    def _open(self) -> "Index":
        if self._exists():
            try:
                return self._existing()
            except ValueError as error:
                log.warning("the lexical index is damaged and is made anew (%s)", error)
        with FileLock(self._lock):
            return self._make()

    def _exists(self) -> bool:
        return (self._folder / "meta.json").exists()

    def _existing(self) -> "Index":
        from tantivy import Index

        index = Index(self._schema, str(self._folder))
        index.register_tokenizer(ANALYZER, build_analyzer())
        return index

    def _make(self, *, anew: bool = False) -> "Index":
        """The index as it is, or else an empty one; the lock must be held."""
        if self._exists() and not anew:
            with suppress(ValueError):  # another process may have made it by now
                return self._existing()
        self._mark.unlink(missing_ok=True)
        if self._folder.exists():
            shutil.rmtree(self._folder)
        self._folder.mkdir()
        return self._existing()


def _schema() -> "Schema":
    from tantivy import SchemaBuilder

    builder = SchemaBuilder()
    builder.add_text_field("passage", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("version", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("published", indexed=True, fast=True)
    builder.add_text_field("text", tokenizer_name=ANALYZER)
    builder.add_text_field("heading", tokenizer_name=ANALYZER)
    return builder.build()


def _entries(store: Store) -> list[register.Entry]:
    return list(register.read_entries(store).values())


def _rows(store: Store, record: DocumentRecord) -> Iterator[Row]:
    """The rows of each passage of the record's version that is there."""
    ids = [register.passage_id(record.version, n) for n in range(record.passages)]
    for start in range(0, len(ids), _FETCH):
        found = store.passages.get(
            ids=ids[start : start + _FETCH], include=["documents", "metadatas"]
        )
        columns = zip(found["ids"], found["documents"] or [], found["metadatas"] or [], strict=True)
        for passage, text, metadata in columns:
            yield Row(passage, record, text, str(metadata["section"]))
