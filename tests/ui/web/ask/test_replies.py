"""What messages and passages say, and that they are always well-formed, inert markup."""

from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Document, Section, Sentence
from ui.messages import page as texts
from ui.service import wording
from ui.service.conversation import Exchange, KeptCitation, KeptDocument, Outcome, Scope
from ui.web.ask import frame, passages, replies
from ui.web.ask.context import context

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> ${alert(3)} {{value}} &lt; \"'"
TEXT = (
    "Front.\n" + "A long way before it. " * 40 + "The quote itself." + " A long way after it." * 40
)
KEPT = KeptDocument("d", "On quotes", "/x", date(2025, 5, 8), "00")
TAGS = set(
    "section h2 h3 p ol ul li span blockquote mark div a button pre article nav q cite "
    "strong".split()
)


class Reader(HTMLParser):
    """Collects what a browser would show, and the tags with their attributes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.text = ""
        self.marked = ""
        self.tags: set[str] = set()
        self.attributes: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(str(markup))
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "mark" in self._open:
            self.marked += data


def make_citation(
    quote: str = "The quote itself.",
    text: str = TEXT,
    document: KeptDocument = KEPT,
    section: str | None = "Commentary",
    page: int | None = None,
    marker: int = 1,
) -> KeptCitation:
    start = text.index(quote)
    return KeptCitation(marker, document, start, start + len(quote), quote, section, page)


def make_document(text: str = TEXT, sections: tuple[Section, ...] = ()) -> Document:
    return Document("d", "On quotes", "/x", None, text, (), sections, "00")


def make_exchange(
    text: str = "It is so. [1]",
    citations: tuple[KeptCitation, ...] = (),
    sentences: tuple[Sentence, ...] = (),
    nearest: tuple[KeptCitation, ...] = (),
    question: str = "What?",
    search_text: str = "What?",
    scope: Scope = Scope(),  # noqa: B008 (frozen)
    notices: tuple[str, ...] = (),
) -> Exchange:
    outcome = Outcome(bool(citations), "extractive", search_text, 0.24, nearest, notices)
    return Exchange("e", question, scope, text, sentences, citations, outcome)


def said(exchange: Exchange) -> Reader:
    return Reader(replies.reply(exchange, 2))


def test_a_marker_is_a_link_to_its_place_and_names_its_citation() -> None:
    shown = said(make_exchange(citations=(make_citation(),)))
    start = TEXT.index("The quote itself.")
    assert shown.attributes["href"] == [f"/documents/d?sha256=00#{start}-{start + 17}"]
    assert shown.attributes["name"] == ["2.1", "2.1", "copy", "copy-cited"]
    assert "It is so.Citation 1" in shown.text
    assert "Quoted word for word · 0.24 s" in shown.text


def test_what_looks_like_a_marker_within_a_quotation_is_none() -> None:
    text = "See note [1] for it. [1]"
    sentence = Sentence("See note [1] for it.", (1,), True, 1.0)
    shown = said(make_exchange(text, (make_citation(),), (sentence,)))
    assert len(shown.attributes["href"]) == 1
    assert "See note [1] for it.Citation 1" in shown.text


def test_a_marker_without_a_citation_stays_text() -> None:
    assert "It is so. [7]" in said(make_exchange("It is so. [7]", (make_citation(),))).text


def test_a_sentence_that_is_not_supported_is_marked_and_says_why() -> None:
    sentences = (
        Sentence("It is so.", (1,), True, 1.0),
        Sentence("It ever was.", (1,), False, 0.1, "the passage gives no time"),
        Sentence("Perhaps.", (), False, 0.0),
    )
    exchange = make_exchange(
        "It is so. [1] It ever was. [1]\n\nPerhaps.", (make_citation(),), sentences
    )
    markup = replies.reply(exchange, 0)
    assert markup.count('class="unsupported"') == 2
    assert texts.not_supported("the passage gives no time") in Reader(markup).text
    assert texts.not_supported("") in Reader(markup).text
    assert "(Not supported: the passage gives no time)" in wording.without_markers(exchange)


def test_an_abstention_names_the_nearest_passages() -> None:
    near = make_citation(marker=0)
    exchange = make_exchange(
        "The briefings don't say.", nearest=(near,), notices=("Mind the gap.",)
    )
    shown = said(exchange)
    assert "On quotes · 8 May 2025" in shown.text
    assert "Mind the gap." in shown.text
    assert texts.COPY_CITED not in shown.text
    assert "The quote itself." in Reader(passages.of_nearest(exchange)).text


def test_scope_and_search_text_are_shown_where_there_are_any() -> None:
    scope = Scope(date(2025, 1, 1), None, (("d", "On quotes"),))
    shown = said(make_exchange(citations=(make_citation(),), scope=scope, search_text="Who? What?"))
    assert "Searched only: from 1 January 2025On quotes" in shown.text
    assert "Searched for: Who? What?" in shown.text
    assert "Searched" not in said(make_exchange(citations=(make_citation(),))).text
    on_two_lines = make_exchange(question="Who?\nWhat?", search_text="Who? What?")
    assert "Searched" not in said(on_two_lines).text


def test_a_passage_shows_where_it_is_from_and_the_quote_in_its_context() -> None:
    citation = make_citation(page=12)
    shown = Reader(
        passages.of_citation(make_exchange(citations=(citation,)), 0, citation, make_document())
    )
    assert "8 May 2025 · Commentary · page 12" in shown.text
    assert shown.marked == "The quote itself."
    assert "before it. The quote itself. A long way" in shown.text


@pytest.mark.parametrize(
    ("document", "note"),
    [(None, texts.GONE), (make_document("Another text altogether."), texts.CHANGED)],
)
def test_a_quote_that_is_no_longer_there_says_so(document: Document | None, note: str) -> None:
    citation = make_citation()
    exchange = make_exchange(citations=(citation,))
    shown = Reader(passages.of_citation(exchange, 0, citation, document))
    assert note in shown.text
    assert shown.marked == "The quote itself."


def test_front_matter_is_not_context() -> None:
    text = "---\ntitle: X\n---\n# Heading\nThe quote itself."
    document = make_document(text, (Section("Heading", 17, len(text)),))
    citation = make_citation(text=text)
    shown = Reader(
        passages.of_citation(make_exchange(citations=(citation,)), 0, citation, document)
    )
    assert "# Heading\nThe quote itself." in shown.text
    assert "---" not in shown.text


def test_what_documents_and_questions_say_stays_text() -> None:
    kept = KeptDocument(HOSTILE, HOSTILE, HOSTILE, None, HOSTILE)
    citation = make_citation(HOSTILE, f"Before. {HOSTILE}", kept, HOSTILE)
    near = make_citation(HOSTILE, f"Before. {HOSTILE}", kept, HOSTILE, marker=0)
    scope = Scope(None, None, ((HOSTILE, HOSTILE),))
    doubted = Sentence(HOSTILE, (1,), False, 0.0, HOSTILE)
    exchange = make_exchange(
        f"{HOSTILE} [1]",
        (citation,),
        (doubted,),
        (near,),
        HOSTILE,
        HOSTILE + "?",
        scope,
        (HOSTILE,),
    )
    document = make_document(f"Before. {HOSTILE} {HOSTILE}")
    for markup in (
        replies.question(HOSTILE),
        replies.reply(exchange, 0),
        passages.of_citation(exchange, 0, citation, document),
        passages.of_nearest(exchange),
        frame.chips(scope),
        frame.chips(scope, HOSTILE),
        frame.masthead(HOSTILE),
    ):
        shown = Reader(markup)
        assert HOSTILE in shown.text
        assert shown.tags <= TAGS | {"h1"}
        assert not [name for name in shown.attributes if name.startswith("on")]
        assert all(href.startswith("/documents/%3C") for href in shown.attributes.get("href", []))


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
    assert context(text, start, start + len(quote), around) == (before, after)


@given(st.text(), st.integers(0, 60), st.integers(0, 60), st.integers(0, 20))
def test_context_is_what_stands_around(text: str, a: int, b: int, around: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    before, after = context(text, start, end, around)
    assert text[:start].endswith(before.removeprefix("…"))
    assert text[end:].startswith(after.removesuffix("…"))
    assert len(before) <= around + 1
    assert len(after) <= around + 1
