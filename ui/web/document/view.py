"""The pages under `/documents` as HTML: the one place where their text becomes markup.

Whatever a document holds passes through `html.escape` here. Its text is cut into pieces, each a
`span` that says at which character of `Document.text` it begins, so that the script of the page
finds the characters that a link names. In each piece the browser has exactly the characters that
the text has.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from rag import Document, DocumentRecord, Page, Passage, Section
from ui.messages import page as texts
from ui.service.links import DOCUMENTS, SCRIPT, STYLE, document_url

_LONGEST_PIECE = 2_000
"""Characters; the script counts through a piece, so it must not be long."""

_LONGEST_BLOCK = 4_000
"""Characters after which a block ends with the line."""

_LONG = 100_000
"""Characters of a text of which the browser lays out no more blocks than are in sight."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_LONE_RETURN = re.compile(r"\r(?!\n)")


@dataclass(frozen=True, slots=True)
class _Place:
    """What begins at one character of the text: a block, with what stands above it."""

    start: int
    page: Page | None = None
    section: int | None = None


def document_page(
    document: Document, record: DocumentRecord, passages: Sequence[Passage], *, is_stale: bool
) -> str:
    """A document: what it is, its sections, its passages and its whole text.

    Args:
        passages: in reading order, without overlap.
        is_stale: whether the link that led here belongs to another version of the document.
    """
    facts = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>"
        for name, value in _facts(document, record)
    )
    stale = " data-stale" if is_stale else ""
    length = " long" if len(document.text) > _LONG else ""
    notice = (
        f'<p id="notice" role="status" data-no-such-place="{escape(texts.NO_SUCH_PLACE)}">'
        f"{escape(texts.CHANGED_SINCE) if is_stale else ''}</p>"
    )
    toggle = (
        '<p class="toggle"><label><input type="checkbox" id="show-passages"> '
        f"{escape(texts.SHOW_PASSAGES)}</label></p>"
    )
    head = (
        f'<header><h1><bdi>{escape(document.title)}</bdi></h1><dl class="facts">{facts}</dl>'
        f"{notice}<noscript><p>{escape(texts.NO_SCRIPT)}</p></noscript></header>"
    )
    body = (
        f'<div class="text{length}" id="text" data-length="{len(document.text):d}"{stale}>'
        f"{''.join(_blocks(document, passages))}</div>"
    )
    return _shell(
        document.title,
        f'{head}<div class="reading">{_contents(document)}'
        f'<article aria-label="{escape(texts.DOCUMENT_TEXT)}">{toggle}{body}</article></div>'
        f"{_passage_list(document, passages)}",
    )


def list_page(records: Sequence[DocumentRecord]) -> str:
    """All documents, in the order given."""
    rows = "".join(
        f'<tr><th scope="row"><a href="{escape(document_url(record.id))}"><bdi>'
        f"{escape(record.title)}</bdi></a></th><td>{escape(texts.day(record.published))}</td></tr>"
        for record in records
    )
    heading = f"<header><h1>{escape(texts.DOCUMENTS)}</h1>"
    if not records:
        return _shell(texts.DOCUMENTS, f"{heading}<p>{escape(texts.LIBRARY_EMPTY)}</p></header>")
    columns = "".join(
        f'<th scope="col">{escape(texts.COLUMNS[name])}</th>' for name in ("title", "date")
    )
    return _shell(
        texts.DOCUMENTS,
        f"{heading}<p>{escape(texts.documents(len(records)))}</p></header>"
        f'<table class="list"><thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table>',
    )


def message_page(title: str, message: str) -> str:
    """A page that only says something, such as that there is no such document."""
    return _shell(
        title,
        f"<header><h1>{escape(title)}</h1><p>{escape(message)}</p>"
        f'<p><a href="{DOCUMENTS}">{escape(texts.ALL_DOCUMENTS)}</a></p></header>',
    )


def _shell(title: str, main: str) -> str:
    """A whole page; `main` is markup."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)} · {escape(texts.TITLE)}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f'<link rel="stylesheet" href="{STYLE}"><script src="{SCRIPT}" defer></script>'
        f'</head><body><nav class="site" aria-label="{escape(texts.SITE)}">'
        f'<a href="/">{escape(texts.TITLE)}</a><a href="{DOCUMENTS}">{escape(texts.DOCUMENTS)}</a>'
        f"</nav><main>{main}</main></body></html>"
    )


def _facts(document: Document, record: DocumentRecord) -> Iterator[tuple[str, str]]:
    """Name and value, as markup, of each thing to know about a document."""
    yield texts.COLUMNS["date"], escape(texts.day(document.published))
    yield texts.COLUMNS["source"], f"<bdi>{escape(document.source)}</bdi>"
    indexed = record.indexed_at.astimezone()
    yield texts.COLUMNS["indexed"], f"{indexed:%Y-%m-%d %H:%M}"
    extent = texts.extent(len(document.text), len(document.pages), record.passages)
    yield texts.EXTENT, escape(extent)
    yield "SHA-256", f"<code>{escape(document.sha256)}</code>"


def _contents(document: Document) -> str:
    """The table of contents; nothing where there are no headings to list."""
    titled = [(n, section) for n, section in enumerate(document.sections) if section.title.strip()]
    if len(titled) < 2:
        return ""
    items = "".join(
        f'<li><a href="#section-{n}"><bdi>{escape(section.title)}</bdi></a></li>'
        for n, section in titled
    )
    return (
        f'<nav class="contents" aria-labelledby="contents"><h2 id="contents">'
        f"{escape(texts.CONTENTS)}</h2><ol>{items}</ol></nav>"
    )


def _passage_list(document: Document, passages: Sequence[Passage]) -> str:
    """Links to all passages, closed at first."""
    if not passages:
        return ""
    items = []
    for passage in passages:
        where = [passage.section] if passage.section else []
        where += [texts.page(passage.page)] if passage.page else []
        words = " ".join(passage.text[:_LONGEST_PIECE].split())
        start = words if len(words) <= 80 else words[:80].rsplit(" ", 1)[0] + "…"
        url = document_url(document.id, passage.start, passage.end, document.sha256)
        items.append(
            f'<li><a href="{escape(url)}"><bdi>{escape(start)}</bdi></a>'
            f" <small><bdi>{escape(' · '.join(where))}</bdi></small></li>"
        )
    return (
        f'<details class="passages"><summary>{escape(texts.passages(len(passages)))}</summary>'
        f"<ol>{''.join(items)}</ol></details>"
    )


def _blocks(document: Document, passages: Sequence[Passage]) -> Iterator[str]:
    """The text as blocks, one below the other, each begun with what stands above it."""
    places = _places(document)
    starts = [passage.start for passage in passages]
    ends = [*(place.start for place in places[1:]), len(document.text)]
    for place, end in zip(places, ends, strict=True):
        if place.page is not None:
            number = place.page.number
            yield f'<p class="page" id="page-{number:d}">{escape(texts.page(number))}</p>'
        pieces = "".join(_pieces(document.text, place.start, end, passages, starts))
        if place.section is not None:
            yield f'<h2 class="heading" id="section-{place.section:d}">{pieces}</h2>'
        elif pieces:
            yield f'<div class="block">{pieces}</div>'


def _places(document: Document) -> list[_Place]:
    """Where blocks begin, in order: at pages, at headings and after them, and after many lines."""
    text = document.text
    pages = {page.start: page for page in document.pages}
    headings = {
        section.start: n for n, section in enumerate(document.sections) if section.title.strip()
    }
    after = {_heading_end(text, document.sections[n]) for n in headings.values()}
    fixed = sorted({0, *pages, *headings, *after} - {len(text)} or {0})
    places = []
    for start, end in zip(fixed, [*fixed[1:], len(text)], strict=True):
        places.append(_Place(start, pages.get(start), headings.get(start)))
        if start not in headings:
            places.extend(map(_Place, _further_starts(text, start, end)))
    return places


def _further_starts(text: str, start: int, end: int) -> Iterator[int]:
    """Beginnings of lines at which a long stretch is cut into blocks."""
    while line_end := _LINE_END.search(text, start + _LONGEST_BLOCK, end):
        start = line_end.end()
        if start < end:
            yield start


def _heading_end(text: str, section: Section) -> int:
    """Where the line ends that the section's heading stands on."""
    line = (
        section.start
        + len(text[section.start : section.end])
        - len(text[section.start : section.end].lstrip())
    )
    found = _LINE_END.search(text, line, section.end)
    return found.end() if found else section.end


def _pieces(
    text: str, start: int, end: int, passages: Sequence[Passage], starts: Sequence[int]
) -> Iterator[str]:
    """A stretch of the text in spans, each within one passage or outside all of them."""
    while start < end:
        n = bisect_right(starts, start) - 1
        is_inside = n >= 0 and start < passages[n].end
        bound = passages[n].end if is_inside else (starts[n + 1] if n + 1 < len(starts) else end)
        stop = min(end, bound, start + _LONGEST_PIECE)
        first = ' data-first=""' if is_inside and start == passages[n].start else ""
        kind = f' class="passage {"odd" if n % 2 else "even"}"{first}' if is_inside else ""
        yield f'<span data-start="{start:d}"{kind}>{_verbatim(text, start, stop)}</span>'
        start = stop


def _verbatim(text: str, start: int, end: int) -> str:
    """`text[start:end]` as markup that the browser reads back as the same characters.

    A parser makes line feeds of carriage returns, unless they are written as references; and
    what is no line break to it, a carriage return alone, gets one.
    """
    escaped = escape(text[start:end], quote=False).replace("\0", "\N{REPLACEMENT CHARACTER}")
    if "\r" not in escaped:
        return escaped
    ends_in_pair = text[end - 1 : end + 1] == "\r\n"
    broken = _LONE_RETURN.sub("&#13;<br>", escaped).replace("\r", "&#13;")
    return broken.removesuffix("<br>") if ends_in_pair else broken
