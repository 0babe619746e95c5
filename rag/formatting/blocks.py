"""What one block of a text shows: its words without what marks it as a heading, item or row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rag.formatting.inline import References, markdown_runs
from rag.formatting.lines import FENCE, HEADING, ITEM, UNDERLINE, is_separator
from rag.formatting.tree import Formatted, FormattedKind, Run
from rag.structure import Block, Span

_KINDS: dict[str, FormattedKind] = {"heading": "heading", "item": "item", "head": "head"}
_KINDS["row"] = "row"
"""Of the other kinds of blocks, the words are shown as paragraphs."""

_ACROSS = re.compile(r"[ \t]{0,9}([-*_=])(?:[ \t]{0,9}\1){2,200}[ \t]{0,9}")
"""A line across the page."""
_DEFINITION = re.compile(r" {0,3}\[[^\]\[\n]{1,200}\]:[ \t]{0,9}\S[^\n]*+")
_QUOTED = re.compile(r"^[ \t]{0,9}(?:>[ \t]{0,9}){1,9}", re.MULTILINE)
_CLOSING = re.compile(r"(?:^|(?<=[ \t]))#{1,20}\Z")
_RETURN = re.compile(r"\r\n?")
_SHORTEST_WIDTH = 50
"""Characters of a line at which programs wrap; shorter lines are broken by who wrote them."""
_FRONT_MATTER = ("---", "+++")


@dataclass(frozen=True, slots=True)
class Source:
    """A text and how it is to be read.

    Attributes:
        span: what is needed of it; words outside of it may be left out.
        is_markdown: whether Markdown's marks are marks.
        references: labels of its link definitions.
        is_cut: whether marks may be missing their counterpart, as in a quote by itself.
    """

    text: str
    span: Span
    is_markdown: bool
    references: References
    is_cut: bool = False

    def runs(self, content: str, offset: int) -> tuple[Run, ...]:
        """The words of a content whose first character has that offset in the text."""
        if not self.is_markdown:
            return tuple(_lines(_unwrapped(content), offset))
        found = markdown_runs(content, offset, self.references, self.span, is_cut=self.is_cut)
        return _trimmed(list(found))


def formatted_block(source: Source, block: Block) -> Formatted | None:
    """The block as it is shown, or None where it shows nothing."""
    kind = _KINDS.get(block.kind, "paragraph")
    start, end = block.start, block.end
    if kind in {"head", "row"} and block.cells:
        return _row(source, block, kind)
    content = source.text[start:end]
    if not source.is_markdown:
        begin, number = _after_bullet(content, block)
        runs = source.runs(content[begin:], start + begin)
        return Formatted(kind, start, end, runs, block.level, number)
    if _is_verbatim(content, block):
        return _verbatim(content, block)
    content = _QUOTED.sub(_blank, _RETURN.sub(_line_feed, content))
    if _shows_nothing(content):
        return None
    begin, number = _after_bullet(content, block)
    if kind == "heading":
        begin, content = _heading(content)
    begin += len(content) - begin - len(content[begin:].lstrip())
    runs = source.runs(content[begin:].rstrip(), start + begin)
    return Formatted(kind, start, end, runs, block.level, number) if runs else None


def _unwrapped(content: str) -> str:
    """The content with a space for each line feed at which a line is wrapped.

    A line is wrapped where the first word of the next would have made it longer than the longest,
    and the longest is as long as lines are wrapped at.
    """
    lines = content.split("\n")
    longest = max(map(len, lines))
    if longest < _SHORTEST_WIDTH:
        return content
    shown = [lines[0]]
    for before, line in pairwise(lines):
        word = line.split(maxsplit=1)[:1]
        wraps = bool(word) and len(before) + 1 + len(word[0]) > longest
        shown += [" " if wraps else "\n", line]
    return "".join(shown)


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    """The runs without white space at their beginning and end, as dropped tags leave it."""
    while runs and not runs[0].text.strip():
        del runs[0]
    while runs and not runs[-1].text.strip():
        del runs[-1]
    if runs and runs[0].is_divisible:
        first = runs[0]
        indent = len(first.text) - len(first.text.lstrip())
        if indent:
            runs[0] = Run(first.text[indent:], first.start + indent, first.end, first.styles)
    return tuple(runs)


def _row(source: Source, block: Block, kind: FormattedKind) -> Formatted | None:
    text = source.text
    if source.is_markdown and is_separator(text[block.start : block.end]):
        return None
    cells = tuple(source.runs(_on_one_line(text[a:b]), a) for a, b in block.cells)
    return Formatted(kind, block.start, block.end, cells=cells)


def _on_one_line(content: str) -> str:
    """The content with a space for each character of a line end."""
    return content.replace("\r", " ").replace("\n", " ")


def _after_bullet(content: str, block: Block) -> tuple[int, Run | None]:
    """Where an item's words begin in its content, and its number."""
    found = ITEM.match(content) if block.kind == "item" else None
    if not found:
        return 0, None
    if found[1] is None:
        return found.end(), None
    at = block.start + found.start(1)
    return found.end(), Run(found[1], at, at + len(found[1]))


def _heading(content: str) -> tuple[int, str]:
    """Where a heading's words begin, and its content without what follows them."""
    found = HEADING.match(content)
    if found:
        words = content.rstrip()
        return min(found.end(), len(words)), _CLOSING.sub("", words)
    above, line_end, last = content.rstrip().rpartition("\n")
    return 0, above if line_end and UNDERLINE.fullmatch(last.strip()) else content


def _is_verbatim(content: str, block: Block) -> bool:
    if block.start == 0 and content.startswith(_FRONT_MATTER) and content.count("\n") > 1:
        return True
    return bool(FENCE.match(content))


def _verbatim(content: str, block: Block) -> Formatted | None:
    """The lines between the first and the last line, which mark where they begin and end."""
    first = content.find("\n") + 1 or len(content)
    last = content.rstrip().rfind("\n")
    ends = content.rstrip()[last + 1 :].strip()
    is_closed = last >= first and bool(ends) and not ends.strip("`~-+.")
    stop = last if is_closed else len(content)
    inside = content[first:stop]
    return Formatted("verbatim", block.start, block.end, tuple(_lines(inside, block.start + first)))


def _shows_nothing(content: str) -> bool:
    lines = [line for line in content.split("\n") if line.strip()]
    return all(_ACROSS.fullmatch(line) or _DEFINITION.fullmatch(line) for line in lines)


def _lines(content: str, offset: int) -> Iterator[Run]:
    """The content unchanged, with line feeds for its line ends."""
    at = 0
    for found in _RETURN.finditer(content):
        if found.start() > at:
            yield Run(content[at : found.start()], offset + at, offset + found.start())
        yield Run("\n", offset + found.start(), offset + found.end())
        at = found.end()
    if at < len(content):
        yield Run(content[at:], offset + at, offset + len(content))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _line_feed(found: re.Match[str]) -> str:
    """A line end of the same length."""
    return "\n" if len(found[0]) == 1 else "\n "
