"""Verdicts on answers, as they are kept and listed."""

import json
from dataclasses import replace
from typing import Any

import pytest
from pydantic import TypeAdapter

import rag
from rag import LibraryError, UsageError
from ui.service import feedback
from ui.service.feedback import Feedback

GOOD = Feedback("a1", "good", "How much?", "415 tonnes. [1]", "extractive", (("d", 3, 9),))


def test_the_last_entry_for_an_answer_counts(settings: rag.Settings) -> None:
    assert feedback.entries(settings) == []
    feedback.add(settings, GOOD)
    feedback.add(settings, Feedback("a2", "bad", "Who?", "Nobody.", "extractive"))
    feedback.add(settings, Feedback("a1", "good", "How much?", "…", "extractive", comment="Quick"))
    feedback.add(settings, Feedback("a2", "", "Who?", "Nobody.", "extractive"))
    (entry,) = feedback.entries(settings)
    assert (entry.answer_id, entry.comment) == ("a1", "Quick")
    assert entry.at is not None
    assert len(feedback.path_of(settings).read_bytes().splitlines()) == 4


def test_a_line_that_is_no_feedback_is_passed_over(
    settings: rag.Settings, caplog: pytest.LogCaptureFixture
) -> None:
    feedback.add(settings, GOOD)
    with feedback.path_of(settings).open("ab") as file:
        file.write(b'{"answer_id": 1}\n\xff\n')
    feedback.add(settings, Feedback("a2", "bad", "Who?", "Nobody.", "extractive"))
    assert [entry.answer_id for entry in feedback.entries(settings)] == ["a1", "a2"]
    assert "Line 2" in caplog.text


def test_a_file_that_cannot_be_written_is_named(settings: rag.Settings) -> None:
    feedback.path_of(settings).mkdir(parents=True)
    with pytest.raises(LibraryError, match=r"feedback\.jsonl"):
        feedback.add(settings, GOOD)
    with pytest.raises(LibraryError, match=r"feedback\.jsonl"):
        feedback.entries(settings)


def test_feedback_of_version_0_1_is_read(settings: rag.Settings) -> None:
    """Its comment was named "word"."""
    feedback.add(settings, Feedback("a1", "bad", "How much?", "…", "extractive", comment="Old."))
    path = feedback.path_of(settings)
    line = json.loads(path.read_text())
    line["word"] = line.pop("comment")
    path.write_text(json.dumps(line))
    assert [entry.comment for entry in feedback.entries(settings)] == ["Old."]


def test_two_thousand_entries_are_read_at_once(
    settings: rag.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The validator is built once, not for each line: building it takes longer than a line."""
    feedback.add(settings, GOOD)
    line = feedback.path_of(settings).read_bytes()
    feedback.path_of(settings).write_bytes(line * 2_000)
    built: list[Any] = []

    def counted(kind: Any) -> Any:
        built.append(kind)
        return TypeAdapter(kind)

    feedback._adapter.cache_clear()
    monkeypatch.setattr(feedback, "TypeAdapter", counted)
    assert [entry.answer_id for entry in feedback.entries(settings)] == ["a1"]
    assert len(built) == 1
    feedback._adapter.cache_clear()


def test_feedback_is_bounded(settings: rag.Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    long = replace(GOOD, answer="x" * 20_001)
    with pytest.raises(UsageError, match="Shorten it"):
        feedback.add(settings, long)
    monkeypatch.setattr(feedback, "_MOST_BYTES", 100)
    feedback.add(settings, replace(long, answer="x" * 100))
    with pytest.raises(LibraryError, match="Move the file elsewhere"):
        feedback.add(settings, GOOD)
