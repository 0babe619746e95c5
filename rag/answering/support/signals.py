"""What speaks against a sentence, given what it cites: each a number that can be read."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answering.support.context import best_place, context
from rag.answering.support.figures import Figure, could_replace, figures, same, split_date
from rag.answering.support.names import Name, absent, names
from rag.answering.support.polarity import clashes
from rag.answering.support.roles import swaps
from rag.answering.support.words import Reading

FEATURES = (
    "cosine short of the usual",
    "words that the evidence lacks",
    "neighbours that stand apart in the evidence",
    "figures that the evidence lacks",
    "figure in the place of another",
    "names that the evidence lacks",
    "name in the place of another",
    "what one says and the other denies",
    "parties the other way round",
)
"""All are 0 where nothing speaks against the sentence."""

NOT_SAID = "no passage says this"

_USUAL_COSINE = 0.85
_NEAR = 3
"""Content words between which two words of a pair still stand together."""
_PLACES = 50
_MOST = 2
"""Missing figures or names beyond these change nothing."""
_COUNTED = 0.5
"""What a missing figure counts that is a small number in words, which a writer may have counted."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One feature's value, and what it says to the reader, "" for nothing of its own."""

    value: float
    reason: str = ""


def signals(said: Reading, found: Reading, cosine: float) -> tuple[Signal, ...]:
    """The values of `FEATURES` for a sentence and its evidence, in that order.

    Args:
        cosine: of the sentence and the part of the evidence that is nearest to it.
    """
    return (
        Signal(max(0.0, _USUAL_COSINE - cosine), NOT_SAID),
        Signal(_uncovered(said, found), NOT_SAID),
        Signal(_apart(said, found), NOT_SAID),
        *_figures(said, found),
        *_names(said, found),
        _clash(said, found),
        _swap(said, found),
    )


def _uncovered(said: Reading, found: Reading) -> float:
    return sum(stem not in found.places for stem in said.places) / max(len(said.places), 1)


def _apart(said: Reading, found: Reading) -> float:
    pairs = [
        (said.words[one].stem, said.words[two].stem)
        for one, two in zip(said.order, said.order[1:], strict=False)
        if said.words[one].sentence == said.words[two].sentence
    ]
    return sum(not _together(pair, found) for pair in pairs) / len(pairs) if pairs else 0.0


def _together(pair: tuple[str, str], found: Reading) -> bool:
    ones, twos = (found.places.get(stem, ())[:_PLACES] for stem in pair)
    return any(
        abs(found.ranks[one] - found.ranks[two]) <= _NEAR
        and found.words[one].sentence == found.words[two].sentence
        for one in ones
        for two in twos
    )


def _figures(said: Reading, found: Reading) -> tuple[Signal, Signal]:
    known = [part for figure in figures(found.text) for part in split_date(figure)]
    lacking: list[Signal] = []
    displaced: list[Signal] = []
    for figure in [part for whole in figures(said.text) for part in split_date(whole)]:
        at = [said.index_at(figure.start)]
        matches = [found.index_at(other.start) for other in known if same(figure, other)]
        rivals = {
            found.index_at(other.start): other
            for other in known
            if could_replace(other, figure) and not same(figure, other)
        }
        rival = best_place(said, at, found, list(rivals)) if rivals else -1
        there = context(said, at, found, [rival]) if rivals else 0.0
        reason = _says(figure, rivals[rival] if there else None)
        if not matches:
            lacking.append(Signal(_COUNTED if figure.counted else 1.0, reason))
        displaced.append(Signal(max(0.0, there - context(said, at, found, matches)), reason))
    return _sum(lacking), _greatest(displaced)


def _says(figure: Figure, rival: Figure | None) -> str:
    if rival is None:
        return f"the passage does not say {figure.text}"
    return f"the passage says {rival.text}, the sentence says {figure.text}"


def _names(said: Reading, found: Reading) -> tuple[Signal, Signal]:
    dated = [(figure.start, figure.end) for figure in figures(said.text)]
    others = names(found)
    lacking: list[Signal] = []
    displaced: list[Signal] = []
    for name in names(said):
        if any(start <= said.words[name.words[0]].start < end for start, end in dated):
            continue
        missing = absent(name, said, found)
        if missing:
            reason = f"the passage does not name {name.text}"
            lacking.append(Signal(1.0 if name.sure else 0.5, reason))
        displaced.append(_displaced(name, bool(missing), said, found, others))
    return _sum(lacking), _greatest(displaced)


def _displaced(
    name: Name, missing: bool, said: Reading, found: Reading, others: Sequence[Name]
) -> Signal:
    """How much better the words about a name fit another name of the evidence."""
    stems = {said.words[index].stem for index in name.words}
    own = [place for stem in stems for place in found.places.get(stem, ())]
    here = 0.0 if missing else context(said, name.words, found, own)
    rivals = {
        other.words[0]: other
        for other in others
        if not stems & {found.words[index].stem for index in other.words}
    }
    if not rivals:
        return Signal(0.0)
    rival = best_place(said, name.words, found, list(rivals))
    there = context(said, name.words, found, [rival])
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
    return Signal(clash.weight, f"the passage says the opposite: “{clash.cue}”")


def _swap(said: Reading, found: Reading) -> Signal:
    swapped = swaps(said, found)
    if not swapped:
        return Signal(0.0)
    return Signal(1.0, f"the passage has “{swapped[0].verb}” the other way round")
