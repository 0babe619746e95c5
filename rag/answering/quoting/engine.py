"""The engine that needs no language model: it answers with sentences of the documents themselves.

The sentences that score best are quoted, in reading order. Where even they are too unlikely to
answer, nothing is said.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rag.answering.citations import cite, row_at
from rag.answering.draft import ABSTENTION, Draft, DraftEvents, abstention, with_markers
from rag.answering.quoting.candidates import Candidate, stems_of
from rag.answering.quoting.lists import lead_in_before
from rag.answering.quoting.selection import Part, select
from rag.events import CitationAdded, SentenceChecked, TextAdded
from rag.formatting import format_span, one_line
from rag.language.sentences import skip_bullet, trim
from rag.language.words import content_words
from rag.search.plan import Plan
from rag.settings import Settings
from rag.structure import at
from rag.types import Citation, Document, DocumentRecord, Hit, Sentence

DOUBTFUL = "This may not answer the question: the passages found are only near it."
_DOUBTFUL_BELOW = 0.3
"""Confidence below which an answer says that it may not be one."""

Load = Callable[[DocumentRecord], Document | None]
"""Gives a hit's document with its text, or None where that version is gone."""


def quote(
    plan: Plan,
    hits: Sequence[Sequence[Hit]],
    load: Load,
    settings: Settings,
    notices: tuple[str, ...] = (),
) -> DraftEvents:
    """The answer in the documents' own sentences, as events.

    Args:
        hits: of each of the plan's queries.
        notices: to put before the draft's own.
    """
    draft = compose(plan, hits, load, settings)
    citations = {citation.marker: citation for citation in draft.citations}
    for n, sentence in enumerate(draft.sentences):
        for marker in sentence.markers:
            if marker in citations:
                yield CitationAdded(citations.pop(marker))
        yield TextAdded((" " if n else "") + with_markers(sentence))
        yield SentenceChecked(sentence)
    if not draft.sentences:
        yield TextAdded(draft.text)
    return replace(draft, notices=(*notices, *draft.notices))


def compose(plan: Plan, hits: Sequence[Sequence[Hit]], load: Load, settings: Settings) -> Draft:
    """Answer part by part from the hits.

    Args:
        hits: of each of the plan's queries.
    """
    parts = [
        Part(query.subject, found, plan.has_history, query.needs_context)
        for query, found in zip(plan.queries, hits, strict=True)
    ]
    selections = [select(part, settings, plan.scope.latest) for part in parts]
    chosen = dict.fromkeys(candidate for part in selections for candidate in part.chosen)
    missing = tuple(dict.fromkeys(word for part in parts for word in _missing(part)))
    sentences, citations = _cite(list(chosen), load)
    confidence = round(sum(part.confidence for part in selections) / len(selections), 4)
    if not citations:
        # What was chosen has left the library meanwhile: then nothing is known of the confidence.
        confidence = 0.0 if chosen else confidence
        return Draft(abstention(missing), confidence=confidence, missing=missing)
    unanswered = [
        part.question
        for part, selection in zip(parts, selections, strict=True)
        if not selection.chosen
    ]
    differences = tuple(dict.fromkeys(notice for part in selections for notice in part.notices))
    return Draft(
        text=" ".join(with_markers(sentence) for sentence in sentences),
        sentences=tuple(sentences),
        citations=tuple(citations),
        confidence=confidence,
        missing=missing,
        notices=_notices(confidence, unanswered, differences),
        differences=differences,
    )


def _notices(
    confidence: float, unanswered: Sequence[str], differences: Sequence[str]
) -> tuple[str, ...]:
    doubts = [DOUBTFUL] if confidence < _DOUBTFUL_BELOW else []
    parts = [f"{ABSTENTION.rstrip('.')}: “{question}”" for question in unanswered]
    return tuple(dict.fromkeys([*doubts, *parts, *differences]))


def _missing(part: Part) -> tuple[str, ...]:
    """The question's words, as written, that occur in no hit."""
    found = set[str]().union(*map(stems_of, part.hits))
    words = content_words(part.question)
    return tuple(word for stem, word in words.items() if stem not in found)


def _cite(chosen: Sequence[Candidate], load: Load) -> tuple[list[Sentence], list[Citation]]:
    """One citation for each run of adjacent sentences of a passage, and for each row of a table."""
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    led = ""
    for candidate, document in _loaded(chosen, load):
        last = citations[-1] if citations else None
        if last and last.passage_id == candidate.hit.passage.id and _adjacent(last, candidate):
            quote = document.text[last.start : candidate.end]
            citations[-1] = replace(last, end=candidate.end, quote=quote)
        else:
            marker, passage = len(citations) + 1, candidate.hit.passage
            citations.append(cite(marker, document, passage, candidate.start, candidate.end))
        text = _words(document, candidate)
        lead = lead_in_before(document, candidate)
        if lead and lead != led:
            text = f"{lead} {text}"
        led = lead
        sentences.append(Sentence(text, (len(citations),), supported=True, support=1.0))
    return sentences, citations


def _loaded(chosen: Sequence[Candidate], load: Load) -> Iterator[tuple[Candidate, Document]]:
    for candidate in chosen:
        document = load(candidate.hit.document)
        if document is not None:
            yield candidate, document


def _words(document: Document, candidate: Candidate) -> str:
    """The candidate's words on one line; the text itself where it has nothing but marks.

    Of a table's row, the cells stand behind the names of their columns; what opens a turn of
    speech, behind its speaker.
    """
    row = row_at(document, candidate.start)
    if any(column for column, _ in row):
        named = (f"{column}: {value}" if column else value for column, value in row if value)
        return "; ".join(named)
    turn = at(document.structure.turns, candidate.start)
    words = one_line(format_span(document, candidate.start, candidate.end))
    opens = turn is not None and turn.words == candidate.start
    return (f"{turn.speaker}: " if turn and opens else "") + (
        words or " ".join(candidate.text.split())
    )


def _adjacent(citation: Citation, candidate: Candidate) -> bool:
    """Whether nothing but white space and an item's mark stands between the two."""
    if citation.row or candidate.start < citation.end:
        return False
    text = citation.document.text
    start, _ = trim(text, citation.end, candidate.end)
    return skip_bullet(text, start, candidate.end)[0] == candidate.start
