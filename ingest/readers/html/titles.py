"""A page's title, without the name of its site."""

import re
from collections.abc import Iterable
from typing import Any

from ingest.readers.blocks import clean, sensible_title
from ingest.readers.html.metadata import meta, things
from ingest.readers.html.page import Page
from rag.types import Origin

_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title")
_SITE_NAMES = ("og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site")
_ADDRESSES = ("og:url", "twitter:domain", "twitter:url")
_SEPARATOR = re.compile(r"\s++[|·•»›–—-]{1,3}\s++|\s*+\|\s*+")
"""What stands between a page's title and its site's name."""
_MENU_WORDS = frozenset("menu home homepage navigation search contents share login".split())
_HOST = re.compile(r"(?:https?://)?(?:www\.)?([\w-]{1,80}(?:\.[\w-]{1,80}){1,6})", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}/?", re.IGNORECASE)
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
    given += [sensible_title(thing.get("headline")) for thing in things(tree)]
    given.append(sensible_title("".join(e.text_content() for e in tree.iter("title"))))
    headings = list(_headings(page))
    for title in given:
        kept = _without_site(title, site)
        if not _is_title(kept, site):
            continue
        # The site's name may be an `<h1>` as well; it is seldom as long.
        parts = (h for h in headings if _is_title(h, site) and _is_part(h, kept))
        heading = max(parts, key=len, default="")
        return (heading, "heading") if heading else (kept, "metadata")
    alone = [heading for heading in headings if _is_title(heading, site)]
    return (alone[0], "heading") if len(alone) == 1 else ("", "")


def _headings(page: Page) -> Iterable[str]:
    for element in page.root.iter("h1"):
        if element not in page.unseen:
            words = clean(element.text_content().replace("\n", " "))
            if words and len(words) <= _LONGEST_HEADING:
                yield words


def _is_part(heading: str, title: str) -> bool:
    """Whether a heading is most of a title, or one of the parts between its separators."""
    short, long = heading.casefold(), title.casefold()
    parts = [part.strip() for part in _SEPARATOR.split(long)]
    return short in parts or (short in long and len(short) * 2 >= len(long))


def _site_names(tree: Any, named: dict[str, str]) -> set[str]:
    """The names of the page's site and its domain, as `_key` writes them."""
    names: list[object] = [named.get(key, "") for key in _SITE_NAMES]
    for thing in things(tree):
        publisher = thing.get("publisher")
        names.append(publisher.get("name") if isinstance(publisher, dict) else "")
        if thing.get("@type") in {"WebSite", "Organization", "NewsMediaOrganization"}:
            names.append(thing.get("name"))
    addresses = [named.get(key, "") for key in _ADDRESSES]
    addresses += [e.get("href") or "" for e in tree.xpath("//link[@rel='canonical']")[:1]]
    for address in addresses:
        host = _HOST.match(address.strip())
        if host:
            names += [host.group(1), host.group(1).rpartition(".")[0]]
    return {key for name in names if isinstance(name, str) and (key := _key(name))}


def _without_site(title: str, site: set[str]) -> str:
    """The title without parts that are the site's name, at its beginning or end."""
    pieces = [piece for piece in _SEPARATOR.split(title) if piece]
    while len(pieces) > 1 and _key(pieces[-1]) in site | _MENU_WORDS:
        pieces.pop()
    while len(pieces) > 1 and _key(pieces[0]) in site | _MENU_WORDS:
        pieces.pop(0)
    if not pieces:
        return title
    start = title.find(pieces[0])
    return title[start : title.rfind(pieces[-1]) + len(pieces[-1])]


def _is_title(words: str, site: set[str]) -> bool:
    key = _key(words)
    return bool(key) and key not in site | _MENU_WORDS and not _DOMAIN.fullmatch(words)


def _key(words: str) -> str:
    return "".join(c for c in words.casefold() if c.isalnum())
