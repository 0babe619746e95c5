"""The lines of a text, and which of them are one paragraph broken to fit a width."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.language.english import STOP_WORDS

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_NARROWEST, _WIDEST = 45, 120
"""Characters of a line in texts that are broken to a width: typewriters and mail have 60 to 80.
Shorter lines are those of lists and menus, longer ones whole paragraphs."""
_MOST_LINES = 0.95
"""Share of the lines that keep to the width; addresses of pages, for one, are longer."""
_FULL = 0.9
"""Share of the width that a line would have if the next line's first word stood in it too, from
which on that word did not fit. Writers break a little early, so as not to divide a name."""
_LEAST_WORDS = 4
"""Words of a line that breaks off within a sentence, as after "of the"; a menu's "Log in" has
fewer."""
_ENDS = (".", "!", "?", ":", ";", "…")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text.

    Attributes:
        start, end: of its words, without the white space around them.
        words: `text[start:end]`; "" of a blank line.
        indent: characters of white space before the words.
    """

    start: int
    end: int
    words: str
    indent: int


def lines_of(text: str, start: int = 0) -> list[Line]:
    """The lines of `text[start:]`, blank ones too."""
    found: list[Line] = []
    while start < len(text) and (match := _LINE.match(text, start)):
        line = match.group(1)
        words = line.strip()
        indent = len(line) - len(line.lstrip())
        begin = match.start() + (indent if words else 0)
        found.append(Line(begin, begin + len(words), words, indent if words else 0))
        start = match.end()
    return found


def width_of(lines: Sequence[Line]) -> int:
    """The number of characters to which a text's paragraphs are broken; 0 where they are not.

    It is told from the lines that another follows.
    """
    broken = [line for line, below in pairwise(lines) if line.words and below.words]
    lengths = sorted(line.indent + len(line.words) for line in broken)
    widest = lengths[int(_MOST_LINES * (len(lengths) - 1))] if lengths else 0
    return widest if _NARROWEST <= widest <= _WIDEST else 0


def goes_on(above: Line, below: Line, width: int) -> bool:
    """Whether the paragraph of one line goes on in the next.

    Args:
        above, below: two lines with words, of which the second begins no item of a list.
        width: as `width_of` says.
    """
    first, _, _ = below.words.partition(" ")
    is_full = bool(width) and above.indent + len(above.words) + 1 + len(first) > _FULL * width
    if is_full:
        return True
    if above.words.endswith(_ENDS):
        return False
    if below.words[0].islower():
        return True
    words = above.words.split()
    return len(words) >= _LEAST_WORDS and (words[-1] in STOP_WORDS or words[-1].endswith(","))
