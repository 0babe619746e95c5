"""What speaks against a sentence, given what it cites: each a number that can be read."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answering.support.context import best_place, context
from rag.answering.support.figures import Figure, figures, same, split_date
from rag.answering.support.names import Name, absent, names
from rag.answering.support.polarity import clashes
from rag.answering.support.roles import swaps
from rag.answering.support.words import Reading

_NEAR = 3
"""Content words between which two words of a pair still stand together."""

FEATURES = (
    "cosine of the nearest of the evidence",
    "words that the evidence has",
    "pairs of neighbouring words that stand together in the evidence",
    "figures that the evidence lacks",
    "figures in the place of another",
    "names that the evidence lacks",
    "names among other words",
    "what one says and the other denies",
    "parties the other way round",
)


@dataclass(frozen=True, slots=True)
class Signal:
    """One feature's value, and what it would say to the reader, "" for nothing."""

    value: float
    reason: str = ""


def signals(said: Reading, found: Reading, cosine: float) -> tuple[Signal, ...]:
    """The values of `FEATURES` for a sentence and its evidence, in that order."""
    return (
        Signal(cosine, "no passage says this"),
        Signal(_coverage(said, found), _uncovered(said, found)),
        Signal(_pairs(said, found), "no passage says this"),
        *_figures(said, found),
        *_names(said, found),
        _clash(said, found),
        _swap(said, found),
    )


def _coverage(said: Reading, found: Reading) -> float:
    return sum(stem in found.places for stem in said.places) / max(len(said.places), 1)


def _uncovered(said: Reading, found: Reading) -> str:
    return "no passage says this"


def _pairs(said: Reading, found: Reading) -> float:
    pairs = [
        (said.words[one].stem, said.words[two].stem)
        for one, two in zip(said.order, said.order[1:], strict=False)
        if said.words[one].sentence == said.words[two].sentence
    ]
    return sum(_together(pair, found) for pair in pairs) / len(pairs) if pairs else 1.0


def _together(pair: tuple[str, str], found: Reading) -> bool:
    ones, twos = (found.places.get(stem, ())[:50] for stem in pair)
    return any(
        abs(found.ranks[one] - found.ranks[two]) <= _NEAR
        and found.words[one].sentence == found.words[two].sentence
        for one in ones
        for two in twos
    )


def _figures(said: Reading, found: Reading) -> tuple[Signal, Signal]:
    known = figures(found.text)
    missing: list[str] = []
    displaced: list[str] = []
    worst = 0.0
    for figure in [part for whole in figures(said.text) for part in split_date(whole)]:
        at = _index(said, figure)
        matches = [other for other in known if same(figure, other)]
        rivals = [other for other in known if not same(figure, other) and _alike(figure, other)]
        if not matches:
            if figure.text.lower() not in {"one", "once", "half", "double"}:
                missing.append(_says(figure, _best(said, at, found, rivals)))
            continue
        here = context(said, at, found, [_index(found, other) for other in matches])
        there = context(said, at, found, [_index(found, other) for other in rivals])
        if there - here > worst:
            worst = there - here
            displaced = [_says(figure, _best(said, at, found, rivals))]
    return (
        Signal(min(len(missing), 2), missing[0] if missing else ""),
        Signal(worst, displaced[0] if displaced else ""),
    )


def _alike(figure: Figure, other: Figure) -> bool:
    """Whether one could stand where the other does."""
    times = {"year", "decade", "date", "century"}
    return figure.kind == other.kind or (figure.kind in times) == (other.kind in times)


def _best(said: Reading, at: int, found: Reading, rivals: Sequence[Figure]) -> Figure | None:
    places = {_index(found, other): other for other in rivals}
    if not places:
        return None
    place = best_place(said, at, found, list(places))
    return places[place] if context(said, at, found, [place]) > 0 else None


def _says(figure: Figure, rival: Figure | None) -> str:
    if rival is None:
        return f"the passage does not say {figure.text}"
    return f"the passage says {rival.text}, the sentence says {figure.text}"


def _index(reading: Reading, figure: Figure) -> int:
    """Index of the figure's first word."""
    for index, word in enumerate(reading.words):
        if word.start + len(word.text) > figure.start and word.stem:
            return index
    return len(reading.words) - 1


def _names(said: Reading, found: Reading) -> tuple[Signal, Signal]:
    missing = 0.0
    reason = ""
    astray = 0.0
    lost = ""
    for name in names(said):
        if absent(name, said, found):
            missing += 1.0 if name.sure else 0.5
            reason = reason or f"the passage does not name {name.text}"
        else:
            away = 1 - _name_context(name, said, found)
            if away > astray:
                astray, lost = away, f"the passage says this of another than {name.text}"
    return Signal(min(missing, 2), reason), Signal(astray, lost)


def _name_context(name: Name, said: Reading, found: Reading) -> float:
    return max(
        context(said, index, found, found.places.get(said.words[index].stem, ()))
        for index in name.words
    )


def _clash(said: Reading, found: Reading) -> Signal:
    found_clashes = clashes(said, found)
    if not found_clashes:
        return Signal(0.0)
    clash = found_clashes[0]
    return Signal(clash.weight, f"the passage says the opposite: “{clash.cue}”")


def _swap(said: Reading, found: Reading) -> Signal:
    swapped = swaps(said, found)
    if not swapped:
        return Signal(0.0)
    swap = swapped[0]
    return Signal(1.0, f"the passage has it the other way round: who “{swap.verb}” whom")
