"""What a question asks for by its words: a date, a figure, a name or a place."""

import re
from enum import Enum

from rag.language.english import (
    BE_DO_HAVE,
    MODALS,
    MONTHS,
    ONES,
    ORDINAL_ENDINGS,
    PARTS_AND_MULTIPLES,
    QUESTION_WORDS,
    RELATIVE_DAYS,
    REQUESTS,
    SCALES,
    SEASONS,
    TENS,
    WEEKDAYS,
)
from rag.language.patterns import any_of
from rag.language.words import capitalised_words, with_names_marked


class Kind(Enum):
    """What the answer must contain."""

    DATE = "date"
    FIGURE = "figure"
    NAME = "name"
    PLACE = "place"
    ANY = "any"


_AUXILIARIES = frozenset((*BE_DO_HAVE, *MODALS))
_MEASURED_BY_HOW = "many much long far old high tall large big deep fast often heavy".split()
_FIGURES = "number percentage percent share price cost rate size total amount figure".split()
_NUMBER_WORDS = {*ONES, *TENS, *SCALES, *PARTS_AND_MULTIPLES} - {"zero", "one"}
"""Words that give a figure; "one" is a pronoun as a rule."""
_NOT_FIRST_IN_A_QUESTION = {"shall", "may", "might", "must"}
"""Auxiliaries, some of them a month or a noun, that begin few questions."""

_DATE_ASKED = rf"""
      # "When did it rain?", but not "what does it mean when it rains" or "when do you need it".
      \bwhen (?: ['’]s
               | (?:,?\s+(?:exactly|precisely),?)? \s+
                 (?: do(?!\s+(?:you|we|they|i|people)\b) | {any_of(_AUXILIARIES - {"do"})} ) \b )
    | \bwhen\W*$
    | \bwhen\s+(?:and|or)\s+(?:where|how|why)\b
    | \b(?:since|until|by)\s+when\b
    | ^\W* (?:please\s+)? (?:(?:do|can|could)\s+you\s+)?
          (?:tell|show|know|say) (?:\s+(?:me|us))? \s+when\b
    | \b(?:what|which|in\s+what|on\s+what)\s+(?:year|date|day|month|time)\b
"""
_FIGURE_ASKED = rf"""
      \bhow\s+{any_of(_MEASURED_BY_HOW)}\b
    | \b(?:what|which)\s++ (?:(?:is|was|were|are)\s*+)? (?:the\s+)?(?:\w+\s+)? {any_of(_FIGURES)}\b
"""
_ASKED = (
    (Kind.DATE, _DATE_ASKED),
    (Kind.FIGURE, _FIGURE_ASKED),
    (Kind.NAME, r"\bwho(?:m|se)?\b"),
    (Kind.PLACE, r"\bwhere\b"),
)
_BETWEEN = re.compile(r"\?\s+(?=\w)")
_COMPILED = tuple(
    (kind, re.compile(pattern, re.VERBOSE | re.IGNORECASE)) for kind, pattern in _ASKED
)

_MONTH = rf"{any_of(MONTHS)}\b\.?"
_ORDINAL = rf"(?:{any_of(ORDINAL_ENDINGS)})?"
_COUNTED = r"%|percent|per\s+cent|km|tonnes"
"""After a number that is no year."""

_DATE = re.compile(
    rf"""
      \b\d{{1,2}}(?:\s*[–-]\s*\d{{1,2}})?{_ORDINAL}\s+(?:of\s+)?{_MONTH}(?:,?\s+\d{{4}})?
    | \b{_MONTH}\s+\d{{1,2}}{_ORDINAL}\b(?:,?\s+\d{{4}})?
    | \b{_MONTH},?\s+\d{{4}}\b
    | \b(?:1[0-9]|20)\d{{2}}s?\b(?!\s*(?:{_COUNTED}))
    | \b\d{{4}}-\d{{2}}-\d{{2}}\b
    | \b\d{{1,2}}{any_of(ORDINAL_ENDINGS)}\s+centur(?:y|ies)\b
    | \b{any_of(WEEKDAYS)}\b
    | \b(?:{any_of(RELATIVE_DAYS)}|last|next)\s*(?:week|month|year|night)?\b
    | \b(?:early|late|mid)[-\s](?:\d{{4}}s?|{any_of(SEASONS)})\b
    | \bin\s+(?:the\s+)?{any_of(SEASONS)}\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FIGURE = re.compile(rf"\d[\d.,]*|\b{any_of(_NUMBER_WORDS)}s?\b", re.IGNORECASE)
_AGE = re.compile(r"\bhow\s+(?:old|long\s+(?:ago|since|has|have|had))\b", re.IGNORECASE)
"""Questions for a figure that dates answer too."""

_ASKS = re.compile(
    rf"""
      \b{any_of(QUESTION_WORDS)}\b
    | ^\W*(?:please\s+)?{any_of((*(_AUXILIARIES - _NOT_FIRST_IN_A_QUESTION), *REQUESTS))}\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


def asks(question: str) -> bool:
    """Whether it asks something; "Kessary pipeline route" only names what it is about."""
    return question.rstrip().endswith("?") or bool(_ASKS.search(with_names_marked(question)))


def kind_of(question: str) -> Kind:
    """What the question asks for; the first kind that its words name.

    Of several questions in a row, as when one needs the one before it, the last counts that asks
    something of its own: "And the gas pipeline?" asks what the one before it does.
    """
    question = with_names_marked(question)
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
        return any(word.lower() not in known for word in capitalised_words(sentence))
    return True
