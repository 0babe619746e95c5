"""What the chat shows, as HTML: the one place where text becomes markup, and is escaped.

Documents, file names and questions are data. Each passes through `html.escape` here, and stands
between tags or in no markup at all, never in an attribute.
"""

from collections.abc import Sequence
from html import escape

from rag import Answer, Citation, Hit
from ui.web import texts

AROUND = 300
"""Characters of the document shown before a quote, and after it."""

NEAREST = 3
"""Hits shown where nothing answers."""


def message(text: str) -> str:
    """A message of the conversation, to be shown literally.

    Gradio also reads it out as the message's label, where an escape would be heard as it is
    written; so quotation marks, which need none between tags, stay.
    """
    return escape(text, quote=False)


def masthead(holdings: str = "") -> str:
    """The head of the page: name, what it is, and how much the library holds."""
    return (
        f'<div class="masthead"><h1>{escape(texts.TITLE)}</h1><p>{escape(texts.TAGLINE)}</p>'
        f'<p class="holdings">{escape(holdings)}</p></div>'
    )


def empty() -> str:
    """The panel before the first answer."""
    return _panel(texts.SOURCES, _note(texts.SOURCES_HINT))


def of_answer(answer: Answer) -> str:
    """The panel of a complete answer: its citations, or the nearest passages."""
    if answer.answered:
        return of_citations(answer.citations, answer.question, answer.search_text)
    return of_hits(answer.hits, answer.question, answer.search_text)


def of_citations(citations: Sequence[Citation], question: str, search_text: str) -> str:
    """The cited passages by marker, each in its context."""
    items = "".join(_citation(citation) for citation in citations)
    return _panel(texts.SOURCES, _asked(question, search_text), f"<ol>{items}</ol>")


def of_hits(hits: Sequence[Hit], question: str, search_text: str) -> str:
    """The passages that come nearest to a question that nothing answers."""
    items = "".join(_hit(hit) for hit in hits[:NEAREST])
    return _panel(
        texts.NEAREST,
        _asked(question, search_text),
        _note(texts.NEAREST_HINT) if items else "",
        f'<ol class="nearest">{items}</ol>',
    )


def context(
    text: str, start: int, end: int, around: int = AROUND, begin: int = 0
) -> tuple[str, str]:
    """What stands before and after `text[start:end]`, cut between words; "…" where it is cut.

    Args:
        around: most characters on either side.
        begin: where the text that is to be read begins, after front matter.
    """
    begin = min(begin, start)
    first, last = max(begin, start - around), min(len(text), end + around)
    before, after = text[first:start], text[end:last]
    if first > begin:
        whole = text[first - 1].isspace()
        before = "…" + (before if whole else _without_first_word(before)).lstrip()
    if last < len(text):
        whole = text[last].isspace()
        after = (after if whole else _without_last_word(after)).rstrip() + "…"
    return before.lstrip(), after.rstrip()


def _without_first_word(text: str) -> str:
    cut = next((n for n, character in enumerate(text) if character.isspace()), 0)
    return text[cut:]


def _without_last_word(text: str) -> str:
    cut = next((n for n in range(len(text) - 1, -1, -1) if text[n].isspace()), len(text))
    return text[:cut]


def _citation(citation: Citation) -> str:
    document = citation.document
    begin = document.sections[0].start if document.sections else 0
    before, after = context(document.text, citation.start, citation.end, begin=begin)
    where = [texts.day(document.published)]
    if citation.section and citation.section != document.title:
        where.append(citation.section)
    if citation.page is not None:
        where.append(texts.page(citation.page))
    return _item(
        f'<span class="marker">[{citation.marker}]</span>',
        document.title,
        where,
        f"{escape(before)}<mark>{escape(citation.quote)}</mark>{escape(after)}",
    )


def _hit(hit: Hit) -> str:
    where = [texts.day(hit.document.published)]
    if hit.passage.page is not None:
        where.append(texts.page(hit.passage.page))
    return _item("", hit.document.title, where, escape(hit.passage.text.strip()))


def _item(marker: str, title: str, where: Sequence[str], passage: str) -> str:
    return (
        f'<li class="source"><h3>{marker}<span>{escape(title)}</span></h3>'
        f'<p class="where">{escape(" · ".join(where))}</p><blockquote>{passage}</blockquote></li>'
    )


def _asked(question: str, search_text: str) -> str:
    """Which question the passages belong to: the markers of every answer begin at 1."""
    searched = "" if search_text == question else _note(texts.searched_for(search_text))
    return f'<p class="asked">{escape(question)}</p>{searched}'


def _note(text: str) -> str:
    return f'<p class="note">{escape(text)}</p>'


def _panel(title: str, *parts: str) -> str:
    heading = f"<h2>{escape(title)}</h2>"
    return f'<section aria-live="polite">{heading}{"".join(parts)}</section>'
