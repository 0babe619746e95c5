"""A document's text: the browser has exactly its characters, each found by its offset."""

from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Page, Section
from tests.ui.web.document.samples import make_document, make_passage
from ui.web.document.text import text_block


class Pieces(HTMLParser):
    """The pieces of the text by offset, and what stands around them."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.pieces: dict[int, str] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._start: int | None = None
        self.feed(str(markup))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "span":
            self._start = int(dict(attrs)["data-start"] or "")
            self.pieces[self._start] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "span":
            self._start = None

    def handle_data(self, data: str) -> None:
        if self._start is not None:
            self.pieces[self._start] += data

    def of(self, name: str) -> list[dict[str, str | None]]:
        """The attributes of each element of that tag, in order."""
        return [attributes for tag, attributes in self.tags if tag == name]


@given(st.text(alphabet=st.characters(exclude_characters="\0")), st.data())
def test_the_pieces_are_the_text(text: str, data: st.DataObject) -> None:
    """Whatever it is cut at: sections, passages, carriage returns."""
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = list(pairwise(cuts))
    sections = tuple(Section(f"S{start}", start, end) for start, end in spans)
    passages = [make_passage(text, start, end) for start, end in spans[::2]]
    document = make_document(text, sections=sections)
    read = Pieces(text_block(document, passages, is_stale=False))
    assert "".join(read.pieces.values()) == text
    assert all(text[start:].startswith(piece) for start, piece in read.pieces.items())
    assert list(read.pieces) == sorted(read.pieces)


def test_a_null_character_becomes_a_visible_mark() -> None:
    read = Pieces(text_block(make_document("a\0b"), [], is_stale=False))
    assert read.pieces == {0: "a\N{REPLACEMENT CHARACTER}b"}


@pytest.mark.parametrize(
    ("text", "breaks"), [("a\nb", 0), ("a\r\nb", 0), ("a\rb", 1), ("a\r\rb", 2), ("a\r", 1)]
)
def test_a_lone_carriage_return_breaks_the_line(text: str, breaks: int) -> None:
    read = Pieces(text_block(make_document(text), [], is_stale=False))
    assert len(read.of("br")) == breaks
    assert read.pieces == {0: text}


def test_a_line_end_that_two_pieces_share_is_one_break() -> None:
    text = "One.\r\nTwo."
    passages = [make_passage(text, 0, 5), make_passage(text, 5, len(text))]
    read = Pieces(text_block(make_document(text), passages, is_stale=False))
    assert read.pieces == {0: "One.\r", 5: "\nTwo."}
    assert read.of("br") == []


def test_passages_are_told_apart() -> None:
    text = "One. Two. Three."
    passages = [make_passage(text, 0, 4), make_passage(text, 5, 9)]
    spans = Pieces(text_block(make_document(text), passages, is_stale=False)).of("span")
    assert spans == [
        {"data-start": "0", "class": "passage even", "data-first": ""},
        {"data-start": "4"},
        {"data-start": "5", "class": "passage odd", "data-first": ""},
        {"data-start": "9"},
    ]


def test_a_piece_is_short_and_only_the_first_of_a_passage_is_marked_as_such() -> None:
    text = "x" * 5_000
    spans = Pieces(text_block(make_document(text), [make_passage(text, 0, 5_000)], is_stale=False))
    assert list(spans.pieces) == [0, 2_000, 4_000]
    assert ["data-first" in one for one in spans.of("span")] == [True, False, False]


def test_sections_and_pages_are_led_to() -> None:
    text = "# First\nIt rained.\n# Second\nIt snowed.\n"
    second = text.index("# Second")
    document = make_document(
        text,
        sections=(Section("First", 0, second), Section("Second", second, len(text))),
        pages=(Page(1, 0, second), Page(2, second, len(text))),
    )
    read = Pieces(text_block(document, [], is_stale=False))
    assert [one["id"] for one in read.of("h2")] == ["section-0", "section-1"]
    assert [one["id"] for one in read.of("p")] == ["page-1", "page-2"]
    assert read.pieces[0] == "# First\n"
    assert read.pieces[second] == "# Second\n"


def test_a_section_without_a_title_is_no_heading() -> None:
    document = make_document("One. Two.", sections=(Section(" ", 0, 9),))
    assert Pieces(text_block(document, [], is_stale=False)).of("h2") == []


def test_a_long_stretch_is_cut_into_blocks_at_line_ends() -> None:
    text = "A line of words.\n" * 1_000
    read = Pieces(text_block(make_document(text), [], is_stale=False))
    blocks = [one for one in read.of("div") if one["class"] == "block"]
    assert len(blocks) == 5
    assert "".join(read.pieces.values()) == text


@pytest.mark.parametrize(("length", "kind"), [(100_000, "text"), (100_001, "text long")])
def test_a_long_text_is_laid_out_as_it_is_seen(length: int, kind: str) -> None:
    outer = Pieces(text_block(make_document("x" * length), [], is_stale=False)).of("div")[0]
    assert outer["class"] == kind
    assert outer["data-length"] == str(length)


def test_a_stale_link_marks_nothing() -> None:
    stale = Pieces(text_block(make_document(), [], is_stale=True)).of("div")[0]
    assert "data-stale" in stale
    assert "data-stale" not in Pieces(text_block(make_document(), [], is_stale=False)).of("div")[0]


def test_an_empty_text_is_an_empty_block() -> None:
    assert Pieces(text_block(make_document(""), [], is_stale=False)).pieces == {}
