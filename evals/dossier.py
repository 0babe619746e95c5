"""Dossier as a system to be measured: asked as any program asks it."""

from collections.abc import Mapping
from pathlib import PurePath

from evals.outcomes import Reply
from evals.questions import Question
from evals.spans import Span
from rag import Filters, UsageError
from rag.dossier import Dossier


class DossierSystem:
    """Answers through `Dossier.answer`.

    Args:
        dossier: open over the library of the corpus.
    """

    name = "dossier"

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._ids = ids_by_name(dossier)

    def ask(self, question: Question, documents: tuple[str, ...]) -> Reply:
        """Answer one question, from the named documents or from all."""
        filters = Filters(documents=tuple(self._ids[name] for name in documents))
        answer = self._dossier.answer(question.question, filters=filters, history=question.history)
        return Reply(
            text=" ".join(sentence.text for sentence in answer.sentences),
            answered=answer.answered,
            confidence=answer.confidence,
            passages=tuple(
                Span(file_name(hit.document.source), hit.passage.start, hit.passage.end)
                for hit in answer.hits
            ),
            cited=tuple(
                Span(file_name(citation.document.source), citation.start, citation.end)
                for citation in answer.citations
            ),
            search_text=answer.search_text,
            search_ms=answer.timings.search_ms,
            answer_ms=answer.timings.answer_ms,
        )


def ids_by_name(dossier: Dossier) -> Mapping[str, str]:
    """The id of each document of the library, by file name.

    Raises:
        UsageError: two documents have the same file name.
    """
    found: dict[str, str] = {}
    for record in dossier.documents():
        name = file_name(record.source)
        if name in found:
            raise UsageError(
                f"The corpus has two files named {name!r}, so evidence cannot name one of them; "
                "rename one."
            )
        found[name] = record.id
    return found


def file_name(source: str) -> str:
    """The last part of a document's source."""
    return PurePath(source).name
