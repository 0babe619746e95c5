"""Whether a word stands among the same words in two texts."""

from collections.abc import Sequence

from rag.verification.parsing import ParsedText

Span = tuple[int, int]
"""Indices of the first and of the last of some words next to each other."""

_CLAIM_REACH = 4
_EVIDENCE_REACH = 7
"""Content words compared on each side; more of the evidence's, which may say more in between."""
_OTHER_SIDE = 0.7
"""What a neighbour counts that stands on the other side of the words: clauses change places."""
_SLACK = 2
"""Content words by which a neighbour may be further away in the evidence."""
MOST_SPANS = 50
"""Most occurrences of a word that are compared."""


def context(
    claim: ParsedText, claim_span: Sequence[int], evidence: ParsedText, spans: Sequence[Span]
) -> float:
    """How much of the words around a span of the claim also stands around spans of the evidence.

    A neighbour counts by its nearness to the span, and less where it stands on the other side. A
    span without content words around it fits everywhere.

    Args:
        claim_span: indices of the claim's words, next to each other.
        spans: of the evidence.

    Returns:
        The greatest over the spans, in [0, 1]; 0 without spans.
    """
    return max(
        (_shared(claim, claim_span, evidence, span) for span in spans[:MOST_SPANS]), default=0.0
    )


def nearest_span(
    claim: ParsedText, claim_span: Sequence[int], evidence: ParsedText, spans: Sequence[Span]
) -> Span:
    """The span, of at least one, that shares most of its context with the claim's."""
    return max(spans[:MOST_SPANS], key=lambda span: _shared(claim, claim_span, evidence, span))


def _shared(
    claim: ParsedText, claim_span: Sequence[int], evidence: ParsedText, evidence_span: Span
) -> float:
    claim_sides = _sides(claim, claim_span[0], claim_span[-1], _CLAIM_REACH)
    total = sum(1 / distance for side in claim_sides for distance in side.values())
    if not total:
        return 1.0
    evidence_sides = _sides(evidence, *evidence_span, _EVIDENCE_REACH)
    same_side = either_side = 0.0
    for neighbours, same, other in zip(
        claim_sides, evidence_sides, evidence_sides[::-1], strict=True
    ):
        for stem, distance in neighbours.items():
            share = _share(distance, same.get(stem))
            same_side += share / distance
            either_side += max(share, _share(distance, other.get(stem))) / distance
    return max(same_side, _OTHER_SIDE * either_side) / total


def _share(claim_distance: int, evidence_distance: int | None) -> float:
    """What a neighbour counts, by how many words away it stands in the two texts."""
    if evidence_distance is None:
        return 0.0
    return 1.0 if evidence_distance <= claim_distance + _SLACK else 0.5


def _sides(parsed: ParsedText, first: int, last: int, reach: int) -> tuple[dict[str, int], ...]:
    """The stems before and after some words, with how many content words away they stand."""
    sentence = parsed.words[first].sentence
    start, end = parsed.ranks[first], parsed.ranks[last] + parsed.words[last].is_content
    before = parsed.content_indices[max(0, start - reach) : start][::-1]
    after = parsed.content_indices[end : end + reach]
    return tuple(
        {
            parsed.words[index].stem: distance
            for distance, index in reversed(list(enumerate(side, start=1)))
            if parsed.words[index].sentence == sentence
        }
        for side in (before, after)
    )
