"""What a web page says of itself: its title, and the day on which it was published."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from ingest.readers.blocks import clean, sensible_title
from ingest.readers.dates import parse_date

_TITLES = ("og:title", "twitter:title", "dc.title", "citation_title")
_DATES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued", "dc.issued",
    "citation_publication_date", "citation_date", "parsely-pub-date", "sailthru.date", "pubdate",
    "publish-date", "publish_date", "published", "publication_date",
)  # fmt: skip
_MOST_JSON = 1_000_000


def title_of(tree: Any) -> str:
    """The title that the page gives itself, without the site's name where that can be told."""
    named = _meta(tree)
    given = next((t for key in _TITLES if (t := sensible_title(named.get(key)))), "")
    if given:
        return given
    title = sensible_title("".join(e.text_content() for e in tree.iter("title")))
    headings = [clean(e.text_content().replace("\n", " ")) for e in tree.iter("h1")]
    return next((h for h in headings if h and h.lower() in title.lower()), title)


def date_of(tree: Any) -> date | None:
    """The day that the page's metadata name; None where they name none.

    A `<time>` counts only where all of the page's name the same day: in others, one may belong to
    a link, a comment or an event.
    """
    named = _meta(tree)
    values = [named[key] for key in _DATES if key in named]
    values += [_value(e) for e in tree.xpath("//*[@itemprop='datePublished']")]
    values += _in_json(tree)
    found = next((day for value in values if (day := _day(value))), None)
    if found:
        return found
    times = {_day(e.get("datetime", "")) for e in tree.iter("time") if e.get("datetime")}
    return times.pop() if len(times) == 1 else None


def _meta(tree: Any) -> dict[str, str]:
    """The page's `<meta>` values by lower-case name; the first of a name counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = element.get("content")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _value(element: Any) -> str:
    given = element.get("datetime") or element.get("content")
    return given or clean(element.text_content().replace("\n", " "))


def _in_json(tree: Any) -> list[str]:
    found: list[str] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            stated = json.loads((script.text or "")[:_MOST_JSON])
        except (ValueError, RecursionError):
            continue
        found += [value for value in _published(stated) if isinstance(value, str)]
    return found


def _published(stated: object) -> Iterator[object]:
    """The `datePublished` of what a JSON-LD block is about, not of what it mentions."""
    if isinstance(stated, list):
        for part in stated:
            yield from _published(part) if isinstance(part, dict) else ()
    elif isinstance(stated, dict):
        if "datePublished" in stated:
            yield stated["datePublished"]
        graph = stated.get("@graph")
        if isinstance(graph, list):
            yield from (part.get("datePublished") for part in graph if isinstance(part, dict))


def _day(value: str) -> date | None:
    words = value.strip()
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        return parse_date(words[:100])
