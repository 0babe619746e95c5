"""What the sources panel says, and that it is always well-formed, inert markup."""

from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Answer, Citation, Document, DocumentRecord, Hit, Passage, Section, Timings
from ui.web import panel, texts

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> ${alert(3)} {{value}} &lt; \"'"
TEXT = (
    "Front.\n" + "A long way before it. " * 30 + "The quote itself." + " A long way after it." * 30
)


class Reader(HTMLParser):
    """Collects what a browser would show, and the tags with their attributes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.text = ""
        self.marked = ""
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self._open: list[str] = []
        self.feed(markup)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "mark" in self._open:
            self.marked += data


def make_document(text: str, title: str, published: date | None = None) -> Document:
    return Document("d", title, "/x", published, text, (), (), "00")


def make_citation(
    quote: str = "The quote itself.",
    text: str = TEXT,
    title: str = "On quotes",
    published: date | None = date(2025, 5, 8),
    section: str | None = "Commentary",
    page: int | None = None,
) -> Citation:
    start = text.index(quote)
    document = make_document(text, title, published)
    return Citation(1, document, "p", start, start + len(quote), quote, section, page)


def make_hit(title: str, text: str, published: date | None = None) -> Hit:
    record = DocumentRecord(
        "d", title, "/x", published, "00", "v", 1, len(text), datetime(2025, 1, 1, tzinfo=UTC)
    )
    passage = Passage("p", "d", 0, len(text), None, 4, text, ((0, len(text)),))
    return Hit(passage, record, 0.5, 0.5, 1.0, (0.5,))


def make_answer(
    citations: tuple[Citation, ...] = (),
    hits: tuple[Hit, ...] = (),
    question: str = "What?",
    search_text: str = "What?",
) -> Answer:
    return Answer(
        question=question,
        search_text=search_text,
        text="It is so. [1]" if citations else "The briefings don't say.",
        answered=bool(citations),
        confidence=0.9,
        engine="extractive",
        sentences=(),
        citations=citations,
        hits=hits,
        missing=(),
        timings=Timings(1.0, 1.0),
        history=(),
    )


def test_a_citation_shows_where_it_is_from_and_the_quote_in_its_context() -> None:
    shown = Reader(panel.of_answer(make_answer((make_citation(page=12),))))
    assert "[1]On quotes" in shown.text
    assert "8 May 2025 · Commentary · page 12" in shown.text
    assert shown.marked == "The quote itself."
    assert "before it. The quote itself. A long way" in shown.text


def test_a_document_without_date_is_undated_and_its_title_is_not_repeated_as_section() -> None:
    citation = make_citation(published=None, section="On quotes")
    shown = Reader(panel.of_answer(make_answer((citation,))))
    assert "On quotesundated…" in shown.text


def test_an_abstention_shows_the_three_nearest_passages() -> None:
    hits = tuple(make_hit(f"Title {n}", f"Text {n}.", date(2024, 2, n)) for n in range(1, 6))
    shown = Reader(panel.of_answer(make_answer(hits=hits)))
    assert texts.NEAREST in shown.text
    assert "Title 31 · " not in shown.text
    assert [n for n in range(1, 6) if f"Text {n}." in shown.text] == [1, 2, 3]
    assert "3 February 2024 · page 4" in shown.text
    assert shown.marked == ""


def test_an_abstention_without_hits_shows_no_list_of_nothing() -> None:
    assert texts.NEAREST_HINT not in panel.of_answer(make_answer())


def test_the_search_text_is_shown_where_it_differs_from_the_question() -> None:
    same = Reader(panel.of_answer(make_answer()))
    other = Reader(panel.of_answer(make_answer(search_text="Who? What?")))
    assert "Searched for" not in same.text
    assert "Searched for: Who? What?" in other.text


def test_what_documents_and_questions_say_stays_text() -> None:
    citation = make_citation(HOSTILE, f"Before. {HOSTILE} {HOSTILE}", HOSTILE, section=HOSTILE)
    answers = (
        make_answer((citation,), question=HOSTILE, search_text=HOSTILE + "?"),
        make_answer(hits=(make_hit(HOSTILE, HOSTILE),), question=HOSTILE),
    )
    for answer in answers:
        shown = Reader(panel.of_answer(answer))
        assert shown.tags <= set("section h2 h3 p ol li span blockquote mark".split())
        assert shown.attributes <= {"class", "aria-live"}
        assert shown.text.count(HOSTILE) >= 3
    assert Reader(panel.message(HOSTILE)).text == HOSTILE
    assert Reader(panel.message(HOSTILE)).tags == set()


def test_front_matter_is_not_context() -> None:
    text = "---\ntitle: X\n---\n# Heading\nThe quote itself."
    document = Document("d", "X", "/x", None, text, (), (Section("Heading", 17, len(text)),), "0")
    start = text.index("The quote")
    citation = Citation(1, document, "p", start, len(text), "The quote itself.", None, None)
    shown = Reader(panel.of_answer(make_answer((citation,))))
    assert "# Heading\nThe quote itself." in shown.text
    assert "---" not in shown.text


@pytest.mark.parametrize(
    ("text", "quote", "around", "before", "after"),
    [
        ("one two three four five", "three", 6, "…two ", " four…"),
        ("one two three four five", "three", 5, "…two ", " four…"),
        ("one two three", "two", 300, "one ", " three"),
        ("all of it", "all of it", 300, "", ""),
        ("无空格的文字在这里引用后面还有文字", "引用", 3, "…在这里", "后面还…"),
    ],
)
def test_context_is_cut_between_words(
    text: str, quote: str, around: int, before: str, after: str
) -> None:
    start = text.index(quote)
    assert panel.context(text, start, start + len(quote), around) == (before, after)


@given(st.text(), st.integers(0, 60), st.integers(0, 60), st.integers(0, 20))
def test_context_is_what_stands_around(text: str, a: int, b: int, around: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    before, after = panel.context(text, start, end, around)
    assert text[:start].endswith(before.removeprefix("…"))
    assert text[end:].startswith(after.removesuffix("…"))
    assert len(before) <= around + 1
    assert len(after) <= around + 1


@given(st.text())
def test_a_message_reads_as_written(text: str) -> None:
    assert "<" not in panel.message(text)
    assert Reader(panel.message(text)).text == text
