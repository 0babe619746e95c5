"""The contents read last are kept, up to a number of bytes."""

from collections.abc import Mapping, Sequence

import pytest

from rag.library import IndexedDocument
from rag.library.recent import RecentContents
from rag.library.register import Entry
from rag.library.store.packing import Content
from tests.rag.library.libraries import indexed

SENTENCE = "A bell rang on the pier."
EACH = 2 * 24 + 1_000
"""Bytes that a document of one such sentence counts."""

DOCUMENTS = {name: indexed(name, SENTENCE) for name in "ABC"}
DOCUMENTS["Long"] = indexed("Long", f"{SENTENCE} {SENTENCE}")


def content_of(document: IndexedDocument) -> Content:
    return Content.of(document.document, document.passages)


class Reads:
    """Asks for contents by name, and notes which are read."""

    def __init__(self, limit: int = 1_000_000) -> None:
        self.recent = RecentContents(limit)
        self.calls: list[str] = []

    def get(self, names: str) -> None:
        """Ask for those contents by one call, and check that they are what is there."""
        documents = [DOCUMENTS[name] for name in names.split()]
        found = self.recent.get([document.entry for document in documents], self._read)
        assert found == {each.entry.record.id: content_of(each) for each in documents}

    def _read(self, entries: Sequence[Entry]) -> Mapping[str, Content]:
        named = {each.entry.record.id: name for name, each in DOCUMENTS.items()}
        self.calls.append(" ".join(named[entry.record.id] for entry in entries))
        return {entry.record.id: content_of(DOCUMENTS[named[entry.record.id]]) for entry in entries}

    def kept(self) -> list[str]:
        """The names of the documents that are kept."""
        return [
            name
            for name, document in DOCUMENTS.items()
            if self.recent.kept(document.entry.record.version) is not None
        ]


def test_only_what_is_not_kept_is_read() -> None:
    reads = Reads()
    for names in ("A B", "A", "B A", "C A", "A B C"):
        reads.get(names)
    assert reads.calls == ["A B", "C"]
    assert reads.kept() == ["A", "B", "C"]


def test_the_one_unused_for_longest_goes_first() -> None:
    reads = Reads(2 * EACH)
    for names in ("A", "B", "A", "C"):
        reads.get(names)
    assert reads.kept() == ["A", "C"]
    reads.get("A C")
    assert reads.calls == ["A", "B", "C"]
    reads.get("B")
    assert reads.kept() == ["B", "C"]


def test_more_than_is_kept_is_asked_for_at_once() -> None:
    reads = Reads(2 * EACH)
    reads.get("A B C")
    assert reads.kept() == ["B", "C"]
    reads.get("C B A")
    assert reads.calls == ["A B C", "A"]


def test_one_that_is_too_long_is_not_kept_and_takes_no_other_s_place() -> None:
    reads = Reads(EACH)
    for names in ("A", "Long", "A", "Long"):
        reads.get(names)
    assert reads.calls == ["A", "Long", "Long"]
    assert reads.kept() == ["A"]


@pytest.mark.parametrize("names", [[], ["A"], ["A", "B"]])
def test_one_that_is_not_whole_is_read_again(names: list[str]) -> None:
    recent = RecentContents()
    entries = [DOCUMENTS[name].entry for name in names]
    for _ in range(2):
        assert recent.get(entries, lambda _: {}) == {}


def test_a_new_version_is_read_anew() -> None:
    recent = RecentContents()
    earlier, later = indexed("A", "Rain fell."), indexed("A", "No rain fell.")

    def read(entries: Sequence[Entry]) -> Mapping[str, Content]:
        (entry,) = entries
        return {entry.record.id: content_of(earlier if entry == earlier.entry else later)}

    for document in (earlier, later, earlier):
        expected = {document.entry.record.id: content_of(document)}
        assert recent.get([document.entry], read) == expected
    assert recent.kept(earlier.entry.record.version) == content_of(earlier)
    assert recent.kept(later.entry.record.version) == content_of(later)
