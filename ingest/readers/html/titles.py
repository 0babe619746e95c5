"""A page's title, without the name of its site."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any

from ingest.readers.blocks import clean
from ingest.readers.html.metadata import meta, things
from ingest.readers.html.page import Page
from ingest.readers.titles import sensible_title
from rag.language.document_words import MENU_TITLES
from rag.types import Origin

_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title")
_SITE_NAMES = ("og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site")
_ADDRESSES = ("og:url", "twitter:domain", "twitter:url")
_SEPARATOR = re.compile(r" [|·•»›–—-]{1,3} |\|")
"""What stands between a page's title and its site's name; a title has single spaces."""
_HOST = re.compile(r"(?:https?://)?(?:www\.)?([\w-]{1,80}(?:\.[\w-]{1,80}){1,6})", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?:https?://|www\.)\S+|[\w-]{1,63}(?:\.[\w-]{1,63}+){0,6}\.[a-z]{2,12}+/?", re.IGNORECASE
)
_FIRST_PAGE = re.compile(r"(?:https?:)?(?://[\w.-]{1,100})?/?(?:index\.\w{2,5})?")
_MOST_LINKS = 200
"""Links that are looked at for the one to the first page, which stands in a page's head."""
_LONGEST_HEADING = 300
"""Characters of an `<h1>` that is a title."""


def title_of(page: Page) -> tuple[str, Origin]:
    """The page's title and where it was found; "" if it has none.

    It is the `<h1>` that is part of what the page gives as its title in its metadata, as that may
    have the site's name as well; else what it gives there, without the site's name; else its only
    `<h1>`.
    """
    tree = page.root
    named = meta(tree)
    site = _site_names(tree, named)
    given = [sensible_title(named.get(key)) for key in _TITLES]
    given.append(sensible_title("".join(e.text_content() for e in tree.iter("title"))))
    given += [sensible_title(thing.get("headline")) for thing in things(tree)]
    headings = list(_headings(page, "h1"))
    lower = list(_headings(page, "h2", "h3"))
    for title in given:
        kept = _without_site(title, site)
        if not _is_title(kept, site):
            continue
        # The site's name may be an `<h1>` as well; it is seldom as long.
        parts = [h for h in headings if _is_part(h, kept)]
        parts += [h for h in lower if h.casefold() in _parts(kept)]
        heading = max((h for h in parts if _is_title(h, site)), key=len, default="")
        return (heading, "heading") if heading else (kept, "metadata")
    alone = [heading for heading in headings if _is_title(heading, site)]
    return (alone[0], "heading") if len(alone) == 1 else ("", "")


def _headings(page: Page, *names: str) -> Iterable[str]:
    for element in page.root.iter(*names):
        if element not in page.unseen:
            words = clean(element.text_content().replace("\n", " "))
            if words and len(words) <= _LONGEST_HEADING:
                yield words


def _is_part(heading: str, title: str) -> bool:
    """Whether a heading is most of a title, or one of the parts between its separators."""
    short, long = heading.casefold(), title.casefold()
    return short in _parts(title) or (short in long and len(short) * 2 >= len(long))


def _parts(title: str) -> list[str]:
    """The parts of a title between its separators, in lower case."""
    return [part.strip() for part in _SEPARATOR.split(title.casefold())]


def _site_names(tree: Any, named: dict[str, str]) -> set[str]:
    """The names of the page's site and its domain, as `_key` writes them."""
    names: list[object] = [named.get(key, "") for key in _SITE_NAMES]
    for thing in things(tree):
        publisher = thing.get("publisher")
        names.append(publisher.get("name") if isinstance(publisher, dict) else "")
        if str(thing.get("@type")) in {"WebSite", "Organization", "NewsMediaOrganization"}:
            names.append(thing.get("name"))
    addresses = [named.get(key, "") for key in _ADDRESSES]
    addresses += [e.get("href") or "" for e in tree.xpath("//link[@rel='canonical']")[:1]]
    for address in addresses:
        host = _HOST.match(address.strip())
        if host:
            names += [host.group(1), host.group(1).rpartition(".")[0]]
    names += list(_home_links(tree))
    return {key for name in names if isinstance(name, str) and (key := _key(name))}


def _home_links(tree: Any) -> Iterable[str]:
    """The words of the links to the site's own first page, and of the pictures in them."""
    for link in islice(tree.iter("a"), _MOST_LINKS):
        if _FIRST_PAGE.fullmatch((link.get("href") or "").strip()):
            yield from (image.get("alt") or "" for image in islice(link.iter("img"), 1))
            yield "".join(link.itertext())[:_LONGEST_HEADING]


def _without_site(title: str, site: set[str]) -> str:
    """The title without parts that are the site's name, at its beginning or end."""
    pieces = [piece.strip() for piece in _SEPARATOR.split(title) if piece.strip()]
    while len(pieces) > 1 and not _is_title(pieces[-1], site):
        pieces.pop()
    while len(pieces) > 1 and not _is_title(pieces[0], site):
        pieces.pop(0)
    if not pieces:
        return title
    start = title.find(pieces[0])
    return title[start : title.rfind(pieces[-1]) + len(pieces[-1])]


def _is_title(words: str, site: set[str]) -> bool:
    key = _key(words)
    return bool(key) and key not in site | MENU_TITLES and not _DOMAIN.fullmatch(words)


def _key(words: str) -> str:
    return "".join(c for c in words.casefold() if c.isalnum())
