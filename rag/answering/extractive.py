"""The engine that needs no language model: it answers with sentences of the documents themselves.

A sentence is scored for what it shares with the question: its meaning, its words, its passage's
score, and whether it has what is asked for (a date for "when", a figure for "how many"). The best
ones are quoted, in reading order. Where even the best shares too little, nothing is said.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rag.answering import question as asked
from rag.answering.question import Kind
from rag.embedding import Embedder
from rag.settings import Settings
from rag.terms import content_words, stems
from rag.types import Citation, Document, DocumentRecord, Hit, Passage, Sentence

_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
_TITLE_WORD = 0.3
NOT_SAID = "The briefings don't say."


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it is timed: its sentences, citations, and how sure it is."""

    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    confidence: float
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence of a hit: its span in the document, and its scores.

    Attributes:
        coverage: share of the question's words that the sentence has.
        gives: whether it has what the question asks for.
    """

    hit: Hit
    start: int
    end: int
    text: str
    cosine: float
    coverage: float
    gives: bool

    @property
    def score(self) -> float:
        return 0.5 * self.cosine + 0.3 * self.coverage + 0.1 * self.hit.score + 0.15 * self.gives


def compose(
    question: str,
    hits: Sequence[Hit],
    embedder: Embedder,
    load: Callable[[DocumentRecord], Document | None],
    settings: Settings,
) -> Draft:
    """Answer from the hits.

    Args:
        load: gives a hit's document with its text, or None where that version is gone.
    """
    missing = _missing(question, hits)
    candidates = _candidates(question, hits, embedder)
    confidence = _confidence(question, candidates, missing)
    if not candidates or confidence < settings.abstain_below:
        return Draft(_not_said(missing), (), (), confidence, missing)
    chosen = _choose(candidates, settings.sentences_limit)
    sentences, citations = _cite(chosen, load)
    if not citations:
        return Draft(_not_said(missing), (), (), 0.0, missing)
    text = " ".join(with_markers(sentence) for sentence in sentences)
    return Draft(text, tuple(sentences), tuple(citations), confidence, missing)


def with_markers(sentence: Sentence) -> str:
    """The sentence as shown, e.g. "It rained. [1]"."""
    return " ".join([sentence.text, "".join(f"[{n}]" for n in sentence.markers)]).strip()


def _candidates(question: str, hits: Sequence[Hit], embedder: Embedder) -> list[_Candidate]:
    spans = [(hit, start, end) for hit in hits for start, end in hit.passage.sentences]
    if not spans:
        return []
    texts = [_text(hit.passage, start, end) for hit, start, end in spans]
    vectors = embedder.embed([question, *texts])
    cosines = np.asarray(vectors[1:] @ vectors[0]).tolist()
    words = set(content_words(question))
    kind = asked.kind_of(question)
    return [
        _Candidate(
            hit=hit,
            start=start,
            end=end,
            text=text,
            cosine=cosine,
            coverage=_coverage(words, text, hit.document.title),
            gives=asked.gives(kind, text, question),
        )
        for (hit, start, end), text, cosine in zip(spans, texts, cosines, strict=True)
    ]


def _coverage(words: set[str], text: str, title: str) -> float:
    """The share of the words that the text has; those of the title say little about a sentence."""
    weights = dict.fromkeys(words, 1.0) | dict.fromkeys(words & set(stems(title)), _TITLE_WORD)
    found = set(stems(text))
    return sum(weights[word] for word in words & found) / max(sum(weights.values()), 1e-9)


def _text(passage: Passage, start: int, end: int) -> str:
    return passage.text[start - passage.start : end - passage.start]


def _missing(question: str, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The question's words, as written, that occur in no hit."""
    found = {stem for hit in hits for stem in stems(f"{hit.document.title} {hit.passage.text}")}
    return tuple(word for stem, word in content_words(question).items() if stem not in found)


def _confidence(question: str, candidates: Sequence[_Candidate], missing: Sequence[str]) -> float:
    """The chance, in [0, 1], that the candidates answer the question."""
    if not candidates:
        return 0.0
    best = max(candidates, key=lambda candidate: candidate.score)
    words = content_words(question)
    names = set(asked.names(question).values())
    passage = set(stems(f"{best.hit.document.title} {best.hit.passage.text}"))
    covered = sum(stem in passage for stem in words) / max(len(words), 1)
    strength = (
        -4.2
        + 5.0 * best.cosine
        + 3.0 * covered
        + 2.0 * best.coverage
        - 2.5 * len(names & set(missing))
        - (4.5 if asked.kind_of(question) is not Kind.ANY and not best.gives else 0.0)
    )
    return round(1 / (1 + math.exp(-strength)), 4)


def _choose(candidates: Sequence[_Candidate], limit: int) -> list[_Candidate]:
    """The fewest that answer, in reading order, the document of the best one first."""
    ranked = sorted(candidates, key=lambda candidate: -candidate.score)
    best = ranked[0]
    chosen: list[_Candidate] = []
    for candidate in ranked:
        near = candidate.score >= 0.82 * best.score and candidate.gives >= best.gives
        if near and len(chosen) < limit and not _repeats(candidate, chosen):
            chosen.append(candidate)
    documents = list(dict.fromkeys(candidate.hit.document.id for candidate in chosen))
    return sorted(chosen, key=lambda c: (documents.index(c.hit.document.id), c.start))


def _repeats(candidate: _Candidate, chosen: Sequence[_Candidate]) -> bool:
    words = set(content_words(candidate.text))
    for other in chosen:
        theirs = set(content_words(other.text))
        if len(words & theirs) > 0.8 * min(len(words), len(theirs)):
            return True
    return False


def _cite(
    chosen: Sequence[_Candidate], load: Callable[[DocumentRecord], Document | None]
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
    chosen: Sequence[_Candidate], load: Callable[[DocumentRecord], Document | None]
) -> Iterator[tuple[_Candidate, Document]]:
    for candidate in chosen:
        document = load(candidate.hit.document)
        if document is not None:
            yield candidate, document


def _readable(text: str, source: str) -> str:
    """The quotation on one line and, from Markdown, without emphasis and link targets."""
    if source.lower().endswith((".md", ".markdown")):
        text = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text))
    return " ".join(text.split())


def _adjacent(citation: Citation, candidate: _Candidate) -> bool:
    between = citation.document.text[citation.end : candidate.start]
    return candidate.start >= citation.end and not between.strip()


def _citation(marker: int, candidate: _Candidate, document: Document) -> Citation:
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


def _not_said(missing: Sequence[str]) -> str:
    if not missing:
        return NOT_SAID
    quoted = ", ".join(f"“{word}”" for word in missing)
    return f"{NOT_SAID} No passage found mentions {quoted}."
