"""The pages under `/documents` as HTML: one document, the list of all, and a page with a message.

The document's text itself is made in `formatted.py`, and as in the file in `text.py`.
"""

from collections.abc import Iterator, Sequence

from rag import Document, DocumentRecord, Passage
from ui.messages import document as document_messages
from ui.messages import formats
from ui.messages import library as library_messages
from ui.messages import page as page_messages
from ui.service.links import AS_IN_FILE, DOCUMENTS, FORMATTED, SCRIPT, STYLE, document_url
from ui.web.document.formatted import formatted_text
from ui.web.document.text import text_block
from ui.web.markup import Markup, element, join, page

_PASSAGE_START = 80
"""Characters of a passage that its link shows: about a line."""

_READ_FOR_START = 2_000
"""Characters of a passage that are looked at for these: some may be white space."""


def document_page(
    document: Document,
    record: DocumentRecord,
    passages: Sequence[Passage],
    *,
    stale_hash: str = "",
    as_in_file: bool = False,
) -> Markup:
    """A document: what it is, its sections, its passages and its whole text.

    Args:
        passages: in reading order, without overlap.
        stale_hash: SHA-256 of another version of the document that the link which led here belongs
            to; "" if it belongs to this one.
        as_in_file: whether the text is shown with all its characters, or formatted.
    """
    is_stale = bool(stale_hash)
    text = text_block if as_in_file else formatted_text
    other_view = document_url(
        document.id,
        sha256=stale_hash or document.sha256,
        view=FORMATTED if as_in_file else AS_IN_FILE,
    )
    return _shell(
        document.title,
        _header(document, record, is_stale=is_stale),
        element(
            "div",
            _contents(document),
            element(
                "article",
                _toggle(other_view, as_in_file=as_in_file),
                text(document, passages, is_stale=is_stale),
                aria_label=document_messages.DOCUMENT_TEXT,
            ),
            class_="reading",
        ),
        _passage_list(document, passages),
    )


def list_page(records: Sequence[DocumentRecord]) -> Markup:
    """All documents, in the order given."""
    heading = element("h1", document_messages.DOCUMENTS)
    if not records:
        empty = element("p", library_messages.EMPTY)
        return _shell(document_messages.DOCUMENTS, element("header", heading, empty))
    columns = (
        element("th", library_messages.COLUMNS[name], scope="col") for name in ("title", "date")
    )
    return _shell(
        document_messages.DOCUMENTS,
        element("header", heading, element("p", formats.documents(len(records)))),
        element(
            "table",
            element("thead", element("tr", *columns)),
            element("tbody", *map(_row, records)),
            class_="list",
        ),
    )


def message_page(title: str, message: str) -> Markup:
    """A page with nothing but a message, such as that there is no such document."""
    return _shell(
        title,
        element(
            "header",
            element("h1", title),
            element("p", message),
            element("p", element("a", document_messages.ALL_DOCUMENTS, href=DOCUMENTS)),
        ),
    )


def _shell(title: str, *main: Markup) -> Markup:
    """A whole page with the site's navigation."""
    head = join(
        element("meta", charset="utf-8"),
        element("title", f"{title} · {page_messages.TITLE}"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("link", rel="stylesheet", href=STYLE),
        element("script", src=SCRIPT, defer=True),
    )
    links = (
        element("a", page_messages.TITLE, href="/"),
        element("a", document_messages.DOCUMENTS, href=DOCUMENTS),
    )
    navigation = element("nav", *links, class_="site", aria_label=page_messages.TITLE)
    return page("en", head, join(navigation, element("main", *main)))


def _row(record: DocumentRecord) -> Markup:
    link = element("a", _isolated(record.title), href=document_url(record.id))
    return element(
        "tr", element("th", link, scope="row"), element("td", formats.day(record.published))
    )


def _header(document: Document, record: DocumentRecord, *, is_stale: bool) -> Markup:
    facts = (
        element("div", element("dt", name), element("dd", value))
        for name, value in _facts(document, record)
    )
    notice = element(
        "p",
        document_messages.CHANGED_SINCE if is_stale else "",
        id="notice",
        role="status",
        data_no_such_place=document_messages.NO_SUCH_SPAN,
    )
    return element(
        "header",
        element("h1", _isolated(document.title)),
        element("dl", *facts, class_="facts"),
        notice,
        element("noscript", element("p", document_messages.NO_SCRIPT)),
    )


def _facts(document: Document, record: DocumentRecord) -> Iterator[tuple[str, str]]:
    """Name and value of each thing to know about a document."""
    if record.title_from:
        yield library_messages.COLUMNS["title"], formats.FOUND[record.title_from]
    day = formats.found(formats.day(document.published), record.published_from)
    yield library_messages.COLUMNS["date"], day
    yield library_messages.COLUMNS["source"], _isolated(document.source)
    yield library_messages.COLUMNS["indexed"], f"{record.indexed_at.astimezone():%Y-%m-%d %H:%M}"
    extent = document_messages.length(len(document.text), len(document.pages), record.passages)
    yield document_messages.LENGTH, extent
    if document.omissions:
        left_out = formats.omissions(document.omissions)
        yield document_messages.LEFT_OUT, _isolated(left_out)
    yield "SHA-256", element("code", document.sha256)


def _contents(document: Document) -> Markup:
    """The table of contents; nothing where there are no headings to list."""
    titled = [(n, section) for n, section in enumerate(document.sections) if section.title.strip()]
    if len(titled) < 2:
        return join()
    items = (
        element("li", element("a", _isolated(section.title), href=f"#section-{n}"))
        for n, section in titled
    )
    title = element("h2", document_messages.CONTENTS, id="contents")
    return element(
        "nav", title, element("ol", *items), class_="contents", aria_labelledby="contents"
    )


def _toggle(other_view: str, *, as_in_file: bool) -> Markup:
    """What changes how the text is shown.

    Args:
        other_view: address of the page on which it is shown in the other way.
    """
    box = element("input", type="checkbox", id="show-passages")
    label = document_messages.SHOW_FORMATTED if as_in_file else document_messages.SHOW_AS_IN_FILE
    return element(
        "p",
        element("label", box, " ", document_messages.SHOW_PASSAGES),
        element("a", label, href=other_view, id="other-view"),
        class_="toggle",
    )


def _passage_list(document: Document, passages: Sequence[Passage]) -> Markup:
    """Links to all passages, closed at first."""
    if not passages:
        return join()
    return element(
        "details",
        element("summary", formats.passages(len(passages))),
        element("ol", *(_passage_item(document, passage) for passage in passages)),
        class_="passages",
    )


def _passage_item(document: Document, passage: Passage) -> Markup:
    location = [passage.section] if passage.section else []
    location += [formats.page(passage.page)] if passage.page else []
    link = element(
        "a",
        _isolated(_beginning(passage.text)),
        href=document_url(document.id, passage.start, passage.end, document.sha256),
    )
    return element("li", link, " ", element("small", _isolated(" · ".join(location))))


def _beginning(text: str) -> str:
    """The first words of a passage on one line."""
    words = " ".join(text[:_READ_FOR_START].split())
    if len(words) <= _PASSAGE_START:
        return words
    return words[:_PASSAGE_START].rsplit(" ", 1)[0] + "…"


def _isolated(text: str) -> Markup:
    """Text from a document, isolated: it may be written from right to left."""
    return element("bdi", text)
