"""Questions that a conversation could begin or go on with."""

import logging
from dataclasses import dataclass
from functools import partial

from rag import DossierError
from rag.answering.kept_suggestions import load_suggestions
from rag.answering.suggestions import Suggestions
from rag.dossier import Dossier
from ui.messages import ask as ask_messages
from ui.service.conversation import Conversation

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SuggestedQuestions:
    """Questions to choose from, best first, and the heading above them; "" where there are none."""

    heading: str = ""
    questions: tuple[str, ...] = ()


NO_QUESTIONS = SuggestedQuestions()


class QuestionSuggester:
    """Suggests questions that one library answers.

    Args:
        dossier: whose library is asked.
        limit: most questions suggested at a time.
    """

    def __init__(self, dossier: Dossier, limit: int) -> None:
        self._dossier = dossier
        self._limit = limit
        self._suggestions = Suggestions(
            dossier.retrieve,
            dossier.record,
            dossier.document,
            dossier.settings,
            kept=partial(load_suggestions, dossier.settings),
        )

    def suggest(self, conversation: Conversation) -> SuggestedQuestions:
        """Questions to begin with, or to go on with after the last answer.

        None where the last answer is not complete, or the library cannot be read.
        """
        try:
            if conversation.exchanges:
                heading, questions = ask_messages.QUESTIONS_TO_GO_ON, self._following(conversation)
            else:
                heading, questions = ask_messages.QUESTIONS_TO_BEGIN, self._first()
        except DossierError as error:
            _log.info("No question is suggested: %s", error)
            return NO_QUESTIONS
        return SuggestedQuestions(heading, questions) if questions else NO_QUESTIONS

    def _first(self) -> tuple[str, ...]:
        return tuple(self._suggestions.first(self._dossier.documents(), self._limit))

    def _following(self, conversation: Conversation) -> tuple[str, ...]:
        last = conversation.exchanges[-1]
        if last.outcome is None:
            return ()
        ids = [quoted.document.id for quoted in last.citations or last.nearest]
        known = " ".join(f"{one.question} {one.text}" for one in conversation.exchanges)
        return tuple(self._suggestions.next(ids, known, self._limit))
