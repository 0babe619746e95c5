"""A document's text as it was meant: each word is found by its offset, marks are not shown."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Document, Page, Section
from rag.structure import Block, Boilerplate, QuotedMail, Structure, Turn
from tests.ui.web.document.samples import make_document, make_passage
from tests.ui.web.document.test_text import Pieces
from tests.ui.web.reading import HOSTILE, Reader
from ui.web.document.formatted import formatted_text, has_many_marks


def read(document: Document) -> Reader:
    return Reader(formatted_text(document, [], is_stale=False))


class Offsets(Pieces):
    """What stands at each offset, whatever element says so."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if "data-start" in dict(attrs):
            self._start = int(dict(attrs)["data-start"] or "")
            self.pieces[self._start] = ""

    def handle_endtag(self, tag: str) -> None:
        self._start = None


@given(st.text(alphabet="ab. \n#-|*", max_size=80), st.data())
def test_each_piece_is_the_text_at_its_offset(text: str, data: st.DataObject) -> None:
    """Whatever it is cut at: sections, pages, passages."""
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=5)))
    spans = list(pairwise([0, *cuts, len(text)]))
    document = make_document(
        text,
        sections=tuple(Section(f"S{start}", start, end) for start, end in spans if end > start),
        pages=tuple(Page(n, *span) for n, span in enumerate(spans, start=1)),
    )
    passages = [make_passage(text, *span) for span in spans[::2] if span[1] > span[0]]
    found = Offsets(formatted_text(document, passages, is_stale=False)).pieces
    assert list(found) == sorted(found)
    for start, piece in found.items():
        assert piece.replace("\n", " ") == text[start : start + len(piece)].replace("\n", " ")


def test_blocks_become_elements() -> None:
    shown = read(
        make_document(
            "# A\n\n#### B\n\n1. c\n- d\n\n| e |f|\n|-|-|\n| **g** | _h_ |\n\n`i` ~~j~~\n"
        )
    )
    assert shown.tags >= set("h2 h5 ul li table thead tbody th td strong em code s".split())
    assert shown.attributes["scope"] == ["col", "col"]
    assert "*" not in shown.text
    assert "|" not in shown.text


def test_a_decoded_character_is_found_as_a_whole() -> None:
    attributes = read(make_document("Fish &amp; chips")).attributes
    assert (attributes["data-start"], attributes["data-end"]) == (["0", "5", "10"], ["10"])


def test_sections_and_pages_are_led_to() -> None:
    text = "# First\n\nIt rained\nand rained.\n\n# Second\n"
    second = text.index("# Second")
    middle = text.index("and")
    document = make_document(
        text,
        sections=(Section("First", 0, second), Section("Second", second, len(text))),
        pages=(Page(1, 0, middle), Page(2, middle, len(text))),
    )
    assert read(document).attributes["id"] == ["text", "page-1", "section-0", "page-2", "section-1"]


def test_sections_that_begin_where_no_words_are_shown_are_led_to() -> None:
    text = "***\n\nIt rained."
    document = make_document(text, sections=(Section("A", 0, 4), Section("B", 4, len(text))))
    assert read(document).attributes["id"] == ["text", "section-0", "section-1"]


def test_what_is_no_part_of_the_text_is_set_apart() -> None:
    text = "Share this\n\nMR. HALM: It rose.\n\nIt fell."
    said, old = text.index("MR."), text.index("It fell")
    structure = Structure(
        (
            Block("paragraph", 0, 10),
            Block("paragraph", said, old - 2),
            Block("note", old, len(text)),
        ),
        (Turn("MR. HALM", said, old - 2, text.index("It rose")),),
        (QuotedMail("Ada <b>", date(2026, 3, 1), old, len(text)),),
        (Boilerplate("notice", 0, 10),),
    )
    shown = read(make_document(text, structure=structure, source="/b/a.txt"))
    assert shown.tags >= {"strong", "blockquote"}
    assert shown.attributes["title"] == ["notice"]
    assert "Ada <b>, 1 March 2026" in shown.text
    assert "MR. HALM: It rose." in shown.text


@pytest.mark.parametrize("source", ["/b/a.md", "/b/a.txt"])
@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        f"# {HOSTILE}\n\n- {HOSTILE}\n\n| {HOSTILE} | b |\n|---|---|\n| {HOSTILE} | d |\n",
        "[x](javascript:alert(1)) ![y](http://tracker.example/z) <a href=http://a.example>b</a>",
        "[![a](http://b.example)](javascript:c) &lt;script&gt;alert(1)&lt;/script&gt;",
        "`<script>alert(1)</script>` ***~~<b onclick=x>~~*** &#x202e;evil \u202e<i>\u200f",
        "```html\n<script>alert(1)</script>\n```\n\n<div onclick='x'>\n<iframe src=x>\n",
    ],
)
def test_what_a_document_says_is_never_markup(text: str, source: str) -> None:
    shown = read(make_document(text, source=source))
    assert not shown.tags & {"script", "img", "a", "iframe", "i", "b", "style"}
    own = {"class", "id", "data-length", "data-start", "data-end", "data-first", "scope"}
    assert set(shown.attributes) <= own | {"tabindex", "role", "aria-label"}


def test_a_text_that_is_mostly_marks_is_told() -> None:
    assert has_many_marks("| 1 | 2 " * 20_000)
    assert not has_many_marks("It rained _again_ today. " * 3_000)
