"""Negation, and words that say the opposite of each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rag.language.opposites import (
    AFFIRMATIONS_AFTER_NO,
    AFFIRMATIONS_AFTER_NOT,
    CLAUSE_ENDS,
    NEGATIONS,
    NEGATIONS_BEFORE_TO,
    NEGATIVE_PREFIXES,
    OPPOSITES,
)
from rag.verification.alignment import MOST_SPANS, context, nearest_span
from rag.verification.parsing import ParsedText, stem_of

_REACH = 2
"""Content words that a negation reaches: "did not openly oppose it"."""
_FURTHEST = 10
"""Words after a negation in which these are looked for."""
_SHORTEST = 5
"""Letters of a word that is compared with another by its prefix: shorter ones are too often
unrelated, as "port" and "import"."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A word that one text says and the other denies.

    Attributes:
        weight: how sure, in [0, 1]: the share of the word's neighbours that both texts have.
        reason: which words clash, for the reader.
    """

    weight: float
    reason: str


def negated(parsed: ParsedText) -> dict[int, str]:
    """The content words in the scope of a negation, by index, with the word that negates them."""
    negations: dict[int, str] = {}
    for index, word in enumerate(parsed.words):
        if not _is_cue(parsed, index):
            continue
        for target in _scope(parsed, index):
            if target in negations:
                del negations[target]
            else:
                negations[target] = word.text
    return negations


def _is_cue(parsed: ParsedText, index: int) -> bool:
    word = parsed.words[index]
    after = parsed.words[index + 1].lower if index + 1 < len(parsed.words) else ""
    if word.lower in NEGATIONS_BEFORE_TO:
        return after == "to"
    if word.lower == "not" and after in AFFIRMATIONS_AFTER_NOT:
        return False
    if word.lower == "no" and after in AFFIRMATIONS_AFTER_NO:
        return False
    return word.lower in NEGATIONS or word.lower.endswith("n't")


def _scope(parsed: ParsedText, cue: int) -> Iterator[int]:
    left = _REACH
    for index in range(cue + 1, min(len(parsed.words), cue + _FURTHEST)):
        word = parsed.words[index]
        if word.sentence != parsed.words[cue].sentence or word.lower in CLAUSE_ENDS:
            return
        if word.is_content:
            yield index
            left -= 1
        if not left:
            return


def clashes(claim: ParsedText, evidence: ParsedText) -> list[Clash]:
    """Where one text denies what the other says, the surest first."""
    found = [*_denied(claim, evidence), *_opposed(claim, evidence), *_prefixed(claim, evidence)]
    return sorted(found, key=lambda clash: -clash.weight)


def _denied(claim: ParsedText, evidence: ParsedText) -> Iterator[Clash]:
    claim_negations, evidence_negations = negated(claim), negated(evidence)
    for index in claim.content_indices:
        word = claim.words[index]
        places = evidence.positions.get(word.stem)
        if not places:
            continue
        place, _ = nearest_span(claim, [index], evidence, [(p, p) for p in places[:MOST_SPANS]])
        if (index in claim_negations) == (place in evidence_negations):
            continue
        if index in claim_negations and any(p in evidence_negations for p in places):
            continue
        if index not in claim_negations and any(p not in evidence_negations for p in places):
            continue
        weight = context(claim, [index], evidence, [(place, place)])
        if index in claim_negations:
            reason = f"the sentence says “{claim_negations[index]}”, the passage does not"
        else:
            reason = f"the passage says the opposite: “{evidence_negations[place]}”"
        yield Clash(weight, reason)


def _opposed(claim: ParsedText, evidence: ParsedText) -> Iterator[Clash]:
    evidence_stems = {word.stem for word in evidence.words}
    claim_stems = {word.stem for word in claim.words}
    table = _opposite_stems()
    for index, word in enumerate(claim.words):
        opposites = table.get(word.stem, frozenset()) - claim_stems
        if word.stem in evidence_stems or not opposites & evidence_stems:
            continue
        places = [(p, p) for p, other in enumerate(evidence.words) if other.stem in opposites]
        place = nearest_span(claim, [index], evidence, places)
        weight = context(claim, [index], evidence, [place])
        other = evidence.words[place[0]].text
        yield Clash(weight, f"the passage says “{other}”, the sentence says “{word.text}”")


@cache
def _opposite_stems() -> dict[str, frozenset[str]]:
    """The stems of a word's opposites, by its stem."""
    table: dict[str, frozenset[str]] = {}
    for pair in OPPOSITES:
        one, two = (frozenset(map(stem_of, listed.split())) for listed in pair)
        for words, opposites in ((one, two), (two, one)):
            for stem in words:
                table[stem] = table.get(stem, frozenset()) | opposites
    return table


def _prefixed(claim: ParsedText, evidence: ParsedText) -> Iterator[Clash]:
    places = {word.lower: index for index, word in enumerate(evidence.words)}
    for index in claim.content_indices:
        word = claim.words[index]
        if word.stem in evidence.positions or len(word.lower) < _SHORTEST:
            continue
        for prefix in NEGATIVE_PREFIXES:
            longer, shorter = prefix + word.lower, word.lower.removeprefix(prefix)
            other = longer if longer in places else shorter
            if other != word.lower and other in places and len(other) >= _SHORTEST:
                weight = context(claim, [index], evidence, [(places[other], places[other])])
                text = evidence.words[places[other]].text
                yield Clash(weight, f"the passage says “{text}”, the sentence says “{word.text}”")
                break
