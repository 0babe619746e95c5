"""What stands below a message: signatures, disclaimers, the footers of lists and newsletters."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ingest.readers.mail.body.quoting import Placed
from rag.language.mail_words import CLOSINGS, CONFIDENTIAL, IN_BROWSER, MOBILE, NEWSLETTER
from rag.language.patterns import any_of
from rag.structure import BoilerplateKind

_DELIMITER = "--"
"""The line above a signature (RFC 3676); its space at the end does not always arrive."""
_MOST_IN_SIGNATURE = 20
"""Units below a delimiter; with more of them, the line divided the message."""
_LONGEST_IN_SIGNATURE = 600
"""Characters of a unit of a signature."""
_MOST_AFTER_CLOSING = 8
"""Lines of a name, a post and an address below "Best regards"."""
_LONGEST_CONTACT_LINE = 90
_LONGEST_NOTICE = 1_500
"""Characters of a paragraph that may be a notice as a whole."""
_SHORT_NOTICE = 400
_CLOSING = re.compile(rf"{any_of(CLOSINGS)}\s*[,.!]?\Z", re.IGNORECASE)
_MOBILE = re.compile(rf"{any_of(MOBILE)}\b.{{0,60}}\Z", re.IGNORECASE)
_CONFIDENTIAL = re.compile(any_of(CONFIDENTIAL), re.IGNORECASE)
_NEWSLETTER = re.compile(any_of(NEWSLETTER), re.IGNORECASE)
_IN_BROWSER = re.compile(any_of(IN_BROWSER), re.IGNORECASE)


def marked(body: Sequence[Placed]) -> list[Placed]:
    """The units, with those marked that are below a message and no part of what it says."""
    found: list[Placed] = []
    for _, message in groupby(body, key=lambda p: p.quoted.number if p.quoted else 0):
        found += _in_message(list(message))
    return found


def _in_message(units: Sequence[Placed]) -> Iterator[Placed]:
    signature = _signature_start(units)
    is_after_notice = False
    for n, placed in enumerate(units):
        unit = placed.unit
        if unit.boilerplate is None:
            kind = "mail header" if unit.role else _notice(unit.words)
            if kind is None and n >= signature:
                kind = "signature"
            if kind is None and is_after_notice:
                kind = "newsletter"
            is_after_notice = is_after_notice or (kind == "newsletter" and _is_end(units[n + 1 :]))
            unit = replace(unit, boilerplate=kind)
        yield replace(placed, unit=unit)


def _notice(words: str) -> BoilerplateKind | None:
    if len(words) > _LONGEST_NOTICE:
        return None
    line = " ".join(words.split())
    if _CONFIDENTIAL.search(line):
        return "disclaimer"
    if len(line) > _SHORT_NOTICE:
        return None
    if _NEWSLETTER.search(line):
        return "newsletter"
    if _IN_BROWSER.search(line):
        return "notice"
    return "signature" if _MOBILE.match(line) else None


def _signature_start(units: Sequence[Placed]) -> int:
    """Position of the first unit of the signature; that of the end where there is none."""
    for n in range(len(units) - 1, -1, -1):
        below = units[n + 1 :]
        first = units[n].unit.words.split("\n", 1)[0]
        if first == _DELIMITER:
            return n if len(below) <= _MOST_IN_SIGNATURE and _are_short(below) else len(units)
        if len(below) > _MOST_IN_SIGNATURE:
            break
        if _CLOSING.match(first) and _is_contact(units[n : n + 1], below):
            return n
    return len(units)


def _is_end(below: Sequence[Placed]) -> bool:
    """Whether no more than a few addresses follow."""
    return len(below) <= _MOST_AFTER_CLOSING and all(
        len(placed.unit.words) <= _LONGEST_CONTACT_LINE or _notice(placed.unit.words)
        for placed in below
    )


def _are_short(units: Sequence[Placed]) -> bool:
    return all(len(p.unit.words) <= _LONGEST_IN_SIGNATURE or _notice(p.unit.words) for p in units)


def _is_contact(closing: Sequence[Placed], below: Sequence[Placed]) -> bool:
    """Whether no more than a few short lines follow, apart from notices."""
    lines = [
        line
        for placed in (*closing, *below)
        if not placed.unit.boilerplate and not _notice(placed.unit.words)
        for line in placed.unit.words.split("\n")
    ]
    fits = len(lines) <= _MOST_AFTER_CLOSING + 1
    return fits and all(len(line) <= _LONGEST_CONTACT_LINE for line in lines)
