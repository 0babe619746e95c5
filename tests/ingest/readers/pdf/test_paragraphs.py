"""From lines to a text, from pages as plain values."""

from ingest.readers.pdf.paragraphs import assemble
from rag.types import Page
from tests.ingest.readers.pdf.layouts import line, page, spaced


def test_lines_become_paragraphs_with_offsets() -> None:
    lines = spaced("The envoys of the four", "states met in Muscat.")
    lines += [line("Shipping", 150, size=14.0), line("Traffic fell by half.", 180)]
    text, pages, paragraphs = assemble([page(lines)])
    assert (
        text == "The envoys of the four states met in Muscat.\n\nShipping\n\nTraffic fell by half."
    )
    assert pages == (Page(1, 0, len(text)),)
    assert [(p.text, p.size) for p in paragraphs] == [
        ("The envoys of the four states met in Muscat.", 10.0),
        ("Shipping", 14.0),
        ("Traffic fell by half.", 10.0),
    ]
    assert all(text.startswith(p.text, p.start) for p in paragraphs)


def test_a_paragraph_continues_on_the_next_page() -> None:
    first = page(spaced("The talks went on", "all day, as the govern-"), 1)
    second = page(spaced("ment of Oman said."), 3)
    text, pages, paragraphs = assemble([first, page([], 2), second])
    assert text == "The talks went on all day, as the government of Oman said."
    assert pages == (Page(1, 0, 40), Page(3, 40, 58))
    assert [(p.page, p.text) for p in paragraphs] == [(1, text)]


def test_rows_and_bold_lines_are_marked() -> None:
    rows = [
        line("Port Calls", 100, is_table_row=True),
        line("Fujairah 312", 112, is_table_row=True),
    ]
    bold = [
        line("A bold heading that is", 150, bold=True),
        line("set in two lines", 162, bold=True),
    ]
    _, _, paragraphs = assemble([page([*rows, *bold])])
    assert [(p.text, p.is_table_row, p.bold) for p in paragraphs] == [
        ("Port Calls", True, False),
        ("Fujairah 312", True, False),
        ("A bold heading that is set in two lines", False, True),
    ]


def test_no_lines_make_no_text() -> None:
    assert assemble([page([])]) == ("", (), [])
