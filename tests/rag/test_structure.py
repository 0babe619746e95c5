"""What blocks stand under, and the structure written as lists."""

import json
from datetime import date

import pytest

from rag.structure import (
    UNDIVIDED,
    Block,
    Boilerplate,
    QuotedMail,
    Structure,
    Turn,
    above,
    above_at,
    at,
    column_names,
    from_lists,
    tables,
    to_lists,
    within,
)

LEAD = Block("paragraph", 0, 10)
FIRST = Block("item", 11, 20, level=1)
DEEPER = Block("item", 21, 30, level=2)
SECOND = Block("item", 31, 40, level=1)
TEXT = "| Port | Calls |  |\n| | 2025 | 2026 |\n| Varna | 9 | 12 |\n| Bor | 3 |"
HEADS = (
    Block("head", 0, 19, cells=((2, 6), (9, 14), (17, 17))),
    Block("head", 20, 35, cells=((21, 21), (24, 28), (31, 35))),
)
VARNA = Block("row", 37, 54, cells=((39, 44), (47, 48), (51, 53)))
BOR = Block("row", 55, 66, cells=((57, 60), (63, 64)))


def test_items_stand_under_their_lead_in_and_the_items_around_them() -> None:
    assert list(above((LEAD, FIRST, DEEPER, SECOND))) == [
        (),
        (LEAD,),
        (LEAD, FIRST),
        (LEAD,),
    ]


@pytest.mark.parametrize("kind", ["heading", "row", "caption"])
def test_only_a_paragraph_leads_into_a_list(kind: str) -> None:
    other = Block("heading" if kind == "heading" else "caption", 0, 10)
    assert list(above((other, FIRST, SECOND))) == [(), (), ()]


def test_another_paragraph_ends_a_list_and_its_lead_in() -> None:
    between = Block("paragraph", 21, 30)
    assert list(above((LEAD, FIRST, between, SECOND)))[-1] == (between,)


def test_rows_stand_under_the_heads_of_their_own_table() -> None:
    paragraph = Block("paragraph", 70, 80)
    alone = Block("row", 81, 90)
    found = list(above((*HEADS, VARNA, BOR, paragraph, alone)))
    assert found == [(), (), HEADS, HEADS, (), ()]


def test_a_new_head_begins_another_table() -> None:
    head = Block("head", 70, 80)
    assert list(above((HEADS[0], VARNA, head, Block("row", 81, 90))))[-1] == (head,)


def test_what_one_block_stands_under_is_the_same() -> None:
    blocks = (LEAD, FIRST, DEEPER, SECOND, Block("paragraph", 41, 50))
    structure = Structure(blocks)
    expected = list(above(blocks))
    assert [above_at(structure, block.start) for block in blocks] == expected
    assert above_at(UNDIVIDED, 5) == ()


def test_columns_are_named_by_all_heads_above_them() -> None:
    assert column_names(TEXT, HEADS, VARNA) == ("Port", "Calls 2025", "2026")
    assert column_names(TEXT, HEADS, BOR) == ("Port", "Calls 2025")
    assert column_names(TEXT, (), VARNA) == ()


def test_the_span_at_an_offset() -> None:
    spans = (FIRST, SECOND)
    assert [at(spans, offset) for offset in (10, 11, 19, 20, 31, 40)] == [
        *(None, FIRST, FIRST, None, SECOND, None),
    ]


def test_the_spans_within_others() -> None:
    spans = (LEAD, FIRST, SECOND)
    assert list(within(spans, 5, 12)) == [LEAD, FIRST]
    assert list(within(spans, 10, 11)) == []
    assert list(within(spans, 35, 99)) == [SECOND]


def test_a_table_right_below_another_is_a_table_of_its_own() -> None:
    below = Block("row", 67, 80, level=1)
    paragraph = Block("paragraph", 90, 99)
    second = Block("head", 100, 110)
    blocks = (*HEADS, VARNA, BOR, below, paragraph, second)
    assert list(tables(blocks)) == [(*HEADS, VARNA, BOR), (below,), (second,)]


def test_a_structure_is_the_same_after_json() -> None:
    structure = Structure(
        (LEAD, FIRST, DEEPER, *HEADS),
        (Turn("The Chair", 0, 10, 6, asks=True),),
        (QuotedMail("Ada", date(2026, 3, 4), 0, 5), QuotedMail("", None, 6, 9)),
        (Boilerplate("menu", 31, 40),),
    )
    assert from_lists(json.loads(json.dumps(to_lists(structure))), 40) == structure
    assert to_lists(UNDIVIDED) == {}
    assert from_lists({}, 0) == UNDIVIDED


@pytest.mark.parametrize(
    "lists",
    [
        {"blocks": [["row", 0, 41, 0]]},
        {"blocks": [["row", 5, 4, 0]]},
        {"blocks": [["row", 0, 4, 0, [2, 50]]]},
        {"turns": [["Ada", -1, 4, 2, False]]},
        {"boilerplate": [["menu", 0]]},
        {"quoted": [["Ada", "no day", 0, 4]]},
    ],
)
def test_a_span_outside_the_text_is_refused(lists: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError)):
        from_lists(lists, 40)


def test_a_table_right_below_another_has_no_heads_of_it() -> None:
    other = Block("row", 70, 80, level=1)
    last = Block("row", 81, 90)
    assert list(above((HEADS[0], VARNA, other, last)))[-2:] == [(), ()]
    head = Block("head", 70, 80, level=1)
    assert list(above((HEADS[0], head, last)))[-1] == (head,)
