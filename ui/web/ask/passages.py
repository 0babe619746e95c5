"""The passage beside the conversation as HTML."""

from rag import Document
from ui.messages import page as texts
from ui.service import wording
from ui.service.conversation import Exchange, KeptCitation
from ui.service.links import document_url
from ui.web.ask.context import context
from ui.web.markup import Markup, element, join


def empty() -> Markup:
    """Before anything is open."""
    return _panel("empty", element("h2", texts.SOURCES), element("p", texts.SOURCES_HINT))


def of_citation(
    exchange: Exchange, index: int, citation: KeptCitation, document: Document | None
) -> Markup:
    """One citation of an answer: its passage in its document, the quote marked.

    Args:
        index: the position of the exchange in the conversation.
        document: as it is in the library now, or None if it is no longer there.
    """
    citations = exchange.citations
    position = citations.index(citation)
    head = element(
        "h2", texts.citation_of(position + 1, len(citations)), tabindex=-1, class_="count"
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
            element("h2", texts.NEAREST, tabindex=-1, class_="count"),
            element("div", _close(), class_="navigation"),
            class_="head",
        ),
        element("p", exchange.question, class_="question"),
        element("p", texts.NEAREST_HINT, class_="note"),
        *(_nearest(near) for near in exchange.nearest),
    )


def keyboard_help() -> Markup:
    """The keyboard shortcuts, closed at first."""
    rows = (
        element("div", element("dt", *_keys(keys)), element("dd", does))
        for keys, does in texts.KEYS
    )
    return element(
        "details", element("summary", texts.KEYBOARD), element("dl", *rows), class_="keys"
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
        step(texts.PREVIOUS, position - 1, "Alt+ArrowUp"),
        step(texts.NEXT, position + 1, "Alt+ArrowDown"),
    )
    return element("div", *steps, _close(), class_="navigation")


def _close() -> Markup:
    return element("button", texts.CLOSE, type="button", name="close", class_="close")


def _passage(citation: KeptCitation, document: Document | None) -> Markup:
    kept = citation.document
    note = join()
    before = after = ""
    if document is None:
        note = element("p", texts.GONE, class_="note")
    elif document.text[citation.start : citation.end] != citation.quote:
        note = element("p", texts.CHANGED, class_="note")
    else:
        begin = document.sections[0].start if document.sections else 0
        before, after = context(document.text, citation.start, citation.end, begin=begin)
    quote = element("blockquote", before, element("mark", citation.quote), after)
    place = texts.place(kept.published, kept.title, citation.section, citation.page)
    return element(
        "article",
        element("h3", kept.title),
        element("p", place, class_="location"),
        note,
        quote,
        _document_link(citation) if document is not None else join(),
    )


def _nearest(near: KeptCitation) -> Markup:
    document = near.document
    place = texts.place(document.published, document.title, near.section, near.page)
    return element(
        "article",
        element("h3", document.title),
        element("p", place, class_="location"),
        element("blockquote", element("span", near.quote.strip(), class_="nearest-text")),
        _document_link(near),
    )


def _document_link(citation: KeptCitation) -> Markup:
    document = citation.document
    link = document_url(document.id, citation.start, citation.end, document.sha256)
    label = f"{texts.WHOLE_DOCUMENT}: {document.title}"
    shown = element(
        "a", texts.WHOLE_DOCUMENT, href=link, target="_blank", rel="noopener", aria_label=label
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
    title = element("h3", texts.ALL_CITATIONS)
    return element("nav", title, element("ol", *listed), aria_label=texts.ALL_CITATIONS)


def _panel(state: str, *content: str) -> Markup:
    return element("section", *content, aria_label=texts.SOURCES, class_=f"passage {state}")
