"""Negation, and words that say the opposite of each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rag.verification.alignment import PLACES, best_place, context
from rag.verification.reading import Reading, stem_of

_CUES = frozenset(
    "not never no none nobody nothing neither nor without cannot hardly barely scarcely unable "
    "nowhere dont doesnt didnt isnt wasnt cant wont".split()
)
_BEFORE_TO = frozenset("fail fails failed failing refuse refuses refused decline declined".split())
_ENDS = frozenset(",;:.!?()") | {"but", "although", "though", "because", "while", "which", "who"}
_REACH = 2
_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "mis")
_OPPOSITES = (
    (
        "rise grow increase climb up higher gain expand more above over surge jump raise widen "
        "accelerate strengthen improve",
        "fall drop decline decrease down lower lose shrink less fewer below under plunge slump "
        "cut narrow slow weaken worsen reduce",
    ),
    ("before earlier prior precede", "after later subsequent follow"),
    ("begin start open launch", "end finish close cease stop conclude"),
    ("win victory succeed success", "lose defeat fail failure"),
    ("accept approve agree support allow permit", "reject refuse oppose deny forbid ban prohibit"),
    ("buy import enter arrive", "sell export leave depart"),
    ("first early earliest", "last late latest"),
    ("most largest highest biggest best maximum", "least smallest lowest worst minimum"),
    ("always all every", "never none rarely"),
    ("north northern", "south southern"),
    ("east eastern", "west western"),
    ("left", "right"),
    ("true legal possible able", "false illegal impossible unable"),
    ("public", "private"),
    ("include", "exclude"),
    ("positive", "negative"),
)
"""Words of which one denies the other; compared by stem."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A word that one text says and the other denies.

    Attributes:
        weight: how sure, in [0, 1]: the share of the word's neighbours that both texts have.
        reason: which words clash, for the reader.
    """

    weight: float
    reason: str


def negated(reading: Reading) -> dict[int, str]:
    """The content words in the scope of a negation, by index, with the word that negates them."""
    found: dict[int, str] = {}
    for index, word in enumerate(reading.words):
        if not _is_cue(reading, index):
            continue
        for target in _scope(reading, index):
            if target in found:
                del found[target]
            else:
                found[target] = word.text
    return found


def _is_cue(reading: Reading, index: int) -> bool:
    word = reading.words[index]
    after = reading.words[index + 1].lower if index + 1 < len(reading.words) else ""
    if word.lower in _BEFORE_TO:
        return after == "to"
    if word.lower == "not" and after in {"only", "just", "merely", "least"}:
        return False
    if word.lower == "no" and after in {".", "doubt"}:
        return False
    return word.lower in _CUES or word.lower.endswith("n't")


def _scope(reading: Reading, cue: int) -> Iterator[int]:
    left = _REACH
    for index in range(cue + 1, min(len(reading.words), cue + 10)):
        word = reading.words[index]
        if word.sentence != reading.words[cue].sentence or word.lower in _ENDS:
            return
        if word.content:
            yield index
            left -= 1
        if not left:
            return


def clashes(said: Reading, found: Reading) -> list[Clash]:
    """Where one text denies what the other says, the surest first."""
    all_ = [*_denied(said, found), *_opposed(said, found), *_prefixed(said, found)]
    return sorted(all_, key=lambda clash: -clash.weight)


def _denied(said: Reading, found: Reading) -> Iterator[Clash]:
    mine, theirs = negated(said), negated(found)
    for index in said.order:
        word = said.words[index]
        places = found.places.get(word.stem)
        if not places:
            continue
        place, _ = best_place(said, [index], found, [(p, p) for p in places[:PLACES]])
        if (index in mine) == (place in theirs):
            continue
        if index in mine and any(p in theirs for p in places):
            continue
        if index not in mine and any(p not in theirs for p in places):
            continue
        weight = context(said, [index], found, [(place, place)])
        if index in mine:
            reason = f"the sentence says “{mine[index]}”, the passage does not"
        else:
            reason = f"the passage says the opposite: “{theirs[place]}”"
        yield Clash(weight, reason)


def _opposed(said: Reading, found: Reading) -> Iterator[Clash]:
    has = {word.stem for word in found.words}
    own = {word.stem for word in said.words}
    table = _opposite_stems()
    for index, word in enumerate(said.words):
        opposites = table.get(word.stem, frozenset()) - own
        if word.stem in has or not opposites & has:
            continue
        places = [(p, p) for p, other in enumerate(found.words) if other.stem in opposites]
        place = best_place(said, [index], found, places)
        weight = context(said, [index], found, [place])
        other = found.words[place[0]].text
        yield Clash(weight, f"the passage says “{other}”, the sentence says “{word.text}”")


@cache
def _opposite_stems() -> dict[str, frozenset[str]]:
    """The stems of a word's opposites, by its stem."""
    table: dict[str, frozenset[str]] = {}
    for pair in _OPPOSITES:
        one, two = (frozenset(map(stem_of, words.split())) for words in pair)
        for mine, theirs in ((one, two), (two, one)):
            for stem in mine:
                table[stem] = table.get(stem, frozenset()) | theirs
    return table


def _prefixed(said: Reading, found: Reading) -> Iterator[Clash]:
    places = {word.lower: index for index, word in enumerate(found.words)}
    for index in said.order:
        word = said.words[index]
        if word.stem in found.places or len(word.lower) < 5:
            continue
        for prefix in _PREFIXES:
            longer, shorter = prefix + word.lower, word.lower.removeprefix(prefix)
            other = longer if longer in places else shorter
            if other != word.lower and other in places and len(other) > 4:
                weight = context(said, [index], found, [(places[other], places[other])])
                text = found.words[places[other]].text
                yield Clash(weight, f"the passage says “{text}”, the sentence says “{word.text}”")
                break
