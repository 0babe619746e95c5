"""What speaks against a sentence, given what it cites: each a number that can be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.language.numbers import Figure, could_replace, figures, same, split_date
from rag.verification.alignment import Place, best_place, context
from rag.verification.names import Name, absent, names
from rag.verification.negation import clashes
from rag.verification.reading import Reading
from rag.verification.roles import swaps

NOT_SAID = "no passage says this"

_USUAL_COSINE = 0.85
_MOST = 2
"""Missing figures or names beyond these change nothing."""
_LOOKED_AT = 60
"""Figures and names of a sentence that are looked up."""
_UNSURE = 0.5
"""What a missing word counts that opens the sentence: it may be no name."""
_PRONOUN = 0.9
"""What the neighbours of a pronoun count as those of a name."""
_PRONOUN_FOR_UNKNOWN = 0.5
_PRONOUNS = frozenset("he she it they his its their".split())
_COUNTED = 0.5
"""What a missing figure counts that is a small number in words, which a writer may have counted."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One feature's value, and what it says to the reader, "" for nothing of its own."""

    value: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """A text with its figures and names; a date is given as its day and its year."""

    reading: Reading
    figures: tuple[Figure, ...]
    names: tuple[Name, ...]
    pronouns: tuple[Place, ...]

    def places(self) -> list[tuple[Place, Figure]]:
        """The figures, each with its place."""
        found = ((self.reading.index_at(figure.start), figure) for figure in self.figures)
        return [((at, at), figure) for at, figure in found]


def signals(said: Reading, found: Reading, cosine: float) -> tuple[Signal, ...]:
    """The values of `model.FEATURES` for a sentence and its evidence, in that order.

    Args:
        cosine: of the sentence and the part of the evidence that is nearest to it.
    """
    mine, theirs = _facts(said), _facts(found)
    return (
        Signal(max(0.0, _USUAL_COSINE - cosine), NOT_SAID),
        Signal(_uncovered(said, found), NOT_SAID),
        *_figures(mine, theirs),
        *_names(mine, theirs),
        _clash(said, found),
        _swap(mine, theirs),
    )


def _uncovered(said: Reading, found: Reading) -> float:
    return sum(stem not in found.places for stem in said.places) / max(len(said.places), 1)


def _figures(said: Facts, found: Facts) -> tuple[Signal, Signal]:
    lacking: list[Signal] = []
    displaced: list[Signal] = []
    placed = found.places()
    for figure in said.figures[:_LOOKED_AT]:
        at = [said.reading.index_at(figure.start)]
        matches = dict.fromkeys(place for place, other in placed if same(figure, other))
        others = [(place, other) for place, other in placed if not same(figure, other)]
        rivals = dict(
            [(place, other) for place, other in others if other.kind == figure.kind]
            or [(place, other) for place, other in others if could_replace(other, figure)]
        )
        rival, there = _best(said.reading, at, found.reading, rivals)
        reason = _says(figure, rivals[rival] if there else None)
        if not matches:
            lacking.append(Signal(_COUNTED if figure.counted else 1.0, reason))
        here = context(said.reading, at, found.reading, list(matches))
        displaced.append(Signal(max(0.0, there - here), reason))
    return _sum(lacking), _greatest(displaced)


def _best(
    said: Reading, at: Sequence[int], found: Reading, places: Mapping[Place, object]
) -> tuple[Place, float]:
    """The place that fits best, and how well; 0 where there are none."""
    if not places:
        return (-1, -1), 0.0
    place = best_place(said, at, found, list(places))
    return place, context(said, at, found, [place])


def _says(figure: Figure, rival: Figure | None) -> str:
    if rival is None:
        return f"the passage does not say {figure.text}"
    return f"the passage says {rival.text}, the sentence says {figure.text}"


def _names(said: Facts, found: Facts) -> tuple[Signal, Signal, Signal]:
    lacking: list[Signal] = []
    displaced: list[Signal] = []
    replaced: list[Signal] = []
    for name in said.names[:_LOOKED_AT]:
        missing = absent(name, said.reading, found.reading)
        if missing:
            reason = f"the passage does not name {name.text}"
            lacking.append(Signal(1.0 if name.sure else _UNSURE, reason))
        signal = _displaced(name, bool(missing), said.reading, found)
        (replaced if missing else displaced).append(signal)
    return _sum(lacking), _greatest(displaced), _greatest(replaced)


def _displaced(name: Name, missing: bool, said: Reading, found: Facts) -> Signal:
    """How much better the words about a name fit another name of the evidence.

    A pronoun may stand for the name.
    """
    stems = {said.words[index].stem for index in name.words}
    own = [(place, place) for stem in stems for place in found.reading.places.get(stem, ())]
    if not (own or missing):
        return Signal(0.0)  # by its abbreviation, or as the people of the country
    here = 0.0 if missing else context(said, name.words, found.reading, own)
    credit = _PRONOUN_FOR_UNKNOWN if missing else _PRONOUN
    here = max(here, credit * context(said, name.words, found.reading, found.pronouns))
    rivals = {
        (other.words[0], other.words[-1]): other
        for other in found.names
        if not stems & {found.reading.words[index].stem for index in other.words}
    }
    rival, there = _best(said, name.words, found.reading, rivals)
    if not rivals:
        return Signal(0.0)
    reason = f"the passage says {rivals[rival].text}, the sentence says {name.text}"
    return Signal(max(0.0, there - here), reason)


def _sum(parts: Sequence[Signal]) -> Signal:
    """All together, with the reason of the first."""
    total = min(sum(part.value for part in parts), _MOST)
    return Signal(total, parts[0].reason if parts else "")


def _greatest(parts: Sequence[Signal]) -> Signal:
    return max(parts, key=lambda part: part.value, default=Signal(0.0))


def _clash(said: Reading, found: Reading) -> Signal:
    clash = max(clashes(said, found), key=lambda clash: clash.weight, default=None)
    if clash is None:
        return Signal(0.0)
    return Signal(clash.weight, clash.reason)


def _swap(said: Facts, found: Facts) -> Signal:
    swapped = swaps(said.reading, found.reading, said.names, found.names)
    if not swapped:
        return Signal(0.0)
    return Signal(1.0, f"the passage has {swapped[0]} the other way round")


def _facts(reading: Reading) -> Facts:
    parts = tuple(part for figure in figures(reading.text) for part in split_date(figure))
    dated = {offset for figure in parts for offset in range(figure.start, figure.end)}
    pronouns = [(i, i) for i, word in enumerate(reading.words) if word.lower in _PRONOUNS]
    return Facts(reading, parts, tuple(names(reading, dated)), tuple(pronouns))
