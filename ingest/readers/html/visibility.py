"""What of a page its readers do not see, or see struck out."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ingest.readers.html.parsing import Walk

NEVER_SHOWN = frozenset(
    """
    script style title template noscript svg iframe object canvas select button datalist audio video
    dialog map noframes applet progress meter
    """.split()
)
"""Elements whose text is no text of the page, or only that of its controls."""
_PICTURED = {"img": "images", "iframe": "embedded pages", "object": "embedded pages",
             "canvas": "images", "video": "recordings", "audio": "recordings"}  # fmt: skip
_ICON = 32
"""Pixels of the side of the largest icon."""
_STRUCK = frozenset({"del", "s", "strike"})
_UNSEEN_CLASSES = frozenset(
    """
    sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only element-invisible
    sr-only-focusable visually-hidden-focusable assistive-text offscreen
    """.split()
)
"""Classes of common frameworks for words that are read aloud and not shown."""
_CONTROLS = frozenset({"mw-editsection", "mw-jump-link", "headerlink", "anchorjs-link"})
"""Classes of what editors and readers of a page click on beside its text."""
_UNSEEN = re.compile(
    r"""
    (?:^|;)\s*+ (?:
      display\s*+:\s*+none | visibility\s*+:\s*+(?:hidden|collapse) | mso-hide\s*+:\s*+all
    | font-size\s*+:\s*+0(?:\.0{1,4})?(?:px|pt|em|rem|%)?\s*+(?:!|;|$)
    | (?:text-indent|left|top)\s*+:\s*+-\d{4,5}px
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_LINE_THROUGH = re.compile(
    r"(?:^|;)\s*+text-decoration(?:-line)?\s*+:[^;]{0,60}?line-through", re.IGNORECASE
)
_SELECTOR = re.compile(r"[a-z]{0,10}([.#][\w-]{1,60})", re.IGNORECASE)
_UNFOLDED = re.compile(
    r"accordion|tab|collaps|panel|toggle|dropdown|fold|expand|more|js", re.IGNORECASE
)
"""Of classes whose elements a reader unfolds with a click."""
_MOST_STYLES = 300_000
"""Characters of style sheets that are looked at."""

_HEADING_PAGES = {"h1", "main", "article"}

Fate = Literal["unseen", "struck", "control"]


@dataclass(frozen=True, slots=True)
class Measure:
    """How much text an element has.

    Attributes:
        words: characters of its text that are not white space.
        linked: those of them in links.
        links: how many links it has.
        headed: whether an `<h1>`, `<main>` or `<article>` is in it.
    """

    words: int
    linked: int
    links: int
    headed: bool


Measures = Mapping[Any, Measure]


@dataclass(slots=True)
class _Tally:
    words: int = 0
    linked: int = 0
    links: int = 0
    headed: bool = False


def measured(tree: Any) -> dict[Any, Measure]:
    """The measure of each element of a page that may be shown."""
    measures: dict[Any, Measure] = {}
    tallies = [_Tally()]
    links_open = 0
    for event, element, name in Walk(tree, frozenset(tree.iter(*NEVER_SHOWN))):
        if event == "start":
            tallies.append(_Tally())
            links_open += name == "a"
            _count(tallies[-1], element.text, links_open)
            continue
        if name:
            inner = tallies.pop()
            links_open -= name == "a"
            inner.links += name == "a" and inner.words > 0
            inner.headed = inner.headed or name in _HEADING_PAGES
            measures[element] = Measure(inner.words, inner.linked, inner.links, inner.headed)
            above = tallies[-1]
            above.words += inner.words
            above.linked += inner.linked
            above.links += inner.links
            above.headed = above.headed or inner.headed
        if element is not tree:
            _count(tallies[-1], element.tail, links_open)
    return measures


def _count(tally: _Tally, text: str | None, links_open: int) -> None:
    characters = _visible(text)
    tally.words += characters
    tally.linked += characters if links_open else 0


def _visible(text: str | None) -> int:
    return sum(map(len, text.split())) if text else 0


def left_out(tree: Any, measures: Measures) -> tuple[frozenset[Any], Counter[str]]:
    """The elements of a page that are not shown or struck out, and counts of what is lost.

    What would leave less than half of the page's text is shown: a script shows it.
    """
    fates = _fates_by_style(tree)
    whole = measures[tree].words if tree in measures else 0
    out: set[Any] = set()
    counts: Counter[str] = Counter()
    for element in tree.iter():
        name = element.tag if isinstance(element.tag, str) else ""
        above = element.getparent()
        if above is not None and above in out:
            out.add(element)
            continue
        if name in _PICTURED and not _is_icon(element):
            counts[_PICTURED[name]] += 1
        if name in NEVER_SHOWN:
            out.add(element)
            continue
        fate = _fate(element, name, fates)
        words = measures[element].words if element in measures else 0
        if fate is None or (fate == "unseen" and words * 2 > whole):
            continue
        out.add(element)
        if fate == "struck":
            counts["struck-out words"] += len("".join(element.itertext()).split())
        elif words and fate == "unseen":
            counts["hidden text"] += 1
    return frozenset(out), +counts


def _fate(element: Any, name: str, fates: Mapping[str, Fate]) -> Fate | None:
    if name in _STRUCK:
        return "struck"
    given = element.attrib
    if not given:
        return None
    style = given.get("style", "")
    if style and _LINE_THROUGH.search(style):
        return "struck"
    classes = given.get("class", "").split()
    skips = name == "a" and any("skip" in one for one in classes)
    if skips or not _CONTROLS.isdisjoint(classes):
        return "control"
    if len(element) and element[0].tag == "math":
        return None  # a picture of the formula is shown in its place
    unseen = (
        given.get("hidden", "until-found") != "until-found"
        or (given.get("aria-hidden", "").strip().lower() == "true" and not _is_twin(element))
        or (style and _UNSEEN.search(style))
        or not _UNSEEN_CLASSES.isdisjoint(classes)
    )
    if unseen:
        return "unseen"
    if not fates:
        return None
    names = [f".{one}" for one in classes] + [f"#{given.get('id', '')}"]
    return next((fates[one] for one in names if one in fates), None)


def _is_twin(element: Any) -> bool:
    """Whether the words beside an element say the same to those who have the page read aloud."""
    beside = (element.getnext(), element.getprevious())
    return any(
        other is not None and not _UNSEEN_CLASSES.isdisjoint(other.get("class", "").split())
        for other in beside
    )


def _is_icon(element: Any) -> bool:
    """Whether a picture is an icon, a counter's pixel, an ornament or a formula."""
    sides = [element.get(side, "") for side in ("width", "height")]
    if "math" in (element.get("class") or ""):
        return True  # a formula, which is read from its markup
    small = any(side.isdigit() and int(side[:6]) <= _ICON for side in sides)
    return small or element.get("role") in {"presentation", "none"}


def _fates_by_style(tree: Any) -> dict[str, Fate]:
    """What the page's style sheets hide or strike out, by class (".x") or id ("#x").

    Only rules of one simple selector count: what a rule for several elements, or for one screen,
    comes to cannot be told without laying out the page.
    """
    sheets = "".join(
        element.text or "" for element in tree.iter("style") if not element.get("media")
    )
    fates: dict[str, Fate] = {}
    for selectors, style in _rules(sheets[:_MOST_STYLES]):
        fate = _fate_of_style(style)
        for selector in selectors.split(","):
            match = _SELECTOR.fullmatch(selector.strip())
            if match and (fate or "display" in style):
                if fate is None:
                    fates.pop(match.group(1), None)
                elif fate == "struck" or not _UNFOLDED.search(selector):
                    fates[match.group(1)] = fate
    return fates


def _fate_of_style(style: str) -> Fate | None:
    if _LINE_THROUGH.search(style):
        return "struck"
    return "unseen" if _UNSEEN.search(style) else None


def _rules(sheet: str) -> Iterable[tuple[str, str]]:
    """The selectors and declarations of a style sheet's rules outside of "@" blocks."""
    depth = 0
    before = ""
    pieces = re.split(r"([{}])", re.sub(r"/\*[^*]{0,2000}\*/", "", sheet))
    for piece in pieces:
        if piece == "{":
            depth += 1
        elif piece == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            before = piece.rpartition(";")[2].strip()
        elif depth == 1 and not before.startswith("@"):
            yield before, piece
