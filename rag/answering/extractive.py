"""The engine that needs no language model: it answers with sentences of the documents themselves.

The sentences that score best are quoted, in reading order. Where even they are too unlikely to
answer, nothing is said.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.answering.nearness import word_nearness
from rag.answering.scoring import Candidate, candidates, confidence, sentence_scores
from rag.embedding import Embedder
from rag.settings import Settings
from rag.terms import content_words, stems
from rag.types import Citation, Document, DocumentRecord, Hit, Sentence, date_number

_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
_NEAR = 0.6
"""Sentences that score at least this share of the best one's score are quoted with it."""

NOT_SAID = "The briefings don't say."


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it is timed: its sentences, citations, and how sure it is."""

    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    confidence: float
    missing: tuple[str, ...]


def compose(
    question: str,
    hits: Sequence[Hit],
    load: Callable[[DocumentRecord], Document | None],
    embedder: Embedder,
    settings: Settings,
) -> Draft:
    """Answer from the hits.

    Args:
        load: gives a hit's document with its text, or None where that version is gone.
    """
    missing = _missing(question, hits)
    found = candidates(question, hits)
    if not found:
        return Draft(not_said(missing), (), (), 0.0, missing)
    sure = confidence(question, found, word_nearness(question, found[0].hit, embedder))
    if sure < settings.abstain_below:
        return Draft(not_said(missing), (), (), sure, missing)
    chosen = _choose(question, found, settings.sentences_limit)
    sentences, citations = _cite(chosen, load)
    if not citations:
        return Draft(not_said(missing), (), (), 0.0, missing)
    text = " ".join(with_markers(sentence) for sentence in sentences)
    return Draft(text, tuple(sentences), tuple(citations), sure, missing)


def with_markers(sentence: Sentence) -> str:
    """The sentence as shown, e.g. "It rained. [1]"."""
    return " ".join([sentence.text, "".join(f"[{n}]" for n in sentence.markers)]).strip()


def _missing(question: str, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The question's words, as written, that occur in no hit."""
    found = {stem for hit in hits for stem in stems(f"{hit.document.title} {hit.passage.text}")}
    return tuple(word for stem, word in content_words(question).items() if stem not in found)


def _choose(question: str, found: Sequence[Candidate], limit: int) -> list[Candidate]:
    """The fewest that answer, in reading order, the latest document first.

    Of documents without a date, and of one day, the one with the best sentence comes first.
    """
    scores = sentence_scores(question, found)
    ranked = sorted(found, key=lambda candidate: -scores[candidate])
    chosen: list[Candidate] = []
    for candidate in ranked:
        near = scores[candidate] >= _NEAR * scores[ranked[0]]
        if near and len(chosen) < limit and not _repeats(candidate, chosen):
            chosen.append(candidate)
    ranks = {candidate.hit.document.id: rank for rank, candidate in reversed([*enumerate(chosen)])}
    return sorted(
        chosen,
        key=lambda candidate: (
            -date_number(candidate.hit.document.published),
            ranks[candidate.hit.document.id],
            candidate.start,
        ),
    )


def _repeats(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    words = set(content_words(candidate.text))
    for other in chosen:
        theirs = set(content_words(other.text))
        alike = len(words & theirs) > 0.8 * min(len(words), len(theirs))
        if alike and _figures(words) <= _figures(theirs):
            return True
    return False


def _figures(words: set[str]) -> set[str]:
    """The words with a digit: sentences that differ in one say different things."""
    return {word for word in words if any(c.isdigit() for c in word)}


def _cite(
    chosen: Sequence[Candidate], load: Callable[[DocumentRecord], Document | None]
) -> tuple[list[Sentence], list[Citation]]:
    """One citation for each run of adjacent sentences of a passage."""
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    for candidate, document in _loaded(chosen, load):
        last = citations[-1] if citations else None
        if last and last.passage_id == candidate.hit.passage.id and _adjacent(last, candidate):
            quote = document.text[last.start : candidate.end]
            citations[-1] = replace(last, end=candidate.end, quote=quote)
        else:
            citations.append(_citation(len(citations) + 1, candidate, document))
        text = _readable(candidate.text, document.source)
        sentences.append(Sentence(text, (len(citations),), supported=True, support=1.0))
    return sentences, citations


def _loaded(
    chosen: Sequence[Candidate], load: Callable[[DocumentRecord], Document | None]
) -> Iterator[tuple[Candidate, Document]]:
    for candidate in chosen:
        document = load(candidate.hit.document)
        if document is not None:
            yield candidate, document


def _readable(text: str, source: str) -> str:
    """The quotation on one line and, from Markdown, without emphasis and link targets."""
    if source.lower().endswith((".md", ".markdown")):
        text = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text))
    return " ".join(text.split())


def _adjacent(citation: Citation, candidate: Candidate) -> bool:
    between = citation.document.text[citation.end : candidate.start]
    return candidate.start >= citation.end and not between.strip()


def _citation(marker: int, candidate: Candidate, document: Document) -> Citation:
    return Citation(
        marker=marker,
        document=document,
        passage_id=candidate.hit.passage.id,
        start=candidate.start,
        end=candidate.end,
        quote=document.text[candidate.start : candidate.end],
        section=candidate.hit.passage.section,
        page=candidate.hit.passage.page,
    )


def not_said(missing: Sequence[str]) -> str:
    """That the briefings don't say, with the question's words that no passage has."""
    if not missing:
        return NOT_SAID
    quoted = ", ".join(f"“{word}”" for word in missing)
    return f"{NOT_SAID} No passage found mentions {quoted}."
