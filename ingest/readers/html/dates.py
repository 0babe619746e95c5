"""The date of a page's publication, where the page gives it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, islice
from typing import Any

from ingest.readers.blocks import clean
from ingest.readers.dates import day_in_any_language, parse_date
from ingest.readers.html.metadata import meta, things
from ingest.readers.html.page import Page, Piece
from rag.language.document_words import (
    DATE_ENDS,
    OTHER_DATES_OF_PAGES,
    PUBLISHED_NOUNS,
    PUBLISHED_OPENINGS,
    PUBLISHED_VERBS,
)
from rag.language.patterns import any_of
from rag.types import Origin

_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued", "dc.issued",
    "citation_publication_date", "citation_date", "parsely-pub-date", "sailthru.date", "pubdate",
    "publish-date", "publish_date", "published", "publication_date",
)  # fmt: skip
"""Names of `<meta>` elements that give the date of publication, the most specific first."""

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

_PUBLISHED = re.compile(
    rf"""
    (?:{any_of(PUBLISHED_OPENINGS)}\s++){{0,3}}
    (?: {any_of(PUBLISHED_VERBS)}(?:\s++(?:date|online))?
      | (?:original\s++)?{any_of(PUBLISHED_NOUNS)}\s++date
      | date\s++(?:of\s++)?{any_of((*PUBLISHED_VERBS, *PUBLISHED_NOUNS))}
      | dated? )
    (?![\w-])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LABEL_END = re.compile(r"\s*+(?:on\b)?\s*+[:–—-]?\s*+(?:on\b\s*+)?", re.IGNORECASE)
_VALUE_END = re.compile(rf"[|·•;(]|\s[–—/-]\s|\b{any_of(DATE_ENDS)}\b", re.IGNORECASE)
_OTHER_LABEL = re.compile(rf"\b{any_of(OTHER_DATES_OF_PAGES)}\b", re.IGNORECASE)
_LONGEST_LINE = 120
"""Characters of a block that is a line of a page's head, and not prose."""
_LONGEST_LABEL = 60
_BEFORE_DATE = tuple(",|·•–—:-/")
_HEAD_TAGS = 100
"""Starts and ends of blocks within which a label is the page's own, and not that of one of the
articles that it lists."""
_BETWEEN_VALUES = re.compile(r"[|·•]")


def date_of(page: Page) -> tuple[date | None, Origin]:
    """The date of publication that the page gives and where it was found; None where it gives none.

    It is the first date in the `<meta>` elements, `itemprop` and JSON-LD; else that behind a label
    such as "Published"; else that of the elements whose class marks it; else that of the `<time>`
    elements, if all have the same. A date that the page gives for something else, such as a
    meeting, does not count, nor one within a sentence.
    """
    tree = page.root
    named = meta(tree)
    values = [named[key] for key in _NAMES if key in named]
    values += [_value(e) for e in tree.xpath("//*[@itemprop='datePublished']")]
    values += [v for t in things(tree) if isinstance(v := t.get("datePublished"), str)]
    stated = next((day for value in values if (day := _day(value))), None)
    if stated:
        return stated, "metadata"
    steps: tuple[tuple[Iterable[date], Origin], ...] = (
        (_labelled(page.pieces), "label"),
        (_days(map(_value, _marked(page))), "label"),
        (_timed(page.pieces), "line"),
    )
    for days, origin in steps:
        found = set(days)
        if len(found) == 1:
            return found.pop(), origin
    return None, ""


def _labelled(pieces: Sequence[Piece]) -> list[date]:
    """The dates behind a label; only the first, where that is in the page's head."""
    found: list[date] = []
    first_block = pieces[0].block if pieces else 0
    for n, piece in enumerate(pieces):
        if len(piece.words) > _LONGEST_LINE:
            continue
        for words in map(str.strip, _BETWEEN_VALUES.split(piece.words)):
            match = _PUBLISHED.match(words)
            day = _behind_label(words[match.end() :], pieces[n + 1 : n + 3]) if match else None
            if day and piece.block - first_block <= _HEAD_TAGS:
                return [day]
            found += [day] if day else []
    return found


def _behind_label(rest: str, following: Sequence[Piece]) -> date | None:
    """The date that follows a label, in the same words or in those right after it."""
    value = _LABEL_END.sub("", rest, count=1)
    if value:
        return _leading(value)
    for piece in following:
        if any(c.isalnum() for c in piece.words):
            given = piece.element.get("datetime") if piece.element.tag == "time" else ""
            return _leading(_LABEL_END.sub("", piece.words, count=1)) or _day(given or "")
    return None


def _leading(words: str) -> date | None:
    """The date that words begin with."""
    words = words[:_LONGEST_VALUE]
    value = _VALUE_END.split(words, maxsplit=1)[0].strip()
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        pass
    return parse_date(value) or day_in_any_language(words, at_start=True)


def _timed(pieces: Sequence[Piece]) -> Iterator[date]:
    """The dates of the `<time>` elements that stand in lines of their own."""
    above = ""
    for _, group in groupby(pieces, key=lambda piece: piece.block):
        line = tuple(group)
        words = [piece.words if piece.element.tag != "time" else "" for piece in line]
        if sum(map(len, words)) <= _LONGEST_LINE:
            for n, piece in enumerate(line):
                before, after = " ".join(words[:n]).strip(), " ".join(words[n:]).strip()
                given = piece.element.get("datetime") if piece.element.tag == "time" else None
                if given and len(after) <= _LONGEST_LABEL and _leads_to_date(before, above):
                    yield from filter(None, [_day(given)])
        above = line[-1].words


def _leads_to_date(before: str, above: str) -> bool:
    """Whether what stands before a date in its line, and above it, may stand before the page's."""
    if not before:
        return not _is_of_something_else(above)
    opens = before.endswith(_BEFORE_DATE) or _PUBLISHED.match(before) or before.startswith("By ")
    return bool(opens) and not _is_of_something_else(before)


def _is_of_something_else(words: str) -> bool:
    """Whether words are a label of a date that is not that of the publication."""
    label = words.strip()
    return (
        0 < len(label) <= _LONGEST_LABEL
        and not label.endswith(".")
        and not _PUBLISHED.match(label)
        and bool(_OTHER_LABEL.search(label))
    )


def _days(values: Iterable[str]) -> set[date]:
    return {day for value in values if (day := _day(value))}


def _marked(page: Page) -> Iterator[Any]:
    """The elements whose class marks a date of publication."""
    marked = (
        element
        for element in page.root.iter("abbr", "span", "time", "p", "div", "li")
        if any(map(_MARKED.fullmatch, (element.get("class") or "").split()))
    )
    return islice(marked, _MOST_MARKED)


def _value(element: Any) -> str:
    given = element.get("datetime") or element.get("content")
    if not given and element.tag == "abbr":
        given = element.get("title")
    return given or clean(element.text_content().replace("\n", " "))


def _day(value: str) -> date | None:
    words = value.strip()
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        return parse_date(words[:_LONGEST_VALUE]) or day_in_any_language(words[:_LONGEST_VALUE])
