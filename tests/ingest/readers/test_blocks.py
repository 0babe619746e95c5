"""Texts composed of blocks."""

import pytest

from ingest.readers.base import Heading
from ingest.readers.blocks import Blocks, clean
from rag.structure import BlockKind
from rag.types import Section


def composed(*blocks: tuple[str, BlockKind]) -> Blocks:
    composing = Blocks()
    for words, kind in blocks:
        if kind in {"head", "row"}:
            composing.add_row(words.split("/"), "head" if kind == "head" else "row")
        else:
            composing.add(words, kind)
    return composing


def test_blank_lines_separate_blocks_but_not_items_or_rows() -> None:
    blocks = composed(
        ("Lead.", "paragraph"),
        ("Shipping", "heading"),
        ("Two left", "item"),
        ("Three stayed", "item"),
        ("Port/Calls", "head"),
        ("Fujairah/312", "row"),
        ("End.", "paragraph"),
        ("Really.", "paragraph"),
    )
    assert blocks.text == (
        "Lead.\n\nShipping\n\n- Two left\n- Three stayed\n\n"
        "| Port | Calls |\n| Fujairah | 312 |\n\nEnd.\n\nReally."
    )
    assert blocks.headings == [Heading("Shipping", 7)]
    assert blocks.sections == (Section("", 0, 7, level=0), Section("Shipping", 7, len(blocks.text)))


def test_blocks_without_visible_characters_are_skipped() -> None:
    blocks = composed((" \n\u200b ", "paragraph"), ("Lead.", "paragraph"), ("\xad", "heading"))
    assert (blocks.text, blocks.headings) == ("Lead.", [])


def test_a_block_keeps_its_lines_but_a_heading_is_one() -> None:
    blocks = composed(("one\n\n  two", "paragraph"), ("The\nstrait", "heading"))
    assert blocks.text == "one\ntwo\n\nThe strait"


def test_the_title_of_a_section_is_cut() -> None:
    blocks = composed(("word " * 300, "heading"), ("Text.", "paragraph"))
    (section,) = blocks.sections
    assert section.title == "word " * 200
    assert (section.start, section.end) == (0, len(blocks.text))


def test_nothing_has_no_sections() -> None:
    assert (Blocks().text, Blocks().sections) == ("", ())


@pytest.mark.parametrize(
    ("line", "cleaned"),
    [
        ("  a \t b\r", "a b"),
        ("soft\xadhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("direction\u200f\u200e", "direction"),
        ("null\x00 bell\x07", "null bell"),
        ("half \ud800 letter", "half letter"),
        ("a\x0bb", "a b"),
        ("dev\u200dna\u200cgari", "dev\u200dna\u200cgari"),
    ],
)
def test_clean(line: str, cleaned: str) -> None:
    assert clean(line) == cleaned


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (["Gas", "98 bcm"], "| Gas | 98 bcm |"),
        (["Gas", "", "98"], "| Gas |  | 98 |"),
        (["two\nlines", "x"], "| two lines | x |"),
        (["alone"], "alone"),
        (["", " "], ""),
        ([], ""),
    ],
)
def test_rows(cells: list[str], line: str) -> None:
    blocks = Blocks()
    blocks.add_row(cells)
    assert blocks.text == line


def test_the_structure_says_what_each_block_is() -> None:
    blocks = composed(("Ports", "heading"), ("Two:", "paragraph"), ("Varna", "item"))
    blocks.add("Old quay", "item", level=2)
    blocks.add_row(["Port", "Calls"], "head")
    blocks.add_row(["Varna", ""])
    first = len(blocks)
    blocks.add("Share this page")
    blocks.mark("menu", first)
    text, structure = blocks.text, blocks.structure
    assert [(b.kind, b.level, text[b.start : b.end]) for b in structure.blocks] == [
        ("heading", 1, "Ports"),
        ("paragraph", 0, "Two:"),
        ("item", 1, "- Varna"),
        ("item", 2, "  - Old quay"),
        ("head", 0, "| Port | Calls |"),
        ("row", 0, "| Varna |  |"),
        ("paragraph", 0, "Share this page"),
    ]
    assert [text[slice(*cell)] for b in structure.blocks for cell in b.cells] == [
        *("Port", "Calls", "Varna", ""),
    ]
    (left,) = structure.boilerplate
    assert (left.kind, text[left.start : left.end]) == ("menu", "Share this page")


def test_an_item_may_have_a_number_for_its_mark() -> None:
    blocks = Blocks()
    blocks.add("Varna", "item", 1, "2.")
    blocks.add("Old quay", "item", 2, "(a)")
    assert blocks.text == "2. Varna\n  (a) Old quay"


def test_a_table_right_below_another_is_told_apart() -> None:
    blocks = composed(("Port/Calls", "head"), ("Varna/9", "row"))
    blocks.end_table()
    blocks.add_row(["Master", "Ilic"])
    blocks.add_row(["Pilot", "Petrov"])
    assert "| Varna | 9 |\n\n| Master | Ilic |\n| Pilot" in blocks.text
    assert [b.level for b in blocks.structure.blocks] == [0, 0, 1, 0]


def test_the_end_of_a_table_is_no_more_than_that() -> None:
    blocks = composed(("Port/Calls", "row"))
    blocks.end_table()
    blocks.add("Words.")
    blocks.add_row(["Master", "Ilic"])
    assert [b.level for b in blocks.structure.blocks] == [0, 0, 0]


def test_a_section_without_a_title() -> None:
    blocks = composed(("Ports", "heading"), ("Lead.", "paragraph"))
    blocks.begin_section()
    blocks.add("Only a map.")
    blocks.begin_section()
    blocks.add("Tides", "heading")
    assert [(s.title, s.start, s.level) for s in blocks.sections] == [
        ("Ports", 0, 1),
        ("", 14, 0),
        ("Tides", 27, 1),
    ]
