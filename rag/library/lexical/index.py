"""The lexical index: BM25 over the passages, by Tantivy.

It is derived from Chroma and may be deleted at any time. A file beside it names the generation of
the library that it reflects. A writer applies each change that it makes; where the index reflects
another generation than the change began with, and where a reader finds it behind, the versions it
holds are compared with the register's and the difference is applied. Doing that twice changes
nothing. An index whose files are not whole is rebuilt.
"""

import logging
import math
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from rag.language.words import ANALYZER, build_analyzer
from rag.library import register
from rag.library.contents import read_passages
from rag.library.derived import Change, DerivedIndex
from rag.library.failures import LexicalError, tantivy_errors
from rag.library.lexical.files import IndexFiles, LinkedFolder, passages_in
from rag.library.lexical.schema import Row, query_for, rows_of, schema
from rag.library.places import derived_folder
from rag.library.store.chroma import Store
from rag.private_files import is_writable, private_folder
from rag.settings import Settings
from rag.types import Filters

if TYPE_CHECKING:
    from tantivy import Index

log = logging.getLogger(__name__)

_FORMAT = "2"
"""In the names of the files; another for each change of the schema or of the words."""
_SHARE_DELETED, _SMALL = 10, 2_000
"""Of more than so many passages a tenth may be deleted; to rebuild fewer takes less than a second,
and 100,000 some 20."""

_WRITER_MEMORY = 50_000_000
"""Bytes that Tantivy's writer buffers; it wants at least 15 million for its one thread."""


def lexical_folder(settings: Settings) -> Path:
    """The folder of the library's lexical index; libraries on different servers have their own."""
    return derived_folder(settings, "lexical")


class LexicalIndex(DerivedIndex):
    """The index in one folder.

    Args:
        folder: holds the index and nothing else; created with the index where it is missing.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._files = IndexFiles(folder / f"tantivy-{_FORMAT}")
        self._generation_file = folder / f"generation-{_FORMAT}"
        self._schema = schema()
        self._index: Index | None = None
        self._linked: LinkedFolder | None = None
        self._loaded = b""
        self._reflected = ""

    @property
    def generation(self) -> str:
        """The generation of the library that the index reflects; "" where that is not known."""
        try:
            return self._generation_file.read_text(encoding="utf-8")
        except (OSError, ValueError):
            return ""

    def damage(self) -> str:
        """Why the index must not be searched, in a few words; "" where it may be."""
        return "a search of it failed" if self._distrusted else self._files.damage()

    def reflects(self, generation: str) -> bool:
        """Whether searches find what the library held in that generation."""
        if self.damage():
            return False
        if self._loaded != self._files.meta:
            self._reflected = ""
        if self._reflected != generation and self.generation == generation:
            try:
                self._reload()
            except LexicalError:
                return False
            self._reflected = generation
        return self._reflected == generation

    def rarity(self, words: Iterable[str]) -> dict[str, float]:
        """By stem, its inverse document frequency as BM25 has it; above 0.

        Raises:
            LexicalError: the index cannot be read.
        """
        with tantivy_errors():
            searcher = self._opened().searcher()
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

        Raises:
            LexicalError: the index cannot be read.
        """
        if not weights:
            return {}
        query = query_for(self._schema, weights, filters)
        with tantivy_errors():
            searcher = self._opened().searcher()
            return {
                searcher.doc(address)["passage"][0]: score
                for score, address in searcher.search(query, limit, count=False).hits
            }

    def rebuild(self, store: Store) -> None:
        """Rebuild the index, whatever it holds.

        Raises:
            OSError: the index cannot be written.
        """
        with self._locked(wait=True):
            self._create()
            self._compare(store)
        self._reload()

    def tidy(self, store: Store) -> None:
        """Rebuild the index where much of it is deleted, which its statistics go on counting.

        Raises:
            OSError: the index cannot be written.
        """
        if self.damage():
            return
        passages, deleted = passages_in(self._files.meta)
        if deleted > (passages // _SHARE_DELETED if passages > _SMALL else 0):
            self.rebuild(store)

    def follow(self, change: Change) -> None:
        """Apply one change of the library; nothing where the index does not reflect what was.

        What this passes over, `catch_up` finds.
        """
        with self._locked(wait=True):
            if self.generation == change.before and not self.damage():
                try:
                    self._apply(change.obsolete, _rows_of(change))
                except LexicalError as error:
                    log.warning("the lexical index could not follow a change (%s)", error)
                    self._generation_file.unlink()
                else:
                    self._set_generation(change.after)

    def _repair(self, store: Store) -> None:
        """Make the index equal to the register; the lock must be held."""
        damage = self.damage()
        if damage:
            if self._files.exist:
                log.warning("the lexical index is damaged and is rebuilt (%s)", damage)
            self._create()
        try:
            self._reload()
            self._compare(store)
        except LexicalError as error:
            log.warning("the lexical index cannot be used and is rebuilt (%s)", error)
            self._create()
            self._compare(store)

    def _compare(self, store: Store) -> None:
        known = register.read_changed(store, self.generation)
        if known is None:
            return
        obsolete, missing = known.differing(self.versions())
        read = read_passages(store, [entry for entry in missing if entry.record.passages])
        self._apply(
            obsolete,
            chain.from_iterable(rows_of(record, passages) for record, passages in read),
        )
        self._set_generation(known.state.generation)

    def _apply(self, obsolete: Sequence[str], new: Iterable[Row]) -> None:
        """Delete the obsolete versions, then add the rows, in one commit."""
        rows = iter(new)
        first = next(rows, None)
        if first is None and not obsolete:
            return
        with tantivy_errors():
            writer = self._opened().writer(_WRITER_MEMORY, 1)
            # It fails where a killed writer left a file of a name that this one is going to use.
            writer.garbage_collect_files()
            for version in obsolete:
                writer.delete_documents_by_term("version", version)
        for row in chain([first] if first else [], rows):
            with tantivy_errors():  # not around the rows: what fails there is Chroma
                writer.add_document(row.as_tantivy())
        with tantivy_errors():
            writer.commit()
            writer.wait_merging_threads()

    def _set_generation(self, generation: str) -> None:
        scratch = self._generation_file.with_suffix(".new")
        scratch.write_text(generation, encoding="utf-8")
        scratch.replace(self._generation_file)

    def versions(self) -> Mapping[str, int]:
        """How many passages the index holds of each version.

        Raises:
            LexicalError: the index cannot be read.
        """
        from tantivy import Query

        with tantivy_errors():
            searcher = self._opened().searcher()
            return dict(searcher.terms_with_prefix("version", "", filter_query=Query.all_query()))

    def _opened(self) -> "Index":
        from tantivy import Index

        index = self._index
        if index is None:
            with tantivy_errors():
                index = Index(self._schema, str(self._readable_folder()))
                # Else a thread of Tantivy's reads files that have not been checked.
                index.config_reader("manual")
                index.register_tokenizer(ANALYZER, build_analyzer())
            self._index = index
        return index

    def _readable_folder(self) -> Path:
        """The folder of the files, or one of links to them where that one is read-only."""
        folder = self._files.folder
        if not folder.exists() or all(map(is_writable, [folder, *folder.iterdir()])):
            return folder
        self._linked = LinkedFolder(folder)
        self._linked.refresh()
        return self._linked.path

    def _reload(self) -> None:
        loaded = self._files.meta
        with tantivy_errors():
            index = self._opened()
            if self._linked is not None:
                self._linked.refresh()
            index.reload()
        self._loaded = loaded

    def _create(self) -> None:
        """Replace what is there by an empty index; the lock must be held."""
        self._generation_file.unlink(missing_ok=True)
        if self._files.folder.exists():
            shutil.rmtree(self._files.folder)
        private_folder(self._files.folder)
        self._index = self._linked = None
        self._opened()
        self._distrusted = False


def _rows_of(change: Change) -> Iterator[Row]:
    for version in change.added:
        yield from rows_of(version.record, version.passages)
