"""The passage beside the conversation."""

import re

import pytest

from rag import Document, Section
from tests.ui.web.ask.exchanges import TEXT, make_citation, make_document, make_exchange
from tests.ui.web.reading import Reader
from ui.messages import sources as sources_messages
from ui.service.conversation import SavedCitation
from ui.web.ask import passages


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
    [
        (None, sources_messages.DOCUMENT_GONE),
        (make_document("Another text altogether."), sources_messages.DOCUMENT_CHANGED),
    ],
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
    assert "# HeadingThe quote itself." in shown.text
    assert "---" not in shown.text


def test_before_anything_is_open_it_says_what_will_appear() -> None:
    shown = Reader(passages.empty())
    assert shown.text == (
        "SourcesThe passages behind an answer appear here, highlighted in their documents."
    )
    assert shown.attributes["class"] == ["passage empty"]


def numbered(count: int) -> tuple[SavedCitation, ...]:
    quotes = ("Front.", "The quote itself.", "A long way after it.")
    return tuple(make_citation(quotes[n], marker=n + 1) for n in range(count))


@pytest.mark.parametrize(
    ("position", "previous", "following"), [(0, None, "4.2"), (1, "4.1", "4.3"), (2, "4.2", None)]
)
def test_previous_and_next_name_the_citations_beside_it(
    position: int, previous: str | None, following: str | None
) -> None:
    citations = numbered(3)
    exchange = make_exchange(citations=citations)
    markup = passages.of_citation(exchange, 4, citations[position], make_document())
    assert f"Citation {position + 1} of 3" in markup
    for key, value in (("ArrowUp", previous), ("ArrowDown", following)):
        (button,) = re.findall(f"<button[^>]*Alt.{key}[^>]*>", markup)
        assert (f'value="{value}"' in button) == (value is not None)
        assert ("disabled" in button) == (value is None)


def test_all_citations_are_listed_and_the_open_one_is_marked() -> None:
    citations = numbered(2)
    exchange = make_exchange(citations=citations)
    shown = Reader(passages.of_citation(exchange, 0, citations[1], make_document()))
    assert "All citations of this answer1On quotes, 8 May 2025, Commentary2On quotes" in shown.text
    assert shown.attributes["aria-current"] == ["true"]


def test_a_single_citation_needs_no_list() -> None:
    citations = numbered(1)
    shown = Reader(
        passages.of_citation(make_exchange(citations=citations), 0, citations[0], make_document())
    )
    assert "All citations" not in shown.text


def test_the_whole_document_is_linked_with_the_version_that_was_quoted() -> None:
    citation = make_citation()
    exchange = make_exchange(citations=(citation,))
    shown = Reader(passages.of_citation(exchange, 0, citation, make_document()))
    start = TEXT.index("The quote itself.")
    assert shown.attributes["href"] == [f"/documents/d?sha256=00#{start}-{start + 17}"]
    assert shown.attributes["aria-label"][-1] == "Read the whole document: On quotes"
    gone = Reader(passages.of_citation(exchange, 0, citation, None))
    assert "href" not in gone.attributes


def test_the_nearest_passages_are_shown_whole_and_unmarked() -> None:
    near = (make_citation("Front.", marker=0), make_citation(marker=0, page=3))
    shown = Reader(passages.of_nearest(make_exchange(nearest=near, question="Who?")))
    assert shown.text.startswith("Nearest passagesCloseWho?None of these answers the question")
    assert "Front." in shown.text
    assert "8 May 2025 · Commentary · page 3" in shown.text
    assert shown.marked == ""


def test_the_keys_are_listed() -> None:
    shown = Reader(passages.keyboard_help())
    assert "ShiftEnterstart a new line in the question" in shown.text
    assert shown.tags == {"details", "summary", "dl", "div", "dt", "dd", "kbd"}
