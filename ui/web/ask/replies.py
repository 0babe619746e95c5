"""The questions and replies of a conversation as HTML.

Gradio's chat strips `data-` and `aria-` attributes from a message. So a control tells what it does
by its name and value, and a marker which citation it opens by its name.
"""

import re
from collections.abc import Mapping, Sequence

from rag import Sentence
from rag.formatting import format_quote
from ui.messages import ask as ask_messages
from ui.messages import formats
from ui.messages import scope as scope_messages
from ui.service import wording
from ui.service.conversation import Exchange, SavedCitation
from ui.service.links import document_url
from ui.web import formatted
from ui.web.ask.quoted import Quoted
from ui.web.markup import Markup, element, join

_MARKERS = re.compile(r"\[(\d+)\]")
_RUN = re.compile(r"\s{0,9}+(?:\[\d+\])+")


def question(text: str) -> Markup:
    """A question, literally."""
    return join(text)


def reply(exchange: Exchange, index: int, pending: str = ask_messages.SEARCHING) -> Markup:
    """A reply as far as it is written.

    Args:
        index: the position of the exchange in the conversation.
        pending: shown until there is text.
    """
    outcome = exchange.outcome
    if exchange.is_pending and not exchange.text:
        return element("div", element("p", pending, class_="pending"), class_="reply")
    kind = "abstention" if outcome and not outcome.answered else "answer"
    parts = [element("div", _prose(exchange, index), class_=kind)] if exchange.text else []
    parts += [_quote(citation, index) for citation in exchange.citations]
    if exchange.problem:
        parts.append(element("p", exchange.problem, class_="problem"))
    if outcome:
        parts += [_notices(outcome.notices), _nearest(exchange, index), _scope(exchange)]
        if exchange.searched:
            searched = ask_messages.searched_for(exchange.searched)
            parts.append(element("p", searched, class_="searched"))
        parts.append(_actions(exchange, index))
    return element("div", *parts, class_="reply")


def _prose(exchange: Exchange, index: int) -> Markup:
    """The text with its markers as links, and with what is not supported marked.

    Markers follow sentences. What looks like one within a sentence is part of the quoted document,
    provided that every sentence is found in the text.
    """
    links = {citation.marker: _marker(citation, index) for citation in exchange.citations}
    quoted = Quoted(exchange.citations)
    text, parts, at, before = exchange.text, [], 0, ""
    spans = _spans(text, exchange.sentences)
    if spans is None:
        return _linked(text, links)
    for sentence, (start, end) in zip(exchange.sentences, spans, strict=True):
        run = _RUN.match(text, end)
        after = run.end() if run else end
        words, kind = quoted.words(sentence)
        said = join(words, _linked(text[end:after], links))
        said = said if sentence.supported else _unsupported(said, sentence)
        between = text[at:start]
        parts += [
            # A line of its own needs no space before it or after it.
            join(between if between.strip() or not (kind or before) else ""),
            element("span", said, class_=kind) if kind else said,
        ]
        before = kind
        at = after
    return join(*parts, _linked(text[at:], links))


def _spans(text: str, sentences: Sequence[Sentence]) -> list[tuple[int, int]] | None:
    """The spans of the sentences in the text, in order; None if one is not found."""
    spans, at = [], 0
    for sentence in sentences:
        start = text.find(sentence.text, at)
        if start < 0:
            return None
        at = start + len(sentence.text)
        spans.append((start, at))
    return spans


def _linked(text: str, links: Mapping[int, Markup]) -> Markup:
    parts, at = [], 0
    for match in _MARKERS.finditer(text):
        link = links.get(int(match[1])) if len(match[1]) < 6 else None
        if link is not None:
            parts += [join(text[at : match.start()].rstrip(" ")), link]
            at = match.end()
    return join(*parts, text[at:])


def _marker(citation: SavedCitation, index: int) -> Markup:
    return element(
        "a",
        element("span", f"{ask_messages.CITATION} ", class_="visually-hidden"),
        str(citation.marker),
        class_="marker",
        name=f"{index}.{citation.marker}",
        href=_href(citation),
    )


def _quote(citation: SavedCitation, index: int) -> Markup:
    """What is shown while the pointer is on a marker."""
    blocks = format_quote(citation.quote, citation.document.source)
    is_line = len(blocks) == 1 and not blocks[0].cells
    shown = (
        [formatted.words(blocks[0].runs)] if is_line else formatted.blocks(blocks, scrolls=False)
    )
    return element(
        "span",
        element("q", *shown, class_=None if is_line else "formatted"),
        element("cite", wording.reference(citation)),
        class_="quote",
        name=f"{index}.{citation.marker}",
        hidden=True,
    )


def _href(citation: SavedCitation) -> str:
    document = citation.document
    return document_url(document.id, citation.start, citation.end, document.sha256)


def _unsupported(said: Markup, sentence: Sentence) -> Markup:
    reason = element("span", f" {ask_messages.not_supported(sentence.reason)}", class_="reason")
    return element("span", element("span", said, class_="claim"), reason, class_="unsupported")


def _notices(notices: Sequence[str]) -> Markup:
    if not notices:
        return join()
    listed = (element("li", notice) for notice in notices)
    title = element("strong", ask_messages.NOTICES)
    return element("div", title, element("ul", *listed), class_="notices")


def _nearest(exchange: Exchange, index: int) -> Markup:
    """The titles of the nearest passages; one button shows them beside the conversation."""
    if not exchange.nearest:
        return join()
    listed = (
        element(
            "li",
            element(
                "a", near.document.title, class_="nearest-link", name=f"{index}.0", href=_href(near)
            ),
            f" · {formats.day(near.document.published)}",
        )
        for near in exchange.nearest
    )
    return element(
        "div", element("strong", ask_messages.NEAREST), element("ul", *listed), class_="nearest"
    )


def _scope(exchange: Exchange) -> Markup:
    chips = wording.chips(exchange.scope)
    if not chips:
        return join()
    shown = (element("span", chip, class_="chip") for chip in chips)
    return element("p", f"{scope_messages.SEARCHED_ONLY} ", *shown, class_="scope")


def _actions(exchange: Exchange, index: int) -> Markup:
    """What can be done with the answer, what wrote it, and how long that took."""
    outcome = exchange.outcome
    if outcome is None:
        return join()
    about = " · ".join(
        filter(
            None,
            [
                ask_messages.engine(outcome.engine) if outcome.answered else "",
                formats.seconds(outcome.seconds),
            ],
        )
    )
    copies = [_copy("copy", ask_messages.COPY, wording.without_markers(exchange))]
    if exchange.citations:
        cited = wording.with_citations(exchange)
        copies.append(_copy("copy-cited", ask_messages.COPY_CITED, cited))
    return element("div", *copies, element("span", about, class_="details"), class_="actions")


def _copy(name: str, label: str, text: str) -> Markup:
    """A button, and next to it the hidden text that it copies."""
    button = element("button", label, type="button", name=name)
    return join(button, element("pre", text, hidden=True))
