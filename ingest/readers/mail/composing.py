"""The text of a message: its headers, then its body, in blocks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from ingest.readers.base import Content, Heading, first_line, omissions, sections_from
from ingest.readers.mail.body.footers import marked
from ingest.readers.mail.body.grouping import grouped
from ingest.readers.mail.body.pages import lines_of_page
from ingest.readers.mail.body.plain_text import lines_of
from ingest.readers.mail.body.quoting import Placed, Quoted, placed
from ingest.readers.mail.body.units import Line, Unit
from ingest.readers.mail.message import Mail
from rag.structure import Block, Boilerplate, QuotedMail, Structure


def content_of(mail: Mail) -> Content:
    """The message as a document; without blocks but its headers where it has no words."""
    found: list[Unit] = []
    left_out: Counter[str] = Counter()
    for body in mail.bodies:
        lines: Sequence[Line]
        if body.is_page:
            lines, unread = lines_of_page(body.words)
            for omission in unread:
                left_out[omission.what] += omission.count
        else:
            lines = lines_of(body.words)
        found += grouped(lines)
    units = marked(placed(found))
    head = "\n".join(f"{name}: {words}" for name, words in mail.headers)
    text = _Text()
    text.add(Placed(Unit(head, 0, boilerplate="mail header"), None))
    for number, unit in enumerate(units):
        text.add(unit, number)
    left_out["images"] += mail.images
    words = next((p.unit.words for p in units if p.unit.boilerplate is None), "")
    return Content(
        text=text.text,
        title=mail.subject or first_line(words),
        published=mail.sent,
        sections=sections_from(text.headings, len(text.text)),
        structure=text.structure(),
        omissions=omissions(left_out),
        title_from="mail header" if mail.subject else "line",
        published_from="mail header" if mail.sent else "",
    )


class _Text:
    """A text that grows by units, and what is recorded of it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._quoted: list[Quoted | None] = []
        self._marks: list[str | None] = []
        self.headings: list[Heading] = []

    def add(self, placed: Placed, number: int = -1) -> None:
        """Add a unit."""
        unit = placed.unit
        if not unit.words.strip():
            return
        separator = self._separator(unit, is_first=number <= 0)
        start = self._length + len(separator)
        self._parts += [separator, unit.words]
        self._length = start + len(unit.words)
        cells = tuple((start + first, start + last) for first, last in unit.cells)
        self._blocks.append(Block(unit.kind, start, self._length, unit.level, cells))
        self._quoted.append(placed.quoted)
        self._marks.append(unit.boilerplate)
        if unit.kind == "heading":
            self.headings.append(Heading(" ".join(unit.words.split()), start, unit.level or 1))

    def _separator(self, unit: Unit, *, is_first: bool) -> str:
        if not self._blocks:
            return ""
        last = self._blocks[-1].kind
        in_list = unit.kind == last == "item" or {unit.kind, last} <= {"head", "row"}
        return "\n" if not is_first and (in_list or not unit.is_apart) else "\n\n"

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    def structure(self) -> Structure:
        """The blocks, what is boilerplate and what is quoted of them."""
        return Structure(
            tuple(self._blocks),
            quoted=tuple(self._quotes()),
            boilerplate=tuple(self._boilerplate()),
        )

    def _quotes(self) -> list[QuotedMail]:
        known: dict[int, Quoted] = {}
        for quoted in filter(None, self._quoted):
            known[quoted.number] = _fuller(known.get(quoted.number), quoted)
        pairs = zip(self._quoted, self._blocks, strict=True)
        found: list[QuotedMail] = []
        for number, some in groupby(pairs, key=lambda pair: pair[0].number if pair[0] else None):
            blocks = [block for _, block in some]
            if number is not None:
                of = known[number]
                found.append(QuotedMail(of.author, of.sent, blocks[0].start, blocks[-1].end))
        return found

    def _boilerplate(self) -> list[Boilerplate]:
        found: list[Boilerplate] = []
        pairs = zip(self._marks, self._blocks, strict=True)
        for kind, some in groupby(pairs, key=lambda pair: pair[0]):
            blocks = [block for _, block in some]
            if kind is not None:
                found.append(Boilerplate(kind, blocks[0].start, blocks[-1].end))
        return found


def _fuller(known: Quoted | None, other: Quoted) -> Quoted:
    if known is None:
        return other
    return replace(known, author=known.author or other.author, sent=known.sent or other.sent)
