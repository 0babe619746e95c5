"""E-books in EPUB: their chapters in reading order, each read as a page is."""

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import unquote

from ingest.readers.archive import open_archive, refusing_damage
from ingest.readers.base import Content
from ingest.readers.blocks import Blocks, clean
from ingest.readers.dates import parse_date
from ingest.readers.html.page import page_of
from ingest.readers.html.parsing import parse
from ingest.readers.html.rendering import render
from ingest.readers.titles import title_among
from rag.errors import UnreadableError

_CONTAINER = "META-INF/container.xml"
_RIGHTS = ("META-INF/rights.xml", "META-INF/license.lcpl", "META-INF/sinf.xml")
"""Parts that only books under a system of rights have: Adobe's, Readium's, Apple's."""
_ENCRYPTION = "META-INF/encryption.xml"
_CHAPTERS = {"application/xhtml+xml", "text/html", "application/x-dtbook+xml"}
_FILE, _REMEDY = "an e-book in EPUB", "Download or export it again."


def read(data: bytes) -> Content:
    """Read an e-book: its title and date from its package, its text chapter by chapter.

    Raises:
        UnreadableError: the file is no e-book, is damaged or protected, or unpacks to too much.
    """
    with open_archive(data, _FILE, _REMEDY) as book:
        package_name = _package_name(book)
        package = _xml(book, package_name)
        items = _items(package, package_name)
        _refuse_protected(book, {name for name, *_ in items.values()})
        blocks = Blocks()
        counts: Counter[str] = Counter()
        for name, properties in _spine(package, items):
            first = len(blocks)
            try:
                page = page_of(parse(_part(book, name)), of_site=False)
            except UnreadableError:
                counts["chapters that cannot be read"] += 1
                continue
            counts += render(page, blocks)
            if "nav" in properties.split():
                blocks.mark("contents", first)
    headed = (heading.title for heading in blocks.headings)
    title = title_among(_stated(package, "title"), headed, blocks.text)
    published = _day(_date_stated(package))
    return blocks.content(title, counts, (published, "metadata" if published else ""))


def _part(book: zipfile.ZipFile, name: str) -> bytes:
    with refusing_damage(_FILE, _REMEDY):
        return book.read(name)


def _xml(book: zipfile.ZipFile, name: str) -> Any:
    """The root of a part in XML; its entities are not replaced, so that none can swell."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    with refusing_damage(_FILE, _REMEDY):
        root = etree.fromstring(book.read(name), parser)
    if root is None:
        raise _no_book()
    return root


def _no_book() -> UnreadableError:
    return UnreadableError(f"The file is not {_FILE}, or is damaged.", _REMEDY)


def _package_name(book: zipfile.ZipFile) -> str:
    for element in _named(_xml(book, _CONTAINER), "rootfile"):
        if element.get("full-path"):
            return str(element.get("full-path"))
    raise _no_book()


def _refuse_protected(book: zipfile.ZipFile, chapters: set[str]) -> None:
    """Refuse a book whose text is encrypted; fonts alone may be, which hides nothing."""
    names = set(book.namelist())
    hidden: set[str] = set()
    if _ENCRYPTION in names:
        references = _named(_xml(book, _ENCRYPTION), "CipherReference")
        hidden = {unquote(reference.get("URI") or "") for reference in references}
    if hidden & chapters or not names.isdisjoint(_RIGHTS):
        raise UnreadableError(
            "The book is protected against copying (DRM), so its text cannot be read.",
            "Use an edition without protection.",
        )


def _items(package: Any, package_name: str) -> dict[str, tuple[str, str, str]]:
    """The name, media type and properties of each part of the book, by its id."""
    folder = posixpath.dirname(package_name)
    found: dict[str, tuple[str, str, str]] = {}
    for item in _named(package, "item"):
        address = unquote((item.get("href") or "").partition("#")[0])
        name = posixpath.normpath(posixpath.join(folder, address))
        kind = (item.get("media-type") or "").lower()
        found.setdefault(item.get("id") or "", (name, kind, item.get("properties") or ""))
    return found


def _spine(package: Any, items: dict[str, tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    """The name and properties of each chapter in reading order, each once.

    Those outside of the reading order, such as answers and notes, come after the others.
    """
    given = list(_named(package, "itemref"))
    given.sort(key=lambda reference: reference.get("linear") == "no")
    seen: set[str] = set()
    for reference in given:
        name, kind, properties = items.get(reference.get("idref") or "", ("", "", ""))
        if kind in _CHAPTERS and name not in seen:
            seen.add(name)
            yield name, properties


def _named(root: Any, name: str) -> Iterator[Any]:
    """The elements of that name in any namespace."""
    return (e for e in root.iter("{*}" + name, name) if isinstance(e.tag, str))


def _stated(package: Any, name: str) -> str:
    """The first value of that name in the book's metadata; "" where it has none."""
    values = (clean("".join(e.itertext()).replace("\n", " ")) for e in _named(package, name))
    return next(filter(None, values), "")


def _date_stated(package: Any) -> str:
    """The date of publication in the book's metadata, not that of its conversion or a change."""
    dates = list(_named(package, "date"))
    events = [
        next((str(v) for key, v in e.attrib.items() if key.rpartition("}")[2] == "event"), "")
        for e in dates
    ]
    for wanted in ("publication", "original-publication", ""):
        for element, event in zip(dates, events, strict=True):
            if event == wanted and (words := clean("".join(element.itertext()))):
                return words
    return ""


def _day(words: str) -> date | None:
    """The day that a date in metadata names; a year or month alone names none."""
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        return parse_date(words)
