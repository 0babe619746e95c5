"""Who did what to whom: whether two texts put the same parties on the same side of a verb."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from rag.verification.names import Name
from rag.verification.reading import Reading

_REACH = 5
_PLACES = 20
_WIDEST = 12
"""Content words that may stand between two names that have to do with each other."""
_BE = frozenset("is are was were be been being gets got".split())
_VERB_ENDINGS = ("ed", "es", "s", "ing", "en")
"""They count after two letters or more."""
_PAST = frozenset(
    "beat won lost led met fought bought sold gave told took made wrote sent left paid built "
    "shot hit struck sought found held kept overthrew succeeded saw taught caught brought "
    "thought chose drew drove ate fed hid knew rode rang ran sang sank spoke stole swore threw "
    "wore broke became began came cut did fell felt flew forgot got grew had hurt laid lent let "
    "put read said set shook shut slept spent stood understood woke".split()
)


def swaps(
    claim: Reading, evidence: Reading, claim_names: Sequence[Name], evidence_names: Sequence[Name]
) -> list[str]:
    """What the texts have the other way round, as the sentence words it.

    Args:
        claim_names, evidence_names: the names of the sentence and of the other text.
    """
    return [
        *_verbs_turned(claim, evidence),
        *_names_turned(claim, evidence, claim_names, evidence_names),
    ]


def _verbs_turned(claim: Reading, evidence: Reading) -> Iterator[str]:
    """Verbs whose parties stand on the other sides, wherever the other text has them."""
    for index in claim.order:
        word = claim.words[index]
        if word.capital or not (word.lower in _PAST or word.lower.endswith(_VERB_ENDINGS, 2)):
            continue
        agent, patient = _parties(claim, index)
        turned = []
        for place in evidence.places.get(word.stem, ())[:_PLACES]:
            others = _parties(evidence, place)
            straight = len(agent & others[0]) + len(patient & others[1])
            crossed = min(len(agent & others[1]), len(patient & others[0]))
            turned.append(bool(crossed) and 2 * crossed > straight)
        if turned and all(turned):
            yield f"“{word.text}”"


def _names_turned(
    claim: Reading, evidence: Reading, claim_names: Sequence[Name], evidence_names: Sequence[Name]
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
        for a, b in product(ones[:_PLACES], twos[:_PLACES]):
            first, last = sorted((a, b), key=lambda name: name.words)
            if evidence.ranks[last.words[0]] - evidence.ranks[first.words[-1]] > _WIDEST:
                continue
            words = _between(evidence, first, last)
            if 2 * len(words & between) > len(between):
                passive = _has_by(claim, one, two) != _has_by(evidence, first, last)
                orders.add((first is a) != passive)
        if orders == {False}:
            yield f"{one.text} and {two.text}"


def _share_a_word(reading: Reading, one: Name, other: Reading, two: Name) -> bool:
    stems = {reading.words[index].stem for index in one.words}
    return bool(stems & {other.words[index].stem for index in two.words})


def _between(reading: Reading, one: Name, two: Name) -> set[str]:
    """Stems of the words between two names of a sentence; empty where it has not both."""
    inside = reading.words[one.words[-1] + 1 : two.words[0]]
    sentence = reading.words[one.words[0]].sentence
    if sentence != reading.words[two.words[0]].sentence:
        return set()
    return {word.stem for word in inside if word.content}


def _has_by(reading: Reading, one: Name, two: Name) -> bool:
    inside = reading.words[one.words[-1] + 1 : two.words[0]]
    return any(word.lower == "by" for word in inside)


def _parties(reading: Reading, verb: int) -> tuple[set[str], set[str]]:
    """Stems of who acts and of whom it is done to: the verb's sides, turned in the passive."""
    rank = reading.ranks[verb]
    sentence = reading.words[verb].sentence
    before = reading.order[max(0, rank - _REACH) : rank]
    after = reading.order[rank + 1 : rank + 1 + _REACH]
    left = {reading.words[i].stem for i in before if reading.words[i].sentence == sentence}
    right = {reading.words[i].stem for i in after if reading.words[i].sentence == sentence}
    return (right, left) if _passive(reading, verb) else (left, right)


def _passive(reading: Reading, verb: int) -> bool:
    """Whether the verb is one that is done "by" somebody."""
    before = {word.lower for word in reading.words[max(0, verb - 3) : verb]}
    after = [word.lower for word in reading.words[verb + 1 : verb + 6]]
    return "by" in after[:5] and (bool(before & _BE) or after[:1] == ["by"])
