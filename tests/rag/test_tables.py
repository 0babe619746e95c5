"""Which of a text's blocks make up a table."""

import pytest

from rag.structure import Block, BlockKind, tables


def blocks(*kinds: BlockKind) -> list[Block]:
    return [Block(kind, n, n + 1) for n, kind in enumerate(kinds)]


@pytest.mark.parametrize(
    ("kinds", "spans"),
    [
        ((), []),
        (("paragraph",), []),
        (("head", "row", "row"), [(0, 3)]),
        (("paragraph", "row", "row", "caption"), [(1, 3)]),
        (("head", "head", "row", "head", "row"), [(0, 3), (3, 5)]),
        (("head", "row", "paragraph", "head", "row"), [(0, 2), (3, 5)]),
        (("head",), [(0, 1)]),
    ],
)
def test_tables(kinds: tuple[BlockKind, ...], spans: list[tuple[int, int]]) -> None:
    found = tables(blocks(*kinds))
    assert [(table[0].start, table[-1].end) for table in found] == spans
