"""Headings and titles, from paragraphs as plain values."""

from typing import Any

import pytest

from ingest.readers.base import Heading
from ingest.readers.pdf.headings import Bookmark, body_size, headings, title_in
from ingest.readers.pdf.paragraphs import Paragraph
from tests.ingest.readers.pdf.layouts import paragraph

PROSE = "The envoys of the four states met in Muscat on Tuesday and went on until late. " * 3


def document(*pieces: Paragraph) -> list[Paragraph]:
    """The paragraphs, each followed by prose, with the offsets that they have in a text."""
    placed, start = [], 0
    for piece in pieces:
        for text, kind in ((piece.text, piece), (PROSE, paragraph(PROSE, page=piece.page))):
            placed.append(
                Paragraph(text, start, kind.page, kind.size, kind.bold, kind.is_table_row)
            )
            start += len(text) + 2
    return placed


def found(*pieces: Paragraph, bookmarks: list[Bookmark] | None = None) -> list[str]:
    paragraphs = document(*pieces)
    listed = headings(paragraphs, bookmarks or [])
    starts = {p.start: p.text for p in paragraphs}
    assert all(starts[heading.start] == heading.title for heading in listed)
    assert [h.start for h in listed] == sorted(h.start for h in listed)
    return [heading.title for heading in listed]


@pytest.mark.parametrize("changes", [{"size": 12.0}, {"bold": True}, {"bold": True, "size": 9.8}])
def test_a_larger_or_bold_line_is_a_heading(changes: Any) -> None:
    assert found(paragraph("Shipping in the strait", **changes)) == ["Shipping in the strait"]


@pytest.mark.parametrize(
    "piece",
    [
        paragraph("Shipping"),
        paragraph("Shipping", size=11.0),
        paragraph("Shipping", bold=True, size=8.0),
        paragraph("Shipping", bold=True, is_table_row=True),
        paragraph("Shipping fell again.", bold=True),
        paragraph("shipping", bold=True),
        paragraph("• Shipping", bold=True),
        paragraph("Ports; carriers", bold=True),
        paragraph("4 March 2026", bold=True),
        paragraph("12 %", bold=True),
        paragraph("Shipping " * 20, bold=True),
    ],
    ids=lambda piece: piece.text[:20],
)
def test_what_is_no_heading(piece: Paragraph) -> None:
    assert found(piece) == []


def test_a_numbered_heading_may_end_in_a_full_stop() -> None:
    assert found(paragraph("Item 7. Shipping.", bold=True)) == ["Item 7. Shipping."]


def test_a_bold_line_before_a_table_is_none_but_a_larger_one_is() -> None:
    row = paragraph("Port Calls", start=50, is_table_row=True)
    prose = paragraph(PROSE, start=100)
    assert headings([prose, paragraph("Calls", start=400, bold=True), row], []) == []
    larger = paragraph("Calls", start=400, size=14.0)
    assert headings([prose, larger, row], []) == [Heading("Calls", 400)]


def test_where_most_is_bold_that_shows_nothing() -> None:
    bold = paragraph(PROSE, start=100, bold=True)
    assert headings([paragraph("Shipping", bold=True), bold], []) == []


def test_where_too_much_is_set_as_headings_the_outline_alone_counts() -> None:
    pieces = [paragraph(f"Heading number {n}", start=100 * n, size=14.0) for n in range(30)]
    pieces.append(paragraph(PROSE, start=9000))
    assert headings(pieces, []) == []
    assert headings(pieces, [Bookmark("HEADING NUMBER: 3", 1)]) == [
        Heading("Heading number 3", 300)
    ]


def test_an_entry_of_the_outline_counts_where_its_page_has_its_words() -> None:
    pieces = (paragraph("Ports – and carriers"), paragraph("Elsewhere", page=2))
    marks = [Bookmark("Ports and Carriers", 1), Bookmark("Elsewhere", 1), Bookmark("", 1)]
    assert found(*pieces, bookmarks=marks) == ["Ports – and carriers"]


def test_the_title_is_the_first_of_the_first_page_s_largest() -> None:
    pieces = document(
        paragraph("The Desk", size=12.0),
        paragraph("Strait watch", size=18.0),
        paragraph("Second", size=18.0),
        paragraph("Later", size=24.0, page=2),
    )
    assert title_in(pieces) == "Strait watch"
    assert title_in(document(paragraph("Strait watch", size=11.0))) == ""


def test_the_body_is_the_largest_size_of_a_good_part_of_the_prose() -> None:
    notes = [paragraph(PROSE, size=8.0)] * 5
    body = [paragraph(PROSE, size=10.0)] * 2
    display = [paragraph("Strait watch", size=30.0)]
    assert body_size([*notes, *body, *display]) == 10.0
    assert body_size(display) == 30.0
