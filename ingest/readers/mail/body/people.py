"""Who wrote a quoted message and when, as the lines above it say."""

import re
from datetime import date
from email.errors import MessageError
from email.utils import parseaddr, parsedate_to_datetime

from ingest.readers.dates import date_in_name, day_in_any_language
from rag.language.mail_words import WROTE, WROTE_OPENINGS
from rag.language.patterns import any_of

_LONGEST_NAME = 100
_ADDRESS = re.compile(
    r"[<(\[]{1,2}+\s*+(?:mailto:)?[^\s<>()\[\]]{1,100}@[^<>()\[\]]{0,200}[>)\]]{1,2}+"
)
_VERB = re.compile(rf"\b{any_of(WROTE)}(?:\b|(?<=\)))", re.IGNORECASE)
_OPENING = re.compile(rf"{any_of(WROTE_OPENINGS)}\b\s*+", re.IGNORECASE)
_AFTER_TIME = re.compile(
    r"(?:[\s,]|[AaPp]\.?[Mm]\.?(?=[\s,])|(?:UTC|GMT|Z|[A-Z]{2,4}T|Uhr|h)\b|\([A-Za-z ]{1,40}\))*+"
)
_LAST_DIGIT = re.compile(r"\A.*\d", re.DOTALL)


def author_of_attribution(words: str) -> str:
    """The author in a line such as "On Mon, 4 May 2026 at 09:00, Ann Lee <ann@x.org> wrote:"."""
    line = " ".join(words.split())
    verbs = list(_VERB.finditer(line))
    if not verbs:
        return ""
    verb = verbs[-1]
    after = line[verb.end() :].strip(" :*_")
    is_named = any(map(str.isalpha, after)) and not any(map(str.isdigit, after))
    named = after if is_named else line[: verb.start()]
    without = _ADDRESS.sub(" ", named)
    opened = _OPENING.match(without)
    if opened and any(map(str.isdigit, without)):
        without = without[opened.end() :]
        last = _LAST_DIGIT.match(without)
        start = last.end() if last else 0
        gap = _AFTER_TIME.match(without, start)
        without = without[gap.end() if gap else start :]
    name = _name(without)
    return name or _name(
        " ".join(match.group().strip("<>()[] ") for match in _ADDRESS.finditer(named))
    )


def author_of_header(value: str) -> str:
    """The name in the value of a header "From"; the address where there is none."""
    name, address = parseaddr(_ADDRESS.sub(lambda m: f" <{_inner(m.group())}>", value))
    return _name(name) or _name(value if "@" not in value else address or value)


def _inner(address: str) -> str:
    return address.strip("<>()[] ").removeprefix("mailto:").split()[0]


def _name(words: str) -> str:
    return " ".join(words.split()).strip(" ,;:'\"*_<>")[:_LONGEST_NAME]


def date_in(words: str) -> date | None:
    """The day in a header or an attribution; None where it may be either way round.

    A month in letters may be in any of the languages that htmldate knows.
    """
    line = " ".join(words.split())[:400]
    try:
        return parsedate_to_datetime(line).date()
    except (MessageError, ValueError, TypeError, IndexError, OverflowError, AttributeError):
        pass
    return date_in_name(line) or day_in_any_language(line)
