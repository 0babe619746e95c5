"""The engine that needs no language model: it answers with sentences of the documents themselves.

The sentences that score best are quoted, in reading order. Where even they are too unlikely to
answer, nothing is said.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.answering.quoting.candidates import Candidate
from rag.answering.quoting.selection import Part, select
from rag.language.words import content_words, stems
from rag.settings import Settings
from rag.types import Citation, Document, DocumentRecord, Sentence

# What is marked up is bounded, so that a run of opening marks is not read to its end for each.
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]{0,500})\]\([^)\s]{0,500}\)")
NOT_SAID = "The briefings don't say."

DOUBTFUL = "This may not answer the question: the passages found are only near it."
_DOUBTFUL_BELOW = 0.3
"""Confidence below which an answer says that it may not be one."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it is timed: its sentences, citations, and how sure it is.

    Attributes:
        notices: for the reader, `differences` among them.
        differences: what the documents say differently.
    """

    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    confidence: float
    missing: tuple[str, ...]
    notices: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()


def compose(
    parts: Sequence[Part],
    load: Callable[[DocumentRecord], Document | None],
    settings: Settings,
    *,
    latest: bool = False,
) -> Draft:
    """Answer part by part from the hits.

    Args:
        parts: of the question, in order; at least one.
        load: gives a hit's document with its text, or None where that version is gone.
        latest: quote no document where a later one answers too.
    """
    found = [select(part, settings, latest) for part in parts]
    chosen = dict.fromkeys(candidate for part in found for candidate in part.chosen)
    missing = tuple(dict.fromkeys(word for part in parts for word in _missing(part)))
    sentences, citations = _cite(list(chosen), load)
    sure = round(sum(part.confidence for part in found) / len(found), 4)
    if not citations:
        sure = 0.0 if chosen else sure
        return Draft(not_said(missing), (), (), sure, missing)
    text = " ".join(with_markers(sentence) for sentence in sentences)
    open_parts = [
        f"{NOT_SAID[:-1]}: “{part.question}”"
        for part, answer in zip(parts, found, strict=True)
        if not answer.chosen
    ]
    doubts = [DOUBTFUL] if sure < _DOUBTFUL_BELOW else []
    differences = tuple(dict.fromkeys(notice for part in found for notice in part.notices))
    notices = tuple(dict.fromkeys([*doubts, *open_parts, *differences]))
    return Draft(text, tuple(sentences), tuple(citations), sure, missing, notices, differences)


def with_markers(sentence: Sentence) -> str:
    """The sentence as shown, e.g. "It rained. [1]"."""
    return " ".join([sentence.text, "".join(f"[{n}]" for n in sentence.markers)]).strip()


def _missing(part: Part) -> tuple[str, ...]:
    """The question's words, as written, that occur in no hit."""
    found = {stem for h in part.hits for stem in stems(f"{h.document.title} {h.passage.text}")}
    words = content_words(part.question)
    return tuple(word for stem, word in words.items() if stem not in found)


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
