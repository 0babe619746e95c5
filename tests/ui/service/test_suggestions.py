"""Questions to begin or to go on with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import rag
from rag.answering.kept_suggestions import load_suggestions
from rag.dossier import Dossier
from rag.testing.embedder import FakeEmbedder
from tests.ui.web.samples import VARNA_QUESTION, library
from ui.service import asking
from ui.service.conversation import Conversation
from ui.service.scope import Scope
from ui.service.suggestions import NO_QUESTIONS, QuestionSuggester

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def of_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dossier]:
    settings = library(tmp_path_factory.mktemp("library"))
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        yield dossier


def test_a_conversation_begins_with_questions_that_the_documents_answer(of_all: Dossier) -> None:
    suggested = QuestionSuggester(of_all, 2).suggest(Conversation())
    assert suggested.heading == "Questions your documents answer"
    assert len(suggested.questions) == 2
    for question in suggested.questions:
        assert of_all.answer(question).answered


def test_questions_that_a_sync_kept_are_suggested(of_all: Dossier) -> None:
    kept = load_suggestions(of_all.settings).values()
    known = {one.question for questions in kept for one in questions}
    assert set(QuestionSuggester(of_all, 3).suggest(Conversation()).questions) <= known


def test_an_answer_is_followed_by_other_questions(of_all: Dossier) -> None:
    *_, now = asking.ask(of_all, VARNA_QUESTION, Scope(), Conversation())
    suggested = QuestionSuggester(of_all, 3).suggest(now)
    assert suggested.heading == "Follow-up questions"
    assert suggested.questions
    assert VARNA_QUESTION not in suggested.questions


def test_nothing_is_suggested_before_an_answer_is_complete(of_all: Dossier) -> None:
    pending = Conversation().asked("What?", Scope())
    assert QuestionSuggester(of_all, 3).suggest(pending) == NO_QUESTIONS


def test_an_empty_library_suggests_nothing(dossier: Dossier) -> None:
    assert QuestionSuggester(dossier, 3).suggest(Conversation()) == NO_QUESTIONS


def test_a_library_that_cannot_be_read_suggests_nothing(tmp_path: Path) -> None:
    settings = rag.Settings(data_dir=tmp_path, chroma_url="http://127.0.0.1:9")
    with rag.open(settings, embedder=FakeEmbedder()) as unreadable:
        assert QuestionSuggester(unreadable, 3).suggest(Conversation()) == NO_QUESTIONS
