"""A web page's metadata: its title and the date of its publication."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
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
"""Names of `<meta>` elements that give the date of publication, the most specific first."""
_MOST_JSON = 1_000_000
"""Characters of a JSON-LD block that are parsed; what follows would be cut off in any case."""

_MARKED = re.compile(
    r"""
    (?:dt-)?published | date[-_]published | pub-?date | dateline
    | publish(?:ed)?[-_](?:date|on|time)
    | (?:entry|post|article)[-_]{1,2}(?:date|published)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Classes that mark the date of publication, from microformats and common themes. A class such as
"date" alone is not among them: events and links have dates too."""
_MOST_MARKED = 8
"""Marked elements that are looked at; a page with more is a list of several articles."""
_LONGEST_VALUE = 100
"""Characters of a value in which a date is looked for."""

_MONTH_NAME = r"[^\W\d_]{3,12}\.?"
_ORDINAL = r"(?:st|nd|rd|th|er|\.|º|°)?"
_OF = r"(?:(?:of|de|del)\s+)?"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_WRITTEN_OUT = re.compile(
    rf"(?<!\d)\d{{1,2}}{_ORDINAL}\s+{_OF}{_MONTH_NAME},?\s+{_OF}{_YEAR}"
    rf"|{_MONTH_NAME}\s+\d{{1,2}}{_ORDINAL},?\s+{_YEAR}"
)
"""A date with its month in letters: day, month, year or month, day, year."""
_DIGITS = re.compile(r"\d+")


def title_of(tree: Any) -> str:
    """The page's title, without the name of the site if that can be separated; "" if it has none.

    It is the first of the `<meta>` titles, the `<h1>` that the `<title>` contains, the `<title>`.
    """
    named = _meta(tree)
    given = next((t for key in _TITLES if (t := sensible_title(named.get(key)))), "")
    if given:
        return given
    title = sensible_title("".join(e.text_content() for e in tree.iter("title")))
    headings = [clean(e.text_content().replace("\n", " ")) for e in tree.iter("h1")]
    return next((h for h in headings if h and h.lower() in title.lower()), title)


def date_of(tree: Any) -> date | None:
    """The date of publication that the page gives, or None.

    It is the first date in the `<meta>` elements, `itemprop` and JSON-LD. Without one, it is the
    date of the elements whose class marks it, or else of the `<time>` elements; these count only if
    all of them have the same date, as one may belong to a link, a comment or an event.
    """
    named = _meta(tree)
    values = [named[key] for key in _DATES if key in named]
    values += [_value(e) for e in tree.xpath("//*[@itemprop='datePublished']")]
    values += _in_json(tree)
    stated = next((day for value in values if (day := _day(value))), None)
    return stated or _the_only(map(_value, _marked(tree))) or _the_only(_times(tree))


def _the_only(values: Iterable[str]) -> date | None:
    days = {day for value in values if (day := _day(value))}
    return days.pop() if len(days) == 1 else None


def _marked(tree: Any) -> Iterator[Any]:
    """The elements whose class marks a date of publication."""
    marked = (
        element
        for element in tree.iter("abbr", "span", "time", "p", "div", "li")
        if any(map(_MARKED.fullmatch, (element.get("class") or "").split()))
    )
    return islice(marked, _MOST_MARKED)


def _times(tree: Any) -> Iterator[str]:
    return (given for element in tree.iter("time") if (given := element.get("datetime")))


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
    if not given and element.tag == "abbr":
        given = element.get("title")
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
    """The `datePublished` of the things that a JSON-LD block is about, not of those it mentions."""
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
        return parse_date(words[:_LONGEST_VALUE]) or _written_out(words[:_LONGEST_VALUE])


def _written_out(words: str) -> date | None:
    """A date with its month in letters, in any of the languages that htmldate knows."""
    match = _WRITTEN_OUT.search(words)
    if match is None:
        return None
    from htmldate import find_date

    found = find_date(
        f'<html><body><abbr class="published">{match.group()}</abbr></body></html>',
        original_date=True,
        min_date=datetime(1900, 1, 1),
        max_date=datetime(2099, 12, 31),
    )
    day = date.fromisoformat(found) if found else None
    # Of words that are no month, htmldate takes the year alone, with the first of January.
    numbers = {int(digits) for digits in _DIGITS.findall(match.group())}
    return day if day and {day.day, day.year} <= numbers else None
