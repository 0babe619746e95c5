"""The rows of a table are much alike: a question that names one asks for it alone."""

from collections.abc import Sequence

from rag.answering.quoting.candidates import Candidate

_Table = tuple[str, str | None, int]
"""A document, a section and a number of columns. Rows that share them are taken for rows of one
table: a passage does not tell whether it goes on with the table of the one before it."""


def without_rows_beside(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, in their order, without each row whose table has one that is nearer.

    That is one whose cells have more of the question's words. The names of the columns do not
    count: all rows share them.
    """
    places = [_table_of(candidate) for candidate in found]
    most: dict[_Table, float] = {}
    for candidate, place in zip(found, places, strict=True):
        if place is not None:
            most[place] = max(most.get(place, 0.0), candidate.coverage)
    return [
        candidate
        for candidate, place in zip(found, places, strict=True)
        if place is None or candidate.coverage >= most[place]
    ]


def _table_of(candidate: Candidate) -> _Table | None:
    passage, block = candidate.hit.passage, candidate.block
    if block is None or block.kind != "row":
        return None
    return passage.document_id, passage.section, len(block.cells)
