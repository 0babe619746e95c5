"""Runs as they are gathered from the tokens of a Markdown parser."""

import re
from html import unescape

from rag.formatting.tree import PLAIN, Run, Style

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_ALTERNATIVE = re.compile(r"""\balt\s{0,9}=\s{0,9}(?:"([^"]{0,300})"|'([^']{0,300})')""", re.I)

_STYLES: tuple[Style, ...] = ("emphasis", "strong", "code", "struck")
_STYLED: dict[str, Style] = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "emphasis"),
    **dict.fromkeys(("s", "del", "strike"), "struck"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
}
_WITHIN_WORDS = frozenset(
    "a abbr acronym bdi bdo big data font ins label mark q small span sub sup time u wbr".split()
)
"""Other tags that may stand within a word; the rest divide words."""

_LONGEST_PLACED = 100
"""Characters between the tags of what is raised or lowered; without its end, nothing is."""

_ENDS_PLACED = re.compile("</su[bp]>", re.IGNORECASE)
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


class Runs:
    """Gathers the runs of a text whose first character has the given offset in the document.

    Attributes:
        at: where the next token begins that does not say where it is.
    """

    def __init__(self, content: str, offset: int) -> None:
        self.at = 0
        self._content = content
        self._offset = offset
        self._runs: list[Run] = []
        self._depths: dict[str, int] = {}
        self._styles = PLAIN

    def all(self) -> tuple[Run, ...]:
        """The runs, in reading order."""
        return tuple(self._runs)

    def add(self, text: str, start: int, end: int) -> None:
        """Add words in the styles that are set."""
        self.at = end
        text = self._placed(text)
        if not text:
            return
        styles = self._styles
        last = self._runs[-1] if self._runs else None
        run = Run(text, self._offset + start, self._offset + end, styles)
        if (
            last
            and last.end == run.start
            and (last.styles == styles and last.is_divisible and run.is_divisible)
        ):
            self._runs[-1] = Run(last.text + run.text, last.start, run.end, styles)
        else:
            self._runs.append(run)

    def add_code(self, text: str, start: int, end: int) -> None:
        """Add a program's words, which lie between back quotes."""
        first = self._content.find(text, start, end) if "\n" not in text else -1
        place = (start, end) if first < 0 else (first, first + len(text))
        self.set_style("code", 1, start)
        self.add(text, *place)
        self.set_style("code", -1, end)

    def set_style(self, style: str, step: int, end: int) -> None:
        """Begin a style, with a step of 1, or end it, with -1."""
        self.at = end
        self._depths[style] = max(self._depths.get(style, 0) + step, 0)
        self._styles = frozenset(style for style in _STYLES if self._depths.get(style))

    def add_tag(self, tag: str, start: int, end: int) -> None:
        """Add what a tag of HTML means: a style, a line break, an image's words or a space."""
        found = _TAG.match(tag)
        self.at = end
        if not found:  # a comment
            return
        name, step = found[2].lower(), -1 if found[1] else 1
        if name in _STYLED:
            self.set_style(_STYLED[name], step, end)
        elif name in {"sup", "sub"}:
            if step < 0 or _ENDS_PLACED.search(self._content, end, end + _LONGEST_PLACED):
                self.set_style(name, step, end)
        elif name == "br":
            self.add("\n", start, end)
        elif name == "img":
            said = _ALTERNATIVE.search(tag[:2_000])
            self.add(unescape(said[1] or said[2] or "") if said else "", start, end)
        elif name not in _WITHIN_WORDS:
            self.add(" ", start, end)

    def _placed(self, text: str) -> str:
        """The text as raised or lowered characters, so that an exponent joins no figure."""
        if not self._depths:
            return text
        if self._depths.get("sup", 0) > 0:
            raised = text.translate(_RAISED)
            is_raised = not any(a == b and a.isalnum() for a, b in zip(text, raised, strict=True))
            return raised if is_raised else f"^{text}"
        if self._depths.get("sub", 0) > 0:
            return text.translate(_LOWERED)
        return text
