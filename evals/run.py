"""Asking every question and keeping what was said."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from evals.dossier import ids_by_name
from evals.intervals import Figure
from evals.measures import figures
from evals.outcomes import Outcome, System
from evals.questions import Label, Question
from evals.spans import Span, locate
from rag import Settings, UsageError
from rag.dossier import Dossier

_SHAPING = (
    "embedding_model",
    "reranker_model",
    "passages_limit",
    "sentences_limit",
    "abstain_below",
)
"""Settings that a figure is not comparable without."""


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of some of the questions.

    Attributes:
        name: "all", or a label and its value, e.g. "kind=partial".
        figures: by name of the measure; measures that apply to no question are left out.
    """

    name: str
    questions: int
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Report:
    """What a run found.

    Attributes:
        system: what was asked.
        settings: those that shape answers, as text by name.
        given: whether each question was asked of the documents with its evidence alone.
        outcomes: in the order of the questions.
        groups: all questions first.
    """

    system: str
    settings: Mapping[str, str]
    given: bool
    outcomes: tuple[Outcome, ...]
    groups: tuple[Group, ...]


def locate_evidence(
    questions: Sequence[Question], dossier: Dossier
) -> Mapping[str, tuple[Span, ...]]:
    """Where the quotes of each question's evidence lie, by the question's id.

    Raises:
        UsageError: the corpus lacks a document, or the document lacks the quote.
    """
    ids = ids_by_name(dossier)
    texts: dict[str, str] = {}
    found: dict[str, tuple[Span, ...]] = {}
    for question in questions:
        spans: list[Span] = []
        for item in question.evidence:
            if item.document not in ids:
                raise UsageError(
                    f"{question.place}: the corpus has no document {item.document!r}; give the "
                    "name of a file in it."
                )
            if item.quote is None:
                continue
            if item.document not in texts:
                texts[item.document] = dossier.document(ids[item.document]).text
            place = locate(item.quote, texts[item.document])
            if place is None:
                raise UsageError(
                    f"{question.place}: {item.document} does not say {item.quote!r}; copy the "
                    "quote from the document."
                )
            spans.append(Span(item.document, *place))
        found[question.id] = tuple(spans)
    return found


def ask_all(
    system: System,
    questions: Sequence[Question],
    evidence: Mapping[str, tuple[Span, ...]],
    settings: Settings,
    *,
    given: bool = False,
    by: Label | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Report:
    """Ask the questions one after the other.

    Args:
        evidence: by id, as `locate_evidence` returns it.
        settings: of the system, for the report.
        given: ask each question of the documents with its evidence alone, and leave out those
            whose evidence is not known: what the answer is like when the search does not fail.
        by: a label to group figures by, beside those of all questions.
        progress: called with the number of questions done and of all.

    Raises:
        UsageError: no question has evidence, and `given` asks for it.
    """
    asked = [question for question in questions if question.evidence or not given]
    if not asked:
        raise UsageError("No question has evidence, so none can be asked with its document given.")
    outcomes: list[Outcome] = []
    for question in asked:
        documents = dict.fromkeys(item.document for item in question.evidence) if given else ()
        reply = system.ask(question, tuple(documents))
        outcomes.append(Outcome(question, reply, evidence[question.id]))
        progress(len(outcomes), len(asked))
    shaping = {name: str(getattr(settings, name)) for name in _SHAPING}
    groups = tuple(_groups(outcomes, by))
    return Report(system.name, shaping, given, tuple(outcomes), groups)


def _groups(outcomes: Sequence[Outcome], by: Label | None) -> list[Group]:
    found = [Group("all", len(outcomes), figures(outcomes))]
    if by is None:
        return found
    for value in sorted({outcome.question.label(by) for outcome in outcomes}):
        part = [outcome for outcome in outcomes if outcome.question.label(by) == value]
        found.append(Group(f"{by}={value}", len(part), figures(part)))
    return found
