"""Suggested questions, kept in a file that may be lost or damaged."""

import pytest

import rag
from rag.answering.kept_suggestions import load_suggestions, save_suggestions
from rag.answering.suggestions import Suggestion

KEPT = {
    "1-a": (Suggestion("Who is Dr. Ada Moor?", "1", "Dr. Ada Moor"),),
    "2-b": (),
}


def test_they_are_read_as_they_were_kept(settings: rag.Settings) -> None:
    settings.data_dir.mkdir()
    save_suggestions(settings, KEPT)
    assert load_suggestions(settings) == KEPT
    assert [path.name for path in settings.data_dir.iterdir()] == ["suggestions-1.json"]


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"1-a": 1}',
        b'{"1-a": [["Who?", "1"]]}',
        b'{"1-a": [["Who?", "1", 2]]}',
        b'{"1-a": ["abc"], "2-b": [1]}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_empty(settings: rag.Settings, damaged: bytes) -> None:
    settings.data_dir.mkdir()
    (settings.data_dir / "suggestions-1.json").write_bytes(damaged)
    assert load_suggestions(settings) == {}


def test_a_file_that_cannot_be_written_is_no_error(settings: rag.Settings) -> None:
    save_suggestions(settings, KEPT)
    assert load_suggestions(settings) == {}
