"""The rows of a table are much alike: a question that names one asks for it alone."""

from collections.abc import Sequence

from rag.answering.quoting.candidates import Candidate
from rag.structure import at, tables


def without_rows_beside(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, in their order, without each row whose table has one that is nearer.

    That is one whose cells have more of the question's words. The names of the columns do not
    count: all rows share them.
    """
    places = [_table_of(candidate) for candidate in found]
    most: dict[tuple[str, int], float] = {}
    for candidate, place in zip(found, places, strict=True):
        if place is not None:
            most[place] = max(most.get(place, 0.0), candidate.coverage)
    return [
        candidate
        for candidate, place in zip(found, places, strict=True)
        if place is None or candidate.coverage >= most[place]
    ]


def _table_of(candidate: Candidate) -> tuple[str, int] | None:
    """The passage and where in it the table begins that the candidate is a row of."""
    passage = candidate.hit.passage
    block = at(passage.structure.blocks, candidate.start)
    if block is None or block.kind != "row":
        return None
    table = next(
        table for table in tables(passage.structure.blocks) if candidate.start < table[-1].end
    )
    return passage.id, table[0].start
