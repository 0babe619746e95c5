"""Tables: heads, captions, cells that span several columns or rows, and layouts."""

import time

import pytest

from ingest.readers.html import read
from rag.structure import above
from tests.ingest.readers.html.blocks import blocks_of, content_of


def test_heads_and_caption() -> None:
    assert blocks_of(
        "<table><caption>Calls in May</caption><thead><tr><td>Port<td>Calls</thead>"
        "<tbody><tr><td>Osk<td>31<tr><th scope=row>Brenna<td>18</table>"
    ) == [
        ("caption", "Calls in May"),
        ("head", "| Port | Calls |"),
        ("row", "| Osk | 31 |"),
        ("row", "| Brenna | 18 |"),
    ]


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (
            "<tr><th rowspan=2>Port<th colspan=2>2025<tr><th>Q1<th>Q2<tr><td>Osk<td>3<td>4",
            "| Port | 2025 | 2025 |\n| Port | Q1 | Q2 |\n| Osk | 3 | 4 |",
        ),
        (
            "<tr><td rowspan=3>Osk<td>1<tr><td>2<tr><td>3<tr><td>Brenna<td>4",
            "| Osk | 1 |\n| Osk | 2 |\n| Osk | 3 |\n| Brenna | 4 |",
        ),
        ("<tr><td>a<td>b<tr><td colspan=2>c", "| a | b |\n| c |  |"),
        ("<tr><td>a<td>b<td>c<tr><td>d<td colspan=2>e", "| a | b | c |\n| d | e | e |"),
        ("<tr><td>a<td><td>b<tr><td>c<td> <td>d", "| a | b |\n| c | d |"),
        ("<tr><td>a<td>b<tr><td>c", "| a | b |\n| c |  |"),
        ("<tr><td>a<td colspan=0>b<tr><td>c<td colspan=x>d", "| a | b |\n| c | d |"),
        ("<tr><td>a<p>b</p><td>c<br>d<tr><td><s>1</s>2<td>3", "| a b | c d |\n| 2 | 3 |"),
    ],
)  # fmt: skip
def test_cells(rows: str, text: str) -> None:
    assert content_of(f"<table>{rows}</table>").text == text


def test_each_cell_is_where_its_words_are() -> None:
    content = content_of("<table><tr><th>Port<th>Calls<tr><td>Osk<td>31</table>")
    cells = [[content.text[slice(*c)] for c in b.cells] for b in content.structure.blocks]
    assert cells == [["Port", "Calls"], ["Osk", "31"]]


def test_a_first_row_in_bold_names_the_columns_and_a_sum_does_not() -> None:
    assert blocks_of(
        "<table><tr><td><b>Item</b><td><p><strong>Cost</strong></p><tr><td>Rope<td>4"
        "<tr><td><b>Sum</b><td><b>4</b></table>"
    ) == [("head", "| Item | Cost |"), ("row", "| Rope | 4 |"), ("row", "| Sum | 4 |")]


def test_a_table_without_heads_right_below_another_does_not_take_its_heads() -> None:
    content = content_of(
        "<table><tr><th>Port<th>Calls<tr><td>Osk<td>31</table>"
        "<table><tr><td>Rope<td>4<tr><td>Sails<td>9</table>"
    )
    assert content.text == "| Port | Calls |\n| Osk | 31 |\n\n| Rope | 4 |\n| Sails | 9 |"
    heads, row, *others = content.structure.blocks
    assert list(above([heads, row, *others])) == [(), (heads,), (), ()]


@pytest.mark.parametrize(
    "table",
    [
        "<table role=presentation><tr><td>One.<td>Two.</table>",
        "<table><tr><td><h2>One.</h2><td>Two.</table>",
        "<table><tr><td><table><tr><td>One.</table><td>Two.</table>",
    ],
)
def test_layout_tables_are_no_tables(table: str) -> None:
    assert content_of(table).text == "One.\n\nTwo."


@pytest.mark.parametrize(
    "table",
    [
        "<tr><td colspan=1000000000 rowspan=1000000000>x" * 5_000,
        "<tr>" + "<td rowspan=65000>x" * 300 + "<tr><td>y" * 5_000,
        "<tr><td>x" + "<td>y" * 20_000,
    ],
)
def test_spans_of_any_size_take_no_more_than_their_file(table: str) -> None:
    begin = time.process_time()
    text = read(f"<table>{table}</table>".encode()).text
    assert len(text) < 10 * len(table)
    assert time.process_time() - begin < 10
