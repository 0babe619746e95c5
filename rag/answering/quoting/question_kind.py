"""A question: how it is taken, and what its words ask for: a date, a figure, a name or a place."""

import re
from enum import Enum


class Kind(Enum):
    """What the answer must contain."""

    DATE = "date"
    FIGURE = "figure"
    NAME = "name"
    PLACE = "place"
    ANY = "any"


_KINDS = (
    (
        Kind.DATE,
        # "When did it rain?", but not "what does it mean when it rains" or "when do you need it".
        r"\bwhen(?:'s|’s|(?:,?\s+(?:exactly|precisely),?)?\s+(?:did|do(?!\s+(?:you|we|they|i|people)\b)"
        r"|does|is|are|was|were|has|have|had|will|would|should|shall|must|can|could|may|might))\b"
        r"|\bwhen\W*$|\bwhen\s+(?:and|or)\s+(?:where|how|why)\b|\b(?:since|until|by)\s+when\b"
        r"|^\W*(?:please\s+)?(?:(?:do|can|could)\s+you\s+)?(?:tell|show|know|say)"
        r"(?:\s+(?:me|us))?\s+when\b"
        r"|\b(?:what|which|in what|on what)\s+(?:year|date|day|month|time)\b",
    ),
    (
        Kind.FIGURE,
        r"\bhow\s+(?:many|much|long|far|old|high|tall|large|big|deep|fast|often|heavy)\b"
        r"|\b(?:what|which)\s++(?:(?:is|was|were|are)\s*+)?(?:the\s+)?(?:\w+\s+)?"
        r"(?:number|percentage|percent|share|price|cost|rate|size|total|amount|figure)\b",
    ),
    (Kind.NAME, r"\bwho(?:m|se)?\b"),
    (Kind.PLACE, r"\bwhere\b"),
)
_BETWEEN = re.compile(r"\?\s+(?=\w)")
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:\s*[–-]\s*\d{{1,2}})?(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+\d{{4}})?"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?"
    rf"|\b{_MONTH},?\s+\d{{4}}\b|\b(?:1[0-9]|20)\d{{2}}s?\b(?!\s*(?:%|percent|per cent|km|tonnes))"
    r"|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}(?:st|nd|rd|th)\s+centur(?:y|ies)\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\b(?:yesterday|today|tomorrow|midnight|noon|last|next)\s*(?:week|month|year|night)?\b"
    r"|\b(?:early|late|mid)[- ](?:\d{4}s?|spring|summer|autumn|winter)\b"
    r"|\bin\s+(?:the\s+)?(?:spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)
_NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty "
    "ninety hundred thousand million billion trillion dozen half third quarter twice double"
).split()
_FIGURE = re.compile(
    r"\d[\d.,]*|\b(?:" + "|".join(_NUMBER_WORDS) + r")s?\b",
    re.IGNORECASE,
)
_AGE = re.compile(r"\bhow\s+(?:old|long\s+(?:ago|since|has|have|had))\b", re.IGNORECASE)
"""Questions for a figure that dates answer too."""

_CAPITALISED = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-ZÀ-Þ][\w’'-]+")

_ASKS = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how)\b"
    r"|^\W*(?:please\s+)?(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should"
    r"|list|name|describe|explain|compare|identify|discuss|tell|give|summari[sz]e|define|show)\b",
    re.IGNORECASE,
)


def asks(question: str) -> bool:
    """Whether it asks something; "Kessary pipeline route" only names what it is about."""
    return question.rstrip().endswith("?") or bool(_ASKS.search(question))


def kind_of(question: str) -> Kind:
    """What the question asks for; the first kind that its words name.

    Of several questions in a row, as when one needs the one before it, the last counts that asks
    something of its own: "And the gas pipeline?" asks what the one before it does.
    """
    pieces = _BETWEEN.split(question)
    last = next((piece for piece in reversed(pieces) if _ASKS.search(piece)), question)
    found = [(match.start(), kind) for kind, p in _COMPILED if (match := p.search(last))]
    return min(found, key=lambda pair: pair[0])[1] if found else Kind.ANY


def gives(kind: Kind, sentence: str, question: str) -> bool:
    """Whether the sentence has something of the kind that is not in the question already."""
    if kind is Kind.DATE:
        return any(m.group().lower() not in question.lower() for m in _DATE.finditer(sentence))
    if kind is Kind.FIGURE:
        undated = sentence if _AGE.search(question) else _DATE.sub(" ", sentence)
        known = set(_FIGURE.findall(question.lower()))
        return any(found.rstrip(".,") not in known for found in _FIGURE.findall(undated.lower()))
    if kind is Kind.NAME or kind is Kind.PLACE:
        known = set(question.lower().split())
        return any(m.group().lower() not in known for m in _CAPITALISED.finditer(sentence))
    return True
