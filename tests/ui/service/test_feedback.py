"""Verdicts on answers, as they are kept and listed."""

import json

import pytest

import rag
from rag import LibraryError
from tests.ui.test_cli import printed, run
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


@pytest.mark.process
def test_the_command_lists_it(settings: rag.Settings) -> None:
    feedback.add(settings, Feedback("a1", "bad", "How\nmuch?", "…", "extractive", comment="Old."))
    folder = str(settings.data_dir)
    shown = run("feedback", DOSSIER_DATA_DIR=folder)
    assert shown.returncode == 0
    assert shown.stdout.startswith("bad  ")
    assert "“Old.”" in shown.stdout
    (entry,) = printed(run("feedback", "--json", DOSSIER_DATA_DIR=folder))
    assert set(entry) == {
        *("answer_id", "verdict", "question", "answer", "engine", "citations", "comment", "at")
    }
    assert json.loads(feedback.path_of(settings).read_text()) == entry
