"""Documents and quotes as blocks, with and without a reader's structure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.formatting import format_document, format_quote, format_span, one_line
from rag.structure import Block, BlockKind, Structure
from rag.types import Section
from tests.rag.formatting.documents import make_document, shown, words

PIECES = st.sampled_from(
    [
        *("* _ ** ` [ ] ](u) <b> </b> &amp; a b. 1 # | - > ~~ = \u202e \0 é".split()),
        *(" ", "\n", "\r\n", "\r", "- ", "1. ", "| a | b |\n", "|---|\n", "```\n", "---\n", "\n\n"),
    ]
)


def test_blocks_of_markdown_are_told_by_their_lines() -> None:
    text = (
        "# One #\n\nIt *rained*\nagain.\n\nTwo\n===\n\n- a\n- [x] b\n  1. c\n     more\n\n"
        "> said\n> twice\n\n***\n\n```py\n**d**\n```\n\n[1]: http://a.example\n"
    )
    assert shown(text) == [
        ("heading", "One"),
        ("paragraph", "It rained again."),
        ("heading", "Two"),
        ("item", "a"),
        ("item", "b"),
        ("item", "c more"),
        ("paragraph", "said twice"),
        ("verbatim", "**d**"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "| Port | Tonnes |\n|:---|---:|\n| **Bor** | 4\\|2 |\n",
        "Port | Tonnes\n--- | ---\n**Bor** | 4\\|2\n",
        "|Port|Tonnes|\r\n|-|-|\r\n|**Bor**|4\\|2|\r\n",
    ],
)
def test_tables_of_markdown_have_heads_and_cells(table: str) -> None:
    assert shown(f"Before.\n\n{table}\nAfter.") == [
        ("paragraph", "Before."),
        ("head", "Port|Tonnes"),
        ("row", "Bor|4|2"),
        ("paragraph", "After."),
    ]


def test_items_have_their_number_and_level() -> None:
    blocks = format_document(make_document("- a\n  2. b\n    * c\n"))
    numbers = [(block.level, block.number and block.number.text) for block in blocks]
    assert numbers == [(1, None), (2, "2."), (3, None)]


def test_plain_text_keeps_its_lines_and_marks() -> None:
    text = "# Not a heading\nA line\nanother\n\n- an item\n"
    assert shown(text, "/b/a.txt") == [
        ("paragraph", "# Not a heading\nA line\nanother"),
        ("item", "an item"),
    ]


def test_a_section_of_plain_text_begins_with_a_heading() -> None:
    text = "GRAIN\nIt rose.\n"
    document = make_document(text, "/b/a.txt", sections=(Section("GRAIN", 0, len(text), 2),))
    heading, paragraph = format_document(document)
    assert (heading.kind, heading.level, words(heading)) == ("heading", 2, "GRAIN")
    assert words(paragraph) == "It rose."


def test_front_matter_is_verbatim() -> None:
    text = "---\ntitle: *X*\n---\n# Y\n"
    document = make_document(text, sections=(Section("Y", 19, len(text)),))
    assert [(b.kind, words(b)) for b in format_document(document)] == [
        ("verbatim", "title: *X*"),
        ("heading", "Y"),
    ]


def test_a_readers_structure_is_followed() -> None:
    text = "GRAIN\n\nPorts: - Bor - Zar | Port | t | Bor | 4 A **b**"

    def block(kind: BlockKind, words: str, level: int = 0, *cells: str) -> Block:
        start = text.index(words)
        starts = [text.index(cell, start) for cell in cells]
        spans = tuple((at, at + len(cell)) for at, cell in zip(starts, cells, strict=True))
        return Block(kind, start, start + len(words), level, spans)

    blocks = (
        block("heading", "GRAIN", 3),
        block("paragraph", "Ports:"),
        block("item", "- Bor", 1),
        block("item", "- Zar", 1),
        block("head", "| Port | t", 0, "Port", "t"),
        block("row", "| Bor | 4", 0, "Bor", "4"),
    )
    document = make_document(text, "/b/a.docx", Structure(blocks))
    found = list(format_document(document))
    assert [block.kind for block in found] == [
        *("heading", "paragraph", "item", "item", "head", "row"),
        "paragraph",  # words that are in no block are shown too
    ]
    assert one_line(found) == "GRAIN Ports: Bor Zar Port | t Bor | 4 A **b**"


def test_a_spans_styles_are_those_of_the_whole_document() -> None:
    text = "**One. Two.** Three [four][1].\n\n[1]: http://a.example\n"
    document = make_document(text)
    start = text.index("Two")
    blocks = format_span(document, start, text.index("\n"))
    assert [(run.text, sorted(run.styles)) for run in blocks[0].runs] == [
        ("Two.", ["strong"]),
        (" Three ", []),
        ("four", []),
        (".", []),
    ]


def test_a_span_of_a_table_keeps_its_columns() -> None:
    text = "| a | b |\n|---|---|\n| c | d |\n"
    (row,) = format_span(make_document(text), text.index("d"), text.index("d") + 1)
    assert [len(cell) for cell in row.cells] == [0, 1]


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("The **port** of\n  Bor  ", "The port of Bor"),
        ("## Grain\n\nIt rose.", "Grain It rose."),
        ("- first\n- second", "first second"),
        ("2. second", "2. second"),
        ("| Port | Tonnes |\n|---|---|\n| Bor | 4 |", "Port | Tonnes Bor | 4"),
        ("| Bor |  | 4 |", "Bor | 4"),
        ("It cost ~~2.1~~ 2.4 million.", "It cost 2.4 million."),
        ("Grain\n=====", "Grain"),
        ("====", ""),
    ],
)
def test_words_on_one_line(quote: str, words: str) -> None:
    assert one_line(format_quote(quote, "a.md")) == words


@given(st.lists(PIECES, max_size=24).map("".join), st.sampled_from(["a.md", "a.txt"]), st.data())
def test_every_run_is_in_its_place(text: str, source: str, data: st.DataObject) -> None:
    """Whatever the text: in reading order, and within the span that was asked for."""
    document = make_document(text, source)
    at = 0
    for block in format_document(document):
        for run in ([block.number] if block.number else []) + list(block.all_runs):
            assert at <= run.start < run.end <= len(text)
            at = run.end
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for block in format_span(document, start, end):
        assert all(run.start < end and run.end > start for run in block.all_runs)


@given(st.text(alphabet=st.characters(exclude_characters="\r|"), max_size=60))
def test_all_words_of_plain_text_are_shown(text: str) -> None:
    found = format_document(make_document(text, "a.docx", Structure((Block("note", 0, 0),))))
    assert "".join(words(block) for block in found).split() == text.split()


def one_line_each(quote: str) -> list[str]:
    return [words(block) for block in format_quote(quote, "a.eml")]


def test_wrapped_lines_of_plain_text_are_joined_and_others_are_kept() -> None:
    wrapped = (
        "The quay at Varna closed on Monday for four whole weeks,\nand the mayor said nothing."
    )
    assert one_line_each(wrapped) == [wrapped.replace("\n", " ")]
    verse = "So it be,\nthe quay at Varna closed on Monday for four whole weeks."
    assert one_line_each(verse) == [verse]
    short = "Ada Lund\nHarbour desk"
    assert one_line_each(short) == [short]
