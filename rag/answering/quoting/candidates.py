"""How well each sentence of the hits answers a question.

A small logistic model over features that a reader can check. Its weights, in `weights.json`, are
fitted by `python -m evals.fit` on questions with known evidence.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rag.answering.quoting import question_kind as asked
from rag.answering.quoting.question_kind import Kind
from rag.language.document_words import APPARATUS
from rag.language.words import content_words, stems
from rag.models.logistic import LogisticModel, load_logistic
from rag.structure import Block, at
from rag.types import Hit, Passage

SENTENCE_FEATURES = (
    "cosine below the best",
    "question's words, without the title's, that it has",
    "score of its passage",
    "document of the nearest sentence",
    "has what is asked for",
    "lacks what is asked for",
    "length",
)

_COVERAGE = 0.3
"""What all of the question's words in one sentence count beside its cosine, where the nearest
sentence is chosen; by trial on the sets of docs/benchmarks.md."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit: its span in the document, and what it shares with the question.

    Attributes:
        coverage: share of the question's words that the sentence has.
        coverage_beyond_title: the same without the words of the document's title, which say what
            the document is about, and little about one of its sentences.
        has_requested_kind: whether it has a date, figure, name or place, as the question asks for;
            true where it asks for none of them.
    """

    hit: Hit
    start: int
    end: int
    text: str
    cosine: float
    coverage: float
    coverage_beyond_title: float
    has_requested_kind: bool

    @property
    def block(self) -> Block | None:
        """The block that it lies in, where a reader has divided the text."""
        return at(self.hit.passage.structure.blocks, self.start)


def candidates(question: str, hits: Sequence[Hit]) -> list[Candidate]:
    """Every sentence of the hits that may answer, in the hits' order.

    Headings and boilerplate are none; neither are captions, notes and questions, unless the hits
    have nothing else or the question is for a figure, table or note by that name.
    """
    found = _sentences(question, hits)
    if not set(stems(question)).isdisjoint(stems(" ".join(APPARATUS))):
        return found
    return [candidate for candidate in found if _is_said(candidate)] or found


def _sentences(question: str, hits: Sequence[Hit]) -> list[Candidate]:
    words = set(content_words(question))
    kind = asked.kind_of(question)
    found: list[Candidate] = []
    for hit in hits:
        if hit.passage.boilerplate is not None:
            continue
        heading = heading_stems(hit)
        for (start, end), cosine in zip(hit.passage.sentences, hit.sentences, strict=True):
            text = _text(hit.passage, start, end)
            has = set(stems(text))
            found.append(
                Candidate(
                    hit,
                    start,
                    end,
                    text,
                    cosine,
                    coverage=_share(words, has),
                    coverage_beyond_title=_share(words - heading, has),
                    has_requested_kind=asked.gives(kind, text, question),
                )
            )
    return found


def _is_said(candidate: Candidate) -> bool:
    """Whether the document says it in its own text, and does not ask it."""
    block = candidate.block
    turn = at(candidate.hit.passage.structure.turns, candidate.start)
    if block is not None and block.kind in {"caption", "note"}:
        return False
    if turn is not None and turn.asks:
        return False
    return not candidate.text.rstrip("*_ ”’\"'").endswith("?")


def sentence_features(question: str, found: Sequence[Candidate]) -> list[tuple[float, ...]]:
    """The values of `SENTENCE_FEATURES` for each candidate; `found` is not empty."""
    asks = asked.kind_of(question) is not Kind.ANY
    nearest = max(found, key=lambda candidate: candidate.cosine + _COVERAGE * candidate.coverage)
    focus = nearest.hit.document.id
    top = max(candidate.cosine for candidate in found)
    return [
        (
            candidate.cosine - top,
            candidate.coverage_beyond_title,
            candidate.hit.score,
            float(candidate.hit.document.id == focus),
            float(asks and candidate.has_requested_kind),
            float(not candidate.has_requested_kind),
            math.log(max(len(candidate.text), 10) / 100),
        )
        for candidate in found
    ]


def sentence_scores(question: str, found: Sequence[Candidate]) -> dict[Candidate, float]:
    """The probability of each, in (0, 1), to be part of the answer, if there is one.

    Args:
        found: all candidates, at least one: a score depends on the others.

    Raises:
        ModelError: the weights that are installed are for other features.
    """
    model = sentence_model()
    return {
        candidate: model.probability(features)
        for candidate, features in zip(found, sentence_features(question, found), strict=True)
    }


@cache
def sentence_model() -> LogisticModel:
    """The model behind `sentence_scores`.

    Raises:
        ModelError: the weights that are installed are for other features.
    """
    return load_logistic("rag.answering.quoting", "sentences", SENTENCE_FEATURES)


def _share(words: set[str], has: set[str]) -> float:
    return len(words & has) / len(words) if words else 0.0


def heading_stems(hit: Hit) -> set[str]:
    """The stems of what stands over a passage: the titles of document and section, its context."""
    passage = hit.passage
    return set(stems(f"{hit.document.title} {passage.section or ''} {passage.context}"))


def stems_of(hit: Hit) -> set[str]:
    """The stems of the passage and of what stands over it."""
    return heading_stems(hit).union(stems(hit.passage.text))


def _text(passage: Passage, start: int, end: int) -> str:
    return passage.text[start - passage.start : end - passage.start]
