"""Which message each unit of a mail's body belongs to: the mail itself, or an older one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.readers.mail.body.people import author_of_attribution, author_of_header, date_in
from ingest.readers.mail.body.roles import headers_of
from ingest.readers.mail.body.units import Unit


@dataclass(frozen=True, slots=True)
class Quoted:
    """An older message: who wrote it and when, as far as the mail says; each is one object."""

    number: int
    author: str = ""
    sent: date | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit and the older message that it is quoted from, or None."""

    unit: Unit
    quoted: Quoted | None


def placed(units: Sequence[Unit]) -> list[Placed]:
    """The units with the messages that they are quoted from."""
    return list(_Quotes().place(units))


class _Quotes:
    """The messages that are open at a unit: each with the depth of its words."""

    def __init__(self) -> None:
        self._open: list[tuple[int, Quoted]] = []
        self._announced: tuple[int, Quoted] | None = None  # by a line above deeper words
        self._introduced: Quoted | None = None  # by the last unit that introduced one
        self._at_depth: dict[int, Quoted] = {}  # the last one whose words were so deep
        self._count = 0

    def place(self, units: Sequence[Unit]) -> Iterator[Placed]:
        for n, unit in enumerate(units):
            while self._open and self._open[-1][0] > unit.depth:
                self._open.pop()
            if unit.role == "end":
                yield Placed(unit, self._message)
                self._close(unit.depth)
            elif unit.role:
                following = units[n + 1] if n + 1 < len(units) else None
                yield Placed(unit, self._introduce(unit, units[n - 1] if n else None, following))
            else:
                self._deepen(unit.depth)
                yield Placed(unit, self._message)

    @property
    def _message(self) -> Quoted | None:
        return self._open[-1][1] if self._open else None

    def _introduce(self, unit: Unit, before: Unit | None, following: Unit | None) -> Quoted:
        """The message that the unit introduces."""
        message = self._named(unit)
        if before is not None and before.role == "separator" and self._introduced is not None:
            message = Quoted(self._introduced.number, message.author, message.sent)
        self._introduced = message
        if unit.role != "headers" and following and following.depth > unit.depth:
            self._announced = unit.depth + 1, message
        else:
            self._close(unit.depth)
            self._start(unit.depth, message)
        return message

    def _named(self, unit: Unit) -> Quoted:
        self._count += 1
        if unit.role == "attribution":
            return Quoted(self._count, author_of_attribution(unit.words), date_in(unit.words))
        author, sent = headers_of(unit.words)
        return Quoted(self._count, author_of_header(author), date_in(sent) if sent else None)

    def _deepen(self, depth: int) -> None:
        """Open a message for words that are quoted deeper than the open ones."""
        announced, self._announced = self._announced, None
        if depth > (self._open[-1][0] if self._open else 0):
            if announced is not None and announced[0] <= depth:
                self._start(*announced)
            if not self._open or self._open[-1][0] < depth:
                self._count += 1
                self._start(depth, self._at_depth.get(depth) or Quoted(self._count))

    def _start(self, depth: int, message: Quoted) -> None:
        self._open.append((depth, message))
        self._at_depth = {at: of for at, of in self._at_depth.items() if at < depth}
        self._at_depth[depth] = message

    def _close(self, depth: int) -> None:
        while self._open and self._open[-1][0] >= depth:
            self._open.pop()
