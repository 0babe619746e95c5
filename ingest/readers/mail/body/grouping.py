"""From the lines of a body to its units."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.readers.mail.body.plain_text import units_of
from ingest.readers.mail.body.roles import roles_in
from ingest.readers.mail.body.units import Line, Unit


def grouped(lines: Sequence[Line]) -> list[Unit]:
    """The units of the lines, those that introduce quoted messages among them."""
    units: list[Unit] = []
    start = 0
    for span in roles_in(lines):
        units += _without_role(lines[start : span.start])
        words = "\n".join(line.words for line in lines[span.start : span.end] if line.words)
        units.append(Unit(words, lines[span.start].depth, role=span.role))
        start = span.end
    units += _without_role(lines[start:])
    return units


def _without_role(lines: Sequence[Line]) -> Iterator[Unit]:
    for is_plain, some in groupby(lines, key=lambda line: line.block is None):
        if is_plain:
            yield from units_of(list(some))
        else:
            for _, block in groupby(some, key=lambda line: (line.block, line.depth)):
                yield _of_block(list(block))


def _of_block(lines: Sequence[Line]) -> Unit:
    first = lines[0]
    return Unit(
        "\n".join(line.words for line in lines),
        first.depth,
        first.kind,
        first.level,
        cells=first.cells,
        boilerplate=first.boilerplate,
    )
