"""The lines of a plain text body, and the paragraphs and lists that hard-wrapped lines make up."""

import re
from collections.abc import Iterator, Sequence

from ingest.readers.blocks import clean
from ingest.readers.mail.body.drawn_tables import with_tables
from ingest.readers.mail.body.units import Line, Unit
from rag.structure import BlockKind

_QUOTE_MARKS = re.compile(r"(?:> ?){1,50}+")
_ITEM = re.compile(r"(?:[-*•–·◦▪‣] |\(?\d{1,3}[.)] |\(?[a-z][.)] )")
_RULE = re.compile(r"\A[-=_*~#—–]{3,}+\Z")
_UNDERLINE = re.compile(r"\A[=\-~*_]{3,}+\Z")
_LONGEST_HEADING = 120
_SIGNATURE = "--"
_WIDEST = 100
"""Characters of a line above which a text is not wrapped: each of its line ends is meant."""
_NARROWEST = 40
"""Lines that are all shorter are not wrapped either."""
_SLACK = 8
"""Characters that may be left on a wrapped line beside the next word: a quote mark added in a reply
shortens the lines."""
_ENDS = (".", "!", "?", ":", ";", "…", "”", '"', ")")
_UNWRAPPED_QUOTE = 60
"""A quoted line has about as many characters when a mail program breaks it again."""


def lines_of(text: str) -> list[Line]:
    """The lines of a plain text, without the marks of quotes; a row of a table is a block."""
    lines: list[Line] = []
    bare: list[str] = []
    for raw in text.splitlines():
        marks = _QUOTE_MARKS.match(raw)
        depth = marks.group().count(">") if marks else 0
        bare.append(raw[marks.end() :] if marks else raw)
        lines.append(Line(depth, clean(bare[-1])))
    return with_tables(_with_broken_quotes(lines), bare)


def _with_broken_quotes(lines: Sequence[Line]) -> list[Line]:
    """The lines, with the rest of a quoted line that was broken without a mark in its quote."""
    found = list(lines)
    for n in range(1, len(found) - 1):
        before, line, after = found[n - 1 : n + 2]
        is_rest = line.words[:1].islower() and len(before.words) >= _UNWRAPPED_QUOTE
        if is_rest and line.depth < before.depth == after.depth and before.words[-1] not in _ENDS:
            found[n] = Line(before.depth, line.words)
    return found


def unflowed(text: str, *, joins_words: bool) -> str:
    """A text of the format "flowed" with its paragraphs as one line each (RFC 3676).

    Args:
        joins_words: whether the space at a soft line end is no part of the text ("DelSp").
    """
    out: list[list[str]] = []
    depth_before = -1  # of a line that goes on, else -1
    for raw in text.splitlines():
        depth = len(raw) - len(raw.lstrip(">"))
        words = raw[depth:].removeprefix(" ")
        goes_on = words.endswith(" ") and words != "-- "
        words = words[:-1] if goes_on and joins_words else words
        if depth == depth_before and words != "-- ":
            out[-1].append(words)
        else:
            out.append([">" * depth, " " if depth else "", words])
        depth_before = depth if goes_on else -1
    return "\n".join(map("".join, out))


def units_of(lines: Sequence[Line]) -> Iterator[Unit]:
    """The paragraphs, headings and items of lines of a plain text; a depth ends a paragraph."""
    width = _width(lines)
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and lines[end].words and lines[end].depth == lines[start].depth:
            end += 1
        yield from _in_run([line.words for line in lines[start:end]], lines[start].depth, width)
        start = max(end, start + 1)


def _width(lines: Sequence[Line]) -> int:
    """Where the lines of a text were wrapped, in characters; 0 where they were not."""
    longest = max((len(line.words) for line in lines), default=0)
    return longest if _NARROWEST <= longest <= _WIDEST else 0


def _in_run(words: Sequence[str], depth: int, width: int) -> Iterator[Unit]:
    """The units of lines without a blank one between them."""
    if len(words) == 2 and _UNDERLINE.match(words[1]) and len(words[0]) <= _LONGEST_HEADING:
        yield Unit(words[0], depth, "heading", 1 if words[1][0] == "=" else 2)
        return
    started = 0
    is_apart = True
    for n in range(1, len(words) + 1):
        if n < len(words) and _goes_on(words, started, n, width):
            continue
        block = "\n".join(words[started:n])
        if not _RULE.match(block) or block == _SIGNATURE:
            yield Unit(
                block, depth, _kind(words[started]), _kind_level(words[started]), "", is_apart
            )
            is_apart = False
        started = n


def _goes_on(words: Sequence[str], started: int, n: int, width: int) -> bool:
    """Whether line n goes on with the block that started before it."""
    before, line = words[n - 1], words[n]
    if _RULE.match(before) or _RULE.match(line):
        return False
    room = width - len(before) - len(line.split(" ", 1)[0]) - 1
    is_wrapped = width > 0 and room <= _SLACK
    if _ITEM.match(line):
        return is_wrapped and not (_ITEM.match(words[started]) or before.endswith(_ENDS))
    return is_wrapped or (line[0].islower() and not before.endswith((".", "!", "?", ":")))


def _kind(first: str) -> BlockKind:
    return "item" if _ITEM.match(first) else "paragraph"


def _kind_level(first: str) -> int:
    return 1 if _ITEM.match(first) else 0
