import pytest

from ingest.readers import pdf
from rag.errors import UnreadableError
from tests.ingest.readers import make

BOLD = "Helvetica-Bold"
PROSE = "The ministers met again in Muscat and agreed that the talks would go on in June."


def read_text(*pages: make.Lines) -> str:
    content = pdf.read(make.pdf(pages))
    make.assert_well_formed(content)
    return content.text


def test_lines_become_paragraphs() -> None:
    text = read_text([PROSE, "Nothing else was said by the", "four envoys.", "", "They left."])
    assert text == f"{PROSE} Nothing else was said by the four envoys.\n\nThey left."


def test_a_sentence_over_a_page_end_stays_whole() -> None:
    lines = [PROSE, "The envoys of the four states said that they would"]
    content = pdf.read(
        make.pdf([lines, ["return within the month.", "", "Then they left."], ["X."]])
    )
    make.assert_well_formed(content)
    assert "said that they would return within the month.\n\nThen they left.\n\nX." in content.text
    assert [content.text[p.start : p.end][:6] for p in content.pages] == ["The mi", "return", "X."]
    assert [p.number for p in content.pages] == [1, 2, 3]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["They spoke of co-", "operation at length."], "of cooperation at"),
        (["They spoke of Sino-", "Russian ties at length."], "of Sino-Russian ties"),
        (["They spoke of a long-", "term plan at length."], "a long-term plan"),
        (["A cease-fire holds. They spoke of a cease-", "fire at length."], "of a cease-fire at"),
        (["An understanding. They spoke of an under-", "standing."], "of an understanding."),
        (["They spoke of COVID-", "19 at length."], "of COVID-19 at"),
        (["They spoke of price/", "mix gains at length."], "of price/mix gains"),
    ],
)
def test_hyphens_at_line_ends(lines: list[str], joined: str) -> None:
    assert joined in read_text(lines)


def test_headers_footers_and_page_numbers_go() -> None:
    pages = [[f"On day {n} the talks went on, as they had before that day."] for n in range(1, 6)]
    data = make.pdf(pages, header="The Desk | Weekly", footer="Page {n} of 5")
    content = pdf.read(data)
    make.assert_well_formed(content)
    assert "Desk" not in content.text
    assert "Page" not in content.text
    assert all(f"On day {n} the talks" in content.text for n in range(1, 6))
    assert len(content.pages) == 5


def test_headings_that_count_as_pages_do_stay() -> None:
    content = pdf.read(make.pdf([[f"Day {n}", "", f"{PROSE} {n}"] for n in range(1, 5)]))
    assert all(f"Day {n}\n\n" in content.text for n in range(1, 5))


def test_a_changing_number_that_is_no_page_number_stays() -> None:
    pages: list[make.Lines] = [[PROSE]] * 4
    content = pdf.read(make.pdf(pages, footer="7{n}{n} ships"))
    assert "711 ships" in content.text
    assert "744 ships" in content.text


def test_a_date_in_the_running_header_is_kept_as_the_date() -> None:
    content = pdf.read(make.pdf([[PROSE], [PROSE], [PROSE]], header="4 May 2026"))
    assert str(content.published) == "2026-05-04"


def test_headings_are_sections() -> None:
    page: make.Lines = [
        ("Shipping", BOLD, 11),
        "",
        PROSE,
        PROSE,
        "",
        ("Outlook", BOLD, 11),
        "",
        PROSE,
    ]
    content = pdf.read(make.pdf([page]))
    make.assert_well_formed(content)
    assert [s.title for s in content.sections] == ["Shipping", "Outlook"]


def test_the_outline_names_sections_where_its_words_stand() -> None:
    pages: list[make.Lines] = [["Shipping", "", PROSE], ["Outlook", "", PROSE]]
    outline = [("Shipping", 1), ("Outlook", 2), ("Elsewhere", 2)]
    content = pdf.read(make.pdf(pages, outline=outline))
    make.assert_well_formed(content)
    assert [s.title for s in content.sections] == ["Shipping", "Outlook"]


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("The Gulf, weekly", "The Gulf, weekly"),
        ("Microsoft Word - brief.doc", "Strait watch"),
        ("brief_v2.pdf", "Strait watch"),
        ("", "Strait watch"),
    ],
)
def test_title(given: str, title: str) -> None:
    page: make.Lines = ["The Desk", "", ("Strait watch", BOLD, 18), "", PROSE, PROSE]
    assert pdf.read(make.pdf([page], title=given)).title == title


def test_letters_beyond_ascii() -> None:
    assert read_text(["Café São Tomé – £5"]) == "Café São Tomé – £5"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (make.pdf([[PROSE]], password="secret"), "file is encrypted. Save it without a password"),
        (make.image_pdf(), "no text, only images. Run it through OCR first"),
        (make.pdf([[PROSE]] * 20)[:9_000], "damaged|cut off"),
        (make.pdf([[PROSE]])[:-40], "cut off"),
        (b"", "not a PDF file"),
        (b"words that are no PDF", "not a PDF file"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        pdf.read(data)
