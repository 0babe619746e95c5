"""A sentence checked against what it cites."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.models.embedder import Embedder
from rag.verification.model import SUPPORTED_FROM, support_model
from rag.verification.parsing import MOST_CLAIM_CHARACTERS, ParsedText, parse
from rag.verification.signals import NO_EVIDENCE, Signal, signals

_MOST_EMBEDDED = 48
"""Most sentences of the evidence that are embedded."""


@dataclass(frozen=True, slots=True)
class Support:
    """How well a sentence is supported by what it cites.

    Attributes:
        score: in [0, 1]; a sentence that scores 0.5 or more counts as supported.
        reason: "" where it is supported, else a phrase for the reader, e.g. "the passage says 20,
            the sentence says 30".
    """

    score: float
    reason: str

    @property
    def supported(self) -> bool:
        """Whether the sentence may be shown without a flag."""
        return not self.reason


def check_support(sentence: str, quotes: Sequence[str], embedder: Embedder) -> Support:
    """Check a sentence against all that it cites, taken together.

    Args:
        sentence: of an answer, with or without its markers; its first 3,000 characters are read.
        quotes: the texts cited, of which 20,000 characters are read; without any, nothing is
            supported.

    Raises:
        ModelError: the embedding model cannot be loaded.
    """
    claim, evidence = parse([sentence], MOST_CLAIM_CHARACTERS), parse(quotes)
    if not claim.positions or not evidence.positions:
        return Support(0.0, NO_EVIDENCE)
    return _judged(signals(claim, evidence, _cosine(claim, evidence, embedder)))


def signals_of(sentence: str, quotes: Sequence[str], embedder: Embedder) -> tuple[Signal, ...]:
    """What the score of a sentence is made of; both must hold words.

    Raises:
        ModelError: the embedding model cannot be loaded.
    """
    claim, evidence = parse([sentence], MOST_CLAIM_CHARACTERS), parse(quotes)
    return signals(claim, evidence, _cosine(claim, evidence, embedder))


def _judged(measured: Sequence[Signal]) -> Support:
    """The score, with the reason that lowers it most where it is too low."""
    values = [signal.value for signal in measured]
    model = support_model()
    score = model.probability(values)
    if score >= SUPPORTED_FROM:
        return Support(score, "")
    reasons: dict[str, float] = {}
    for signal, loss in zip(measured, model.losses(values), strict=True):
        if signal.reason:
            reasons[signal.reason] = reasons.get(signal.reason, 0.0) + loss
    return Support(score, max(reasons, key=lambda reason: reasons[reason]))


def _cosine(claim: ParsedText, evidence: ParsedText, embedder: Embedder) -> float:
    """The greatest cosine of the sentence with a sentence of the evidence, or with all of it."""
    parts = _sentences(evidence)
    if len(parts) > _MOST_EMBEDDED:
        parts.sort(key=lambda part: -len(set(part.split()) & set(claim.text.split())))
        parts = parts[:_MOST_EMBEDDED]
    rows = embedder.embed_passages([claim.text, " ".join(parts), *parts])
    return float(np.max(rows[1:] @ rows[0]))


def _sentences(parsed: ParsedText) -> list[str]:
    starts = [
        word.start
        for before, word in zip((None, *parsed.words), parsed.words, strict=False)
        if before is None or word.sentence != before.sentence
    ]
    ends = [*starts[1:], len(parsed.text)]
    return [parsed.text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
