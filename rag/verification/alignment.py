"""Whether a word stands among the same words in two texts."""

from collections.abc import Sequence

from rag.verification.reading import Reading

Place = tuple[int, int]
"""Indices of the first and of the last of some words next to each other."""

_SAID = 4
_FOUND = 7
"""Content words looked at on each side: more of them in the text that may have said more."""
_TURNED = 0.7
"""What a neighbour counts that stands on the other side: sentences are turned about."""
_SLACK = 2
"""Content words that the other text may have put between."""
PLACES = 50
"""Most places of a word that are looked at."""


def context(said: Reading, at: Sequence[int], found: Reading, places: Sequence[Place]) -> float:
    """How far some words stand at one of the places among the neighbours that they are said with.

    A neighbour counts by its nearness, and less where it stands on the other side. Words without
    neighbours are at home anywhere.

    Args:
        at: indices of the words, next to each other, in the sentence.
        places: in the other text.

    Returns:
        The greatest over the places, in [0, 1]; 0 without places.
    """
    return max((_at_place(said, at, found, place) for place in places[:PLACES]), default=0.0)


def best_place(said: Reading, at: Sequence[int], found: Reading, places: Sequence[Place]) -> Place:
    """The place, of at least one, among whose neighbours most of the words' stand."""
    return max(places[:PLACES], key=lambda place: _at_place(said, at, found, place))


def _at_place(said: Reading, at: Sequence[int], found: Reading, place: Place) -> float:
    before, after = _sides(said, at[0], at[-1], _SAID)
    near = (before, after)
    total = sum(1 / distance for side in near for distance in side.values())
    if not total:
        return 1.0
    theirs = _sides(found, *place, _FOUND)
    sided = turned = 0.0
    for mine, straight, crossed in zip(near, theirs, theirs[::-1], strict=True):
        for stem, distance in mine.items():
            here = _nearness(distance, straight.get(stem))
            sided += here / distance
            turned += max(here, _nearness(distance, crossed.get(stem))) / distance
    return max(sided, _TURNED * turned) / total


def _nearness(said: int, found: int | None) -> float:
    """What a neighbour counts that stands so many words away in the two texts."""
    if found is None:
        return 0.0
    return 1.0 if found <= said + _SLACK else 0.5


def _sides(reading: Reading, first: int, last: int, reach: int) -> tuple[dict[str, int], ...]:
    """The stems before and after some words, with how many content words away they stand."""
    sentence = reading.words[first].sentence
    start, end = reading.ranks[first], reading.ranks[last] + reading.words[last].content
    before = reading.order[max(0, start - reach) : start][::-1]
    after = reading.order[end : end + reach]
    return tuple(
        {
            reading.words[index].stem: distance
            for distance, index in reversed(list(enumerate(side, start=1)))
            if reading.words[index].sentence == sentence
        }
        for side in (before, after)
    )
