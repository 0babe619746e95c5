"""What speaks against a sentence, given what it cites: each a number that can be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.language.english import PERSONAL_PRONOUNS
from rag.language.numbers import Quantity, quantities
from rag.verification.agreement import could_replace, follows, split_date
from rag.verification.alignment import Span, context, nearest_span
from rag.verification.countries import Countries, countries, names_any
from rag.verification.names import Name, absent, names
from rag.verification.negation import clashes
from rag.verification.parsing import ParsedText
from rag.verification.roles import swaps

NO_EVIDENCE = "no passage says this"

_USUAL_COSINE = 0.85
"""What a true sentence and its evidence usually have; only what falls short of it counts."""
_MOST = 2
"""Missing quantities or names beyond these change nothing."""
_COMPARED = 60
"""Quantities and names of a sentence that are looked up."""
_UNSURE = 0.5
"""What a missing word counts that opens the sentence: it may be no name."""
_PRONOUN = 0.9
"""What the neighbours of a pronoun count as those of a name that the evidence has."""
_PRONOUN_FOR_UNKNOWN = 0.5
"""The same for a name that it does not have."""
_COUNTED = 0.5
"""What a missing small number in words counts, which a writer may have counted."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One feature's value, and what it says to the reader, "" for nothing of its own."""

    value: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """A text with its quantities and names; a date is given as its day and its year."""

    parsed: ParsedText
    quantities: tuple[Quantity, ...]
    names: tuple[Name, ...]
    pronouns: tuple[Span, ...]
    countries: Countries

    def located(self) -> list[tuple[Span, Quantity]]:
        """The quantities, each with the span of its first word."""
        indices = ((self.parsed.index_at(quantity.start), quantity) for quantity in self.quantities)
        return [((index, index), quantity) for index, quantity in indices]


def signals(claim: ParsedText, evidence: ParsedText, cosine: float) -> tuple[Signal, ...]:
    """The values of `model.FEATURES` for a sentence and its evidence, in that order.

    Args:
        cosine: of the sentence and the part of the evidence that is nearest to it.
    """
    claim_facts, evidence_facts = _facts(claim), _facts(evidence)
    return (
        Signal(max(0.0, _USUAL_COSINE - cosine), NO_EVIDENCE),
        Signal(_uncovered(claim_facts, evidence_facts), NO_EVIDENCE),
        *_quantity_signals(claim_facts, evidence_facts),
        *_name_signals(claim_facts, evidence_facts),
        _clash(claim, evidence),
        _swap(claim_facts, evidence_facts),
    )


def _uncovered(claim: Facts, evidence: Facts) -> float:
    """The share of the claim's stems that the evidence lacks, other names of a country apart."""
    named = frozenset[str]().union(*evidence.countries.values())
    missing = [
        stem
        for stem, positions in claim.parsed.positions.items()
        if stem not in evidence.parsed.positions
        and not names_any(claim.countries.get(positions[0], ()), named)
    ]
    return len(missing) / max(len(claim.parsed.positions), 1)


def _quantity_signals(claim: Facts, evidence: Facts) -> tuple[Signal, Signal]:
    lacking: list[Signal] = []
    displaced: list[Signal] = []
    located = evidence.located()
    for quantity in claim.quantities[:_COMPARED]:
        span = [claim.parsed.index_at(quantity.start)]
        matches = dict.fromkeys(at for at, other in located if follows(quantity, other))
        others = [(at, other) for at, other in located if not follows(quantity, other)]
        rivals = dict(
            [(at, other) for at, other in others if other.kind == quantity.kind]
            or [(at, other) for at, other in others if could_replace(other, quantity)]
        )
        rival, rival_context = _nearest(claim.parsed, span, evidence.parsed, rivals)
        reason = _contradiction(quantity, rivals[rival] if rival_context else None)
        if not matches:
            lacking.append(Signal(_COUNTED if quantity.is_counted else 1.0, reason))
        own_context = context(claim.parsed, span, evidence.parsed, list(matches))
        displaced.append(Signal(max(0.0, rival_context - own_context), reason))
    return _sum(lacking), _greatest(displaced)


def _nearest(
    claim: ParsedText,
    claim_span: Sequence[int],
    evidence: ParsedText,
    spans: Mapping[Span, object],
) -> tuple[Span, float]:
    """The span with most of the claim's context, and how much it has; 0 where there are none."""
    if not spans:
        return (-1, -1), 0.0
    span = nearest_span(claim, claim_span, evidence, list(spans))
    return span, context(claim, claim_span, evidence, [span])


def _contradiction(quantity: Quantity, rival: Quantity | None) -> str:
    if rival is None:
        return f"the passage does not say {quantity.text}"
    return f"the passage says {rival.text}, the sentence says {quantity.text}"


def _name_signals(claim: Facts, evidence: Facts) -> tuple[Signal, Signal, Signal]:
    lacking: list[Signal] = []
    displaced: list[Signal] = []
    replaced: list[Signal] = []
    for name in claim.names[:_COMPARED]:
        missing = absent(name, claim.parsed, evidence.parsed, claim.countries, evidence.countries)
        if missing:
            reason = f"the passage does not name {name.text}"
            lacking.append(Signal(1.0 if name.is_certain else _UNSURE, reason))
        signal = _displaced(name, bool(missing), claim.parsed, evidence)
        (replaced if missing else displaced).append(signal)
    return _sum(lacking), _greatest(displaced), _greatest(replaced)


def _displaced(name: Name, is_missing: bool, claim: ParsedText, evidence: Facts) -> Signal:
    """How much better the words about a name fit another name of the evidence.

    A pronoun may stand for the name.
    """
    stems = {claim.words[index].stem for index in name.words}
    places = evidence.parsed.positions
    own = [(index, index) for stem in stems for index in places.get(stem, ())]
    if not (own or is_missing):
        return Signal(0.0)  # by its abbreviation, or as the people of the country
    own_context = 0.0 if is_missing else context(claim, name.words, evidence.parsed, own)
    credit = _PRONOUN_FOR_UNKNOWN if is_missing else _PRONOUN
    by_pronoun = context(claim, name.words, evidence.parsed, evidence.pronouns)
    own_context = max(own_context, credit * by_pronoun)
    rivals = {
        (other.words[0], other.words[-1]): other
        for other in evidence.names
        if not stems & {evidence.parsed.words[index].stem for index in other.words}
    }
    rival, rival_context = _nearest(claim, name.words, evidence.parsed, rivals)
    if not rivals:
        return Signal(0.0)
    reason = f"the passage says {rivals[rival].text}, the sentence says {name.text}"
    return Signal(max(0.0, rival_context - own_context), reason)


def _sum(parts: Sequence[Signal]) -> Signal:
    """All together, with the reason of the first."""
    total = min(sum(part.value for part in parts), _MOST)
    return Signal(total, parts[0].reason if parts else "")


def _greatest(parts: Sequence[Signal]) -> Signal:
    return max(parts, key=lambda part: part.value, default=Signal(0.0))


def _clash(claim: ParsedText, evidence: ParsedText) -> Signal:
    clash = max(clashes(claim, evidence), key=lambda clash: clash.weight, default=None)
    if clash is None:
        return Signal(0.0)
    return Signal(clash.weight, clash.reason)


def _swap(claim: Facts, evidence: Facts) -> Signal:
    swapped = swaps(claim.parsed, evidence.parsed, claim.names, evidence.names)
    if not swapped:
        return Signal(0.0)
    return Signal(1.0, f"the passage has {swapped[0]} the other way round")


def _facts(parsed: ParsedText) -> Facts:
    parts = tuple(part for found in quantities(parsed.text) for part in split_date(found))
    dated = {offset for part in parts for offset in range(part.start, part.end)}
    pronouns = [(i, i) for i, word in enumerate(parsed.words) if word.lower in PERSONAL_PRONOUNS]
    return Facts(parsed, parts, tuple(names(parsed, dated)), tuple(pronouns), countries(parsed))
