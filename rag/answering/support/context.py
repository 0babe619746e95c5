"""Whether a word stands among the same words in two texts."""

from collections.abc import Sequence

from rag.answering.support.words import Reading

_SAID = 4
_FOUND = 7
"""Content words looked at on each side: more of them in the text that may have said more."""


def neighbours(reading: Reading, index: int, reach: int) -> set[str]:
    """The stems of the content words within `reach` of a word, in its sentence."""
    order = reading.order
    rank = reading.ranks[index]
    sentence = reading.words[index].sentence
    near = order[max(0, rank - reach) : rank + reach + 1]
    return {
        reading.words[other].stem
        for other in near
        if other != index and reading.words[other].sentence == sentence
    }


def context(said: Reading, at: int, found: Reading, places: Sequence[int]) -> float:
    """The greatest share of a word's neighbours that it has at one of its places, in [0, 1].

    A word without neighbours is at home anywhere.
    """
    mine = neighbours(said, at, _SAID)
    if not mine:
        return 1.0
    return max(
        (len(mine & neighbours(found, place, _FOUND)) / len(mine) for place in places), default=0.0
    )


def best_place(said: Reading, at: int, found: Reading, places: Sequence[int]) -> int:
    """The place, of at least one, among whose neighbours most of the word's stand."""
    mine = neighbours(said, at, _SAID)
    return max(places, key=lambda place: len(mine & neighbours(found, place, _FOUND)))
