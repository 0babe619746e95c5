"""Exchanges, citations and documents made for tests."""

from datetime import date

from rag import Document, Section, Sentence
from ui.service.conversation import Exchange, Outcome, SavedCitation, SavedDocument
from ui.service.scope import Scope

TEXT = (
    "Front.\n" + "A long way before it. " * 40 + "The quote itself." + " A long way after it." * 40
)
KEPT = SavedDocument("d", "On quotes", "/x", date(2025, 5, 8), "00")
TAGS = set(
    "section h2 h3 p ol ul li span blockquote mark div a button pre article nav q cite "
    "strong".split()
)


def make_citation(
    quote: str = "The quote itself.",
    text: str = TEXT,
    document: SavedDocument = KEPT,
    section: str | None = "Commentary",
    page: int | None = None,
    marker: int = 1,
) -> SavedCitation:
    start = text.index(quote)
    return SavedCitation(marker, document, start, start + len(quote), quote, section, page)


def make_document(text: str = TEXT, sections: tuple[Section, ...] = ()) -> Document:
    return Document("d", "On quotes", "/x", None, text, (), sections, "00")


def make_exchange(
    text: str = "It is so. [1]",
    citations: tuple[SavedCitation, ...] = (),
    sentences: tuple[Sentence, ...] = (),
    nearest: tuple[SavedCitation, ...] = (),
    question: str = "What?",
    search_text: str = "What?",
    scope: Scope = Scope(),  # noqa: B008 (frozen)
    notices: tuple[str, ...] = (),
) -> Exchange:
    outcome = Outcome(bool(citations), "extractive", search_text, 0.24, nearest, notices)
    return Exchange("e", question, scope, text, sentences, citations, outcome)
