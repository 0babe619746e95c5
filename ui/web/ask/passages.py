"""The passage beside the conversation as HTML."""

from dataclasses import replace

from rag import Document
from rag.formatting import Run, format_quote, format_span
from ui.messages import ask as ask_messages
from ui.messages import formats
from ui.messages import sources as sources_messages
from ui.service import wording
from ui.service.conversation import Exchange, SavedCitation
from ui.service.links import document_url
from ui.web import formatted
from ui.web.ask.context import ELLIPSIS, context
from ui.web.markup import Markup, element, join


def empty() -> Markup:
    """Before anything is open."""
    return _panel(
        "empty",
        element("h2", sources_messages.SOURCES),
        element("p", sources_messages.SOURCES_HINT),
    )


def of_citation(
    exchange: Exchange, index: int, citation: SavedCitation, document: Document | None
) -> Markup:
    """One citation of an answer: its passage in its document, the quote marked.

    Args:
        index: the position of the exchange in the conversation.
        document: as it is in the library now, or None if it is no longer there.
    """
    citations = exchange.citations
    position = citations.index(citation)
    head = element(
        "h2",
        sources_messages.citation_of(position + 1, len(citations)),
        tabindex=-1,
        class_="count",
    )
    return _panel(
        "open",
        element("div", head, _navigation(exchange, index, position), class_="head"),
        element("p", exchange.question, class_="question"),
        _passage(citation, document),
        _others(exchange, index, position),
    )


def of_nearest(exchange: Exchange) -> Markup:
    """The passages that come nearest to a question that nothing answers."""
    return _panel(
        "open",
        element(
            "div",
            element("h2", ask_messages.NEAREST, tabindex=-1, class_="count"),
            element("div", _close(), class_="navigation"),
            class_="head",
        ),
        element("p", exchange.question, class_="question"),
        element("p", sources_messages.NEAREST_HINT, class_="note"),
        *(_nearest(near) for near in exchange.nearest),
    )


def keyboard_help() -> Markup:
    """The keyboard shortcuts, closed at first."""
    rows = (
        element("div", element("dt", *_keys(keys)), element("dd", does))
        for keys, does in ask_messages.KEYS
    )
    return element(
        "details", element("summary", ask_messages.KEYBOARD), element("dl", *rows), class_="keys"
    )


def _keys(keys: str) -> list[Markup]:
    return [element("kbd", key) for key in keys.split()]


def _navigation(exchange: Exchange, index: int, position: int) -> Markup:
    def step(label: str, to: int, keys: str) -> Markup:
        there = 0 <= to < len(exchange.citations)
        value = f"{index}.{exchange.citations[to].marker}" if there else None
        return element(
            "button",
            label,
            type="button",
            name="open",
            value=value,
            disabled=not there,
            aria_keyshortcuts=keys,
        )

    steps = (
        step(sources_messages.PREVIOUS, position - 1, "Alt+ArrowUp"),
        step(sources_messages.NEXT, position + 1, "Alt+ArrowDown"),
    )
    return element("div", *steps, _close(), class_="navigation")


def _close() -> Markup:
    return element("button", sources_messages.CLOSE, type="button", name="close", class_="close")


def _passage(citation: SavedCitation, document: Document | None) -> Markup:
    kept = citation.document
    note = join()
    shown = _alone(citation)
    if document is None:
        note = element("p", sources_messages.DOCUMENT_GONE, class_="note")
    elif document.text[citation.start : citation.end] != citation.quote:
        note = element("p", sources_messages.DOCUMENT_CHANGED, class_="note")
    else:
        shown = _in_context(citation, document) or shown
    quote = element("blockquote", *shown, class_="formatted")
    who = formats.said(citation.speaker, citation.sent)
    place = formats.reference_below_title(
        kept.published, kept.title, citation.section, citation.page, who
    )
    return element(
        "article",
        element("h3", kept.title),
        element("p", place, class_="location"),
        note,
        quote,
        _document_link(citation) if document is not None else join(),
    )


def _alone(citation: SavedCitation) -> list[Markup]:
    """The quote, marked."""
    blocks = format_quote(citation.quote, citation.document.source)
    marked = formatted.containing((0, len(citation.quote)))
    return list(formatted.blocks(blocks, marked)) or [element("mark", citation.quote)]


def _in_context(citation: SavedCitation, document: Document) -> list[Markup]:
    """The quote, marked, with what stands around it; nothing where it has no words to show."""
    text, start, end = document.text, citation.start, citation.end
    begin = document.sections[0].start if document.sections else 0
    before, after = context(text, start, end, begin=begin)
    first = start - len(before.removeprefix(ELLIPSIS))
    last = end + len(after.removesuffix(ELLIPSIS))
    blocks = list(format_span(document, first, last))
    if not any(run.start < end and run.end > start for block in blocks for run in block.all_runs):
        return []
    if before.startswith(ELLIPSIS):
        cut = Run(ELLIPSIS, first, first)
        blocks[0] = replace(blocks[0], runs=(cut, *blocks[0].runs))
    if after.endswith(ELLIPSIS):
        blocks[-1] = replace(blocks[-1], runs=(*blocks[-1].runs, Run(ELLIPSIS, last, last)))
    return list(formatted.blocks(blocks, formatted.containing((start, end))))


def _nearest(near: SavedCitation) -> Markup:
    document = near.document
    place = formats.reference_below_title(
        document.published, document.title, near.section, near.page
    )
    return element(
        "article",
        element("h3", document.title),
        element("p", place, class_="location"),
        element("blockquote", element("div", *_near_blocks(near), class_="nearest-text formatted")),
        _document_link(near),
    )


def _near_blocks(near: SavedCitation) -> list[Markup]:
    blocks = format_quote(near.quote, near.document.source)
    return list(formatted.blocks(blocks)) or [join(near.quote.strip())]


def _document_link(citation: SavedCitation) -> Markup:
    document = citation.document
    link = document_url(document.id, citation.start, citation.end, document.sha256)
    label = f"{sources_messages.WHOLE_DOCUMENT}: {document.title}"
    shown = element(
        "a",
        sources_messages.WHOLE_DOCUMENT,
        href=link,
        target="_blank",
        rel="noopener",
        aria_label=label,
    )
    return element("p", shown, class_="document-link")


def _others(exchange: Exchange, index: int, position: int) -> Markup:
    if len(exchange.citations) < 2:
        return join()
    listed = (
        element(
            "li",
            element(
                "button",
                element("span", str(citation.marker), class_="number"),
                element("span", wording.reference(citation)),
                type="button",
                name="open",
                value=f"{index}.{citation.marker}",
                aria_current="true" if n == position else None,
            ),
        )
        for n, citation in enumerate(exchange.citations)
    )
    title = element("h3", sources_messages.ALL_CITATIONS)
    return element("nav", title, element("ol", *listed), aria_label=sources_messages.ALL_CITATIONS)


def _panel(state: str, *content: str) -> Markup:
    return element(
        "section", *content, aria_label=sources_messages.SOURCES, class_=f"passage {state}"
    )
