"""Who did what to whom: whether two texts put the same parties on the same side of a verb."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from rag.language.english import ONES
from rag.language.verbs import BE, ENDINGS, PASTS
from rag.verification.names import Name
from rag.verification.parsing import ParsedText

_REACH = 5
"""Content words on either side of a verb among which its parties stand."""
_MOST_PLACES = 20
"""Occurrences of a verb or a name in the evidence that are compared; the time of a check is bounded
by them."""
_BY_WITHIN = 5
"""Words after a verb among which the "by" of a passive stands."""
_WIDEST = 12
"""Content words that may stand between two names that have to do with each other."""


def swaps(
    claim: ParsedText,
    evidence: ParsedText,
    claim_names: Sequence[Name],
    evidence_names: Sequence[Name],
) -> list[str]:
    """What the texts have the other way round, as the sentence words it.

    Args:
        claim_names, evidence_names: the names of the sentence and of the other text.
    """
    return [
        *_verbs_turned(claim, evidence),
        *_names_turned(claim, evidence, claim_names, evidence_names),
    ]


def _verbs_turned(claim: ParsedText, evidence: ParsedText) -> Iterator[str]:
    """Verbs whose parties stand on the other sides, wherever the other text has them."""
    for index in claim.content_indices:
        word = claim.words[index]
        if word.is_capitalised or not (word.lower in PASTS or word.lower.endswith(ENDINGS, 2)):
            continue
        agent, patient = _parties(claim, index)
        turned = []
        for place in evidence.positions.get(word.stem, ())[:_MOST_PLACES]:
            others = _parties(evidence, place)
            straight = len(agent & others[0]) + len(patient & others[1])
            crossed = min(len(agent & others[1]), len(patient & others[0]))
            turned.append(bool(crossed) and 2 * crossed > straight)
        if turned and all(turned):
            yield f"“{word.text}”"


def _names_turned(
    claim: ParsedText,
    evidence: ParsedText,
    claim_names: Sequence[Name],
    evidence_names: Sequence[Name],
) -> Iterator[str]:
    """Two names with the same words between them, always in the other order."""
    for one, two in pairwise(claim_names):
        if claim.words[one.words[0]].sentence != claim.words[two.words[0]].sentence:
            continue
        between = _between(claim, one, two)
        if not between or _share_a_word(claim, one, claim, two):
            continue
        ones = [name for name in evidence_names if _share_a_word(claim, one, evidence, name)]
        twos = [name for name in evidence_names if _share_a_word(claim, two, evidence, name)]
        orders = set()
        for a, b in product(ones[:_MOST_PLACES], twos[:_MOST_PLACES]):
            first, last = sorted((a, b), key=lambda name: name.words)
            if evidence.ranks[last.words[0]] - evidence.ranks[first.words[-1]] > _WIDEST:
                continue
            words = _between(evidence, first, last)
            if 2 * len(words & between) > len(between):
                passive = _has_by(claim, one, two) != _has_by(evidence, first, last)
                orders.add((first is a) != passive)
        if orders == {False}:
            yield f"{one.text} and {two.text}"


def _share_a_word(parsed: ParsedText, one: Name, other: ParsedText, two: Name) -> bool:
    stems = {parsed.words[index].stem for index in one.words}
    return bool(stems & {other.words[index].stem for index in two.words})


def _between(parsed: ParsedText, one: Name, two: Name) -> set[str]:
    """Stems of the words between two names of a sentence; empty where it has not both."""
    inside = parsed.words[one.words[-1] + 1 : two.words[0]]
    sentence = parsed.words[one.words[0]].sentence
    if sentence != parsed.words[two.words[0]].sentence:
        return set()
    return {word.stem for word in inside if word.is_content}


def _has_by(parsed: ParsedText, one: Name, two: Name) -> bool:
    return any(_is_by(parsed, index) for index in range(one.words[-1] + 1, two.words[0]))


def _is_by(parsed: ParsedText, index: int) -> bool:
    """Whether the word is a "by" that names who acts; "fell by 2 percent" names nobody."""
    after = parsed.words[index + 1].lower if index + 1 < len(parsed.words) else ""
    return parsed.words[index].lower == "by" and not (after[:1].isdigit() or after in ONES)


def _parties(parsed: ParsedText, verb: int) -> tuple[set[str], set[str]]:
    """Stems of who acts and of whom it is done to: the verb's sides, turned in the passive."""
    rank = parsed.ranks[verb]
    sentence = parsed.words[verb].sentence
    before = parsed.content_indices[max(0, rank - _REACH) : rank]
    after = parsed.content_indices[rank + 1 : rank + 1 + _REACH]
    left = {parsed.words[i].stem for i in before if parsed.words[i].sentence == sentence}
    right = {parsed.words[i].stem for i in after if parsed.words[i].sentence == sentence}
    return (right, left) if _passive(parsed, verb) else (left, right)


def _passive(parsed: ParsedText, verb: int) -> bool:
    """Whether the verb is one that is done "by" somebody."""
    before = {word.lower for word in parsed.words[max(0, verb - 3) : verb]}
    last = min(verb + 1 + _BY_WITHIN, len(parsed.words))
    agents = [index for index in range(verb + 1, last) if _is_by(parsed, index)]
    return bool(agents) and (bool(before & BE) or agents[0] == verb + 1)
