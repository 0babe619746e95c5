"""E-books: chapters in the order of the spine, notes, contents, and what is refused."""

from datetime import date

import pytest

from ingest.readers import epub
from rag.errors import UnreadableError
from rag.types import Omission
from tests.ingest.readers.make import assert_well_formed
from tests.ingest.readers.make import epub as book


def test_chapters_are_read_in_order_with_title_and_date() -> None:
    content = epub.read(
        book(["<h1>North</h1><p>Two piers.</p>", "<h1>South</h1><ol><li>One quay</li></ol>"])
    )
    assert_well_formed(content)
    assert content.text == "North\n\nTwo piers.\n\nSouth\n\n1. One quay"
    assert (content.title, content.title_from) == ("Strait watch", "metadata")
    assert (content.published, content.published_from) == (date(2026, 5, 4), "metadata")
    assert [section.title for section in content.sections] == ["North", "South"]


def test_the_contents_page_is_boilerplate_and_notes_are_notes() -> None:
    chapter = (
        '<p>The pier cost 40<a epub:type="noteref" href="#n1">1</a> crowns.</p>'
        '<aside epub:type="footnote" id="n1"><p>1. Without tax.</p></aside>'
    )
    nav = '<nav epub:type="toc"><ol><li><a href="c1.xhtml">Piers</a></li></ol></nav>'
    content = epub.read(book([chapter], nav=nav))
    blocks = [(b.kind, content.text[b.start : b.end]) for b in content.structure.blocks]
    assert blocks == [
        ("item", "1. Piers"),
        ("paragraph", "The pier cost 40[1] crowns."),
        ("note", "1. Without tax."),
    ]
    (contents,) = content.structure.boilerplate
    assert (contents.kind, content.text[contents.start : contents.end]) == ("contents", "1. Piers")


@pytest.mark.parametrize(
    ("metadata", "title", "day"),
    [
        (
            "<dc:title>Piers</dc:title><dc:date>2025-02-03T00:00Z</dc:date>",
            "Piers",
            "2025-02-03",
        ),
        ("<dc:date>2025</dc:date>", "Shipping", None),
        ("<dc:title> </dc:title><dc:date>3 February 2025</dc:date>", "Shipping", "2025-02-03"),
        ('<dc:date event="modification">2025-02-03</dc:date>', "Shipping", None),
        (
            '<dc:date event="conversion">2025-02-03</dc:date>'
            '<dc:date event="publication">2024-01-02</dc:date>',
            "Shipping",
            "2024-01-02",
        ),
    ],
)
def test_metadata(metadata: str, title: str, day: str | None) -> None:
    content = epub.read(book(metadata=metadata))
    assert content.title == title
    assert content.published == (date.fromisoformat(day) if day else None)


def test_a_book_loses_no_links_and_counts_what_it_loses() -> None:
    links = "".join(f'<a href="{n}">Port {n}</a> ' for n in range(5))
    content = epub.read(book([f"<div>{links}</div><p><s>Old</s> New</p><img src='a.png'/>"]))
    assert content.text == "Port 0 Port 1 Port 2 Port 3 Port 4\n\nNew"
    assert content.structure.boilerplate == ()
    assert set(content.omissions) == {Omission("struck-out words", 1), Omission("images", 1)}


ENCRYPTED = '<encryption><CipherReference URI="{}"/></encryption>'


@pytest.mark.parametrize(
    ("name", "words", "refused"),
    [
        ("META-INF/encryption.xml", ENCRYPTED.format("OEBPS/text/c%200.xhtml"), True),
        ("META-INF/rights.xml", "<rights/>", True),
        ("META-INF/encryption.xml", ENCRYPTED.format("OEBPS/font.otf"), False),
    ],
)
def test_protected_books_are_refused(name: str, words: str, refused: bool) -> None:
    data = book(more=[(name, words)])
    if not refused:
        assert epub.read(data).text == "Shipping\n\nTraffic fell."
        return
    with pytest.raises(UnreadableError, match="protected against copying"):
        epub.read(data)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no book", book()[:300]])
def test_what_is_no_book_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="not an e-book"):
        epub.read(data)


def test_a_book_that_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(UnreadableError, match="unpacks to 30 MB in 5 parts"):
        epub.read(book(more=[("a.bin", "a" * 30_000_000)]))
