"""Who did what to whom: whether two texts put the same parties on the same side of a verb."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.answering.support.words import Reading

_REACH = 5
_BE = frozenset("is are was were be been being gets got".split())
_VERB = re.compile(r".{2,}(?:ed|es|s|ing|en)$")
_PAST = frozenset(
    "beat won lost led met fought bought sold gave told took made wrote sent left paid built "
    "shot hit struck sought found held kept overthrew succeeded saw taught caught brought "
    "thought chose drew drove ate fed hid knew rode rang ran sang sank spoke stole swore threw "
    "wore broke became began came cut did fell felt flew forgot got grew had hurt laid lent let "
    "put read said set shook shut slept spent stood understood woke".split()
)


@dataclass(frozen=True, slots=True)
class Swap:
    """A verb on whose sides the parties stand the other way round.

    Attributes:
        verb, left, right: words of the sentence: the verb, and those that stand on its sides.
    """

    verb: str
    left: str
    right: str


def swaps(said: Reading, found: Reading) -> list[Swap]:
    """The verbs whose parties the texts give the other way round, in the sentence's order."""
    return list(_swaps(said, found))


def _swaps(said: Reading, found: Reading) -> Iterator[Swap]:
    for index in said.order:
        word = said.words[index]
        if word.capital or not (word.lower in _PAST or _VERB.match(word.lower)):
            continue
        doer, done_to = _parties(said, index)
        verdicts = []
        for place in found.places.get(word.stem, ())[:20]:
            others = _parties(found, place)
            straight = len(doer & others[0]) + len(done_to & others[1])
            crossed = min(len(doer & others[1]), len(done_to & others[0]))
            verdicts.append(bool(crossed) and 2 * crossed > straight)
        if verdicts and all(verdicts):
            left, right = _nearest(said, index)
            yield Swap(word.text, left, right)


def _parties(reading: Reading, verb: int) -> tuple[set[str], set[str]]:
    """Stems of who acts and of whom it is done to: the verb's sides, turned in the passive."""
    rank = reading.ranks[verb]
    sentence = reading.words[verb].sentence
    before = [i for i in reading.order[max(0, rank - _REACH) : rank]]
    after = [i for i in reading.order[rank + 1 : rank + 1 + _REACH]]
    left = {reading.words[i].stem for i in before if reading.words[i].sentence == sentence}
    right = {reading.words[i].stem for i in after if reading.words[i].sentence == sentence}
    return (right, left) if _passive(reading, verb) else (left, right)


def _passive(reading: Reading, verb: int) -> bool:
    """Whether the verb is one that is done "by" somebody."""
    before = {word.lower for word in reading.words[max(0, verb - 3) : verb]}
    after = [word.lower for word in reading.words[verb + 1 : verb + 6]]
    return "by" in after[:5] and (bool(before & _BE) or after[:1] == ["by"])


def _nearest(reading: Reading, verb: int) -> tuple[str, str]:
    rank = reading.ranks[verb]
    left = reading.order[rank - 1] if rank else verb
    right = reading.order[rank + 1] if rank + 1 < len(reading.order) else verb
    return reading.words[left].text, reading.words[right].text
