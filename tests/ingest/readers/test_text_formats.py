"""Plain text and Markdown: text, title, date and sections."""

import time
from datetime import date

import pytest

from ingest.readers import plain
from rag.errors import UnreadableError
from rag.types import Document
from tests.ingest import reading


def read(data: bytes | str, name: str = "note.txt") -> Document:
    return reading.read(data, name).document


def sections(document: Document) -> list[tuple[str, str]]:
    return [(s.title, document.text[s.start : s.end].strip()) for s in document.sections]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Žluťoučký kůň.\r\nDruhá věta.".encode(), "Žluťoučký kůň.\r\nDruhá věta."),
        (b"\xef\xbb\xbfTitle\nText.", "Title\nText."),
        ("Title\nTéxt.".encode("utf-16"), "Title\nTéxt."),
        ("Vláda schválila návrh zákona.".encode("cp1250"), "Vláda schválila návrh zákona."),
        (
            "Le président a été reçu à l’Élysée, où il a présenté les résultats.".encode("cp1252"),
            "Le président a été reçu à l’Élysée, où il a présenté les résultats.",
        ),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    assert read(data).text == text


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", bytes(range(256)) * 4])
def test_a_binary_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="binary"):
        read(data)


@pytest.mark.parametrize("data", ["", " \n\t", "---\n***"])
def test_a_file_without_words_is_refused(data: str) -> None:
    with pytest.raises(UnreadableError, match="no text"):
        read(data)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.md", "---\ntitle: T\ndate: 2026-02-03\n---\n# H\n5 May 2025\n", date(2026, 2, 3)),
        ("a.md", "---\ndate: 3 February 2026\n---\nX.", date(2026, 2, 3)),
        ("2026-03-04-strait.txt", "Title\n5 May 2025\n", date(2025, 5, 5)),
        ("2026-03-04-strait.txt", "Title\nRain fell.\n", date(2026, 3, 4)),
        ("note_20260304.txt", "Title", date(2026, 3, 4)),
        ("4 March 2026 strait.txt", "Title", date(2026, 3, 4)),
        ("a.txt", "Title\nBrussels, 12 May 2026\nText.", date(2026, 5, 12)),
        ("a.txt", "Title\n**Published:** May 12, 2026\nText.", date(2026, 5, 12)),
        ("a.txt", "Title\nMonday, 12.05.2026\nText.", date(2026, 5, 12)),
        ("a.txt", "Title\n05/04/2026\nText.", None),
        ("a.txt", "Title\nOn 12 May 2026 it rained.\n", None),
        ("a.txt", "80th anniversary of the year 1945", None),
        ("a.txt", "Title\n31 February 2026\n", None),
        ("report-123456789.txt", "Title", None),
    ],
)
def test_dates_are_found_and_never_invented(name: str, text: str, expected: date | None) -> None:
    assert read(text, name).published == expected


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.txt", "\n\nThe strait\nText.", "The strait"),
        ("a.md", "Intro.\n\n# The *strait*\nText.", "The strait"),
        ("a.md", "Just text.", "Just text."),
        ("a.md", "---\ntitle: Front\n---\n# Other", "Front"),
    ],
)
def test_titles(name: str, text: str, title: str) -> None:
    assert read(text, name).title == title


def test_markdown_sections() -> None:
    text = "Lead.\r\n\r\n# One\r\nA.\r\n\r\nTwo\r\n---\r\nB.\r\n"
    assert sections(read(text, "a.md")) == [
        ("", "Lead."),
        ("One", "# One\r\nA."),
        ("Two", "Two\r\n---\r\nB."),
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_front_matter_is_read_whatever_ends_its_lines(line_end: str) -> None:
    lines = ["---", "title: Grain", "date: 2025-03-08", "--- ", "# Varna", "", "It rained."]
    document = read(line_end.join(lines), "note.md")
    assert (document.title, document.published) == ("Grain", date(2025, 3, 8))
    assert [title for title, _ in sections(document) if title] == ["Varna"]


def test_code_is_no_heading() -> None:
    assert [title for title, _ in sections(read("```\n# code\n```\nText.", "a.md"))] == [""]


def test_text_sections() -> None:
    body = "The visit served as a demonstration of the resilience of the partnership of the two."
    text = f"The summit\n{body}\nCommentary\n- {body}\n- {body}\n- {body}\nMenu\nHome\nNews"
    assert [title for title, _ in sections(read(text))] == ["The summit", "Commentary"]


@pytest.mark.parametrize("title", ["Diamonds (song)", "Where are we going?", "The strait"])
def test_a_first_line_that_stands_apart_is_a_heading(title: str) -> None:
    assert sections(read(f"{title}\n\nText of it."))[0][0] == title


def test_wrapped_text_has_no_false_sections() -> None:
    text = (
        "The summit\n\nThe visit of the president\nof the republic to the capital was the\nfirst."
    )
    assert [title for title, _ in sections(read(text))] == ["The summit"]


def test_long_texts_take_no_longer_by_the_word() -> None:
    def seconds(lines: int) -> float:
        data = b"the rain fell on the old town and nobody was there to see it at all.\n" * lines
        began = time.perf_counter()
        plain.read(data)
        return time.perf_counter() - began

    ratio = min(seconds(40_000) / seconds(10_000) for _ in range(3))
    assert ratio < 8  # four times as long a text; with a quadratic step it was thirty times
