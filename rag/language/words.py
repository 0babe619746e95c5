"""Words and their stems, the same for the lexical index, for answers and for what is missing.

Some names look like stop words: US and U.S., WHO, IT. Whether a word is one is decided here, by its
capitals, its dots and what stands around it, before anything is stemmed or compared.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rag.language.english import (
    CONTRACTED,
    DOTTED_NAMES,
    EMPHASISED,
    NAMES_AFTER_THE,
    STOP_WORDS,
)
from rag.language.folding import as_compared

if TYPE_CHECKING:
    from tantivy import TextAnalyzer

ANALYZER = "briefing"
"""Name under which the analyzer is registered with an index."""

_LONGEST = 64
"""Characters of a word; no English word is longer, and what is longer is an address or a code."""

_LONGEST_ABBREVIATION = 4
"""Letters of a stop word that may be an abbreviation; longer ones in capitals are stressed."""

_AROUND = 50
"""Characters on either side of a word that show whether the text is all in capitals: some eight
words."""

_MARK = "zz"
"""Ends the form of a name that looks like a stop word, so that its stem is not the stop word's. In
letters, since the analyzer drops signs, and without a stem of its own."""

_ABBREVIATIONS = frozenset(
    word.upper()
    for word in STOP_WORDS - EMPHASISED
    if 1 < len(word) <= _LONGEST_ABBREVIATION and word.isalpha()
)
_SENTENCE_ENDS = ".!?:;\n“\"‘'(*#-–—•"
"""Before a capital letter that only opens a sentence, a line, a quotation or an item."""

_MOST_DOTS = 8
"""Dots within an abbreviation: a bound for the pattern, above all that is in use."""

_CAPITAL = "A-ZÀ-ÖØ-Þ"
_LOWER_CASE_NAMES = "|".join(
    [rf"(?<={name[0]}){re.escape(name[1:])}(?:\.(?!\w)|(?!\w))" for name in DOTTED_NAMES]
    + [rf"(?<={name[0]}){name[1:]}(?<=\b[Tt]he[ ]{name})(?!\w|[’']\w)" for name in NAMES_AFTER_THE]
)
_FIRST_LETTERS = "".join({name[0] for name in (*DOTTED_NAMES, *NAMES_AFTER_THE)})
# It begins with one class of letters: so most of a text is passed over at once.
_NAME = re.compile(
    rf"""
    [{_CAPITAL}{_FIRST_LETTERS}](?<![\w.].)
    (?: (?<=[{_CAPITAL}])
        (?: \.(?:[{_CAPITAL}]\.){{1,{_MOST_DOTS}}}(?!\w)                    # U.S., J.R.R.
          | (?:\.[{_CAPITAL}]){{1,{_MOST_DOTS}}}(?!\w)                       # U.S
          | \.(?:[ ][{_CAPITAL}]\.){{1,2}}(?!\w)                            # U. S., J. R. R.
          | (?P<capitals>[{_CAPITAL}]{{1,3}})(?!\w|[’'][{_CAPITAL}]) )        # US, WHO, IT
      | (?<=M)(?P<month>ay)(?!\w)
      | {_LOWER_CASE_NAMES} )
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"\w+(?:[’'.\-]\w+)*")
_LETTERS = re.compile(r"\w+")
_CAPITALISED = re.compile(rf"(?<![.!?]\s)(?<!^)\b[{_CAPITAL}][\w’'-]+")


def build_analyzer() -> "TextAnalyzer":
    """Words in lower case, without accents, reduced to their English stem."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(_LONGEST))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
        .filter(Filter.stemmer("english"))
        .build()
    )


@cache
def _analyzer() -> "TextAnalyzer":
    return build_analyzer()


def analyzed(text: str) -> list[str]:
    """The stem of every word as the analyzer gives it, names not told from stop words."""
    return list(_analyzer().analyze(text))


def stems(text: str) -> list[str]:
    """The stem of every word, in order, stop words included."""
    return analyzed(indexable(text))


def indexable(text: str) -> str:
    """A text as the analyzer has to get it: "U.S." as "US", and names apart from stop words.

    In a text all in capitals, where "US" and "IT" may be either, they count as both.
    """
    return _rewritten(
        text, lambda name: name.form if name.is_sure else f"{name.letters} {name.form}"
    )


def with_names_marked(text: str) -> str:
    """A text in which no pattern for "who", "it" or "us" matches a name: "WHO" is "WHOzz"."""
    return _rewritten(text, lambda name: name.form if name.is_sure else name.written)


def names_like_stop_words(text: str) -> dict[int, str]:
    """The names in a text that look like stop words or have dots, by the offset of each.

    "May" is left out: it is a month more often than a person, and dates are compared as such.

    Returns:
        The form in which each is compared, the same for "US" and "U.S.".
    """
    return {
        match.start(): name.form
        for match in _NAME.finditer(text)
        if not match["month"] and _is_name(match) and (name := _name(match)).is_sure
    }


def content_words(text: str) -> dict[str, str]:
    """The words that carry meaning: the word as written, by stem, in order of appearance."""
    written: dict[str, str] = {}

    def marked(name: _Name) -> str:
        if not name.is_sure:
            return name.written
        written[name.form] = name.written
        return name.form

    found: dict[str, str] = {}
    for match in _WORD.finditer(_rewritten(text, marked)):
        word = match.group()
        if word.lower().replace("’", "'") in STOP_WORDS:
            continue
        as_written = _as_written(word, written)
        for stem in analyzed(word):
            if stem not in CONTRACTED and (len(stem) > 1 or stem.isdigit()):
                found.setdefault(stem, as_written)
    return found


def capitalised_words(text: str) -> list[str]:
    """The words with a capital that begin neither the text nor, after a full stop, a sentence."""
    return _CAPITALISED.findall(text)


@dataclass(frozen=True, slots=True)
class _Name:
    """A name that looks like a stop word, or has dots.

    Attributes:
        written: as it stands in the text, e.g. "U.S.".
        letters: without dots and spaces.
        is_sure: False where all around it is in capitals, so that it may be a stop word.
    """

    written: str
    letters: str
    is_sure: bool

    @property
    def form(self) -> str:
        """What stands for it where words are compared."""
        return self.letters + (_MARK if self.letters.lower() in STOP_WORDS else "")


def _rewritten(text: str, form: Callable[[_Name], str]) -> str:
    def replaced(match: re.Match[str]) -> str:
        return form(_name(match)) if _is_name(match) else match.group()

    return _NAME.sub(replaced, as_compared(text))


def _name(match: re.Match[str]) -> _Name:
    written = match.group()
    letters = written if match["month"] else written.replace(".", "").replace(" ", "").upper()
    return _Name(written, letters, not (match["capitals"] and _is_shouted(match)))


def _is_name(match: re.Match[str]) -> bool:
    """Whether it is a name that looks like a stop word, or one with dots."""
    if match["month"]:
        return _is_month(match)
    if match["capitals"] and match.group() not in _ABBREVIATIONS:
        return False
    before = match.string[max(match.start() - 2, 0) : match.start()].rstrip()
    is_time = before[-1:].isdigit() and match.group().replace(".", "") in {"AM", "PM"}
    return not is_time


def _is_month(match: re.Match[str]) -> bool:
    """Whether "May" is a month or a person: within a sentence, or before a number."""
    text, start, end = match.string, match.start(), match.end()
    before = text[max(start - 2, 0) : start].rstrip(" ")[-1:]
    opens = not before or before in _SENTENCE_ENDS
    return not opens or text[end : end + 2].lstrip()[:1].isdigit()


def _is_shouted(match: re.Match[str]) -> bool:
    """Whether a word in capitals stands among words in capitals, stop words among them.

    "WHAT DID IT SAY" is shouted. "US GDP" is not, nor is what follows "THE": a pronoun cannot.
    """
    text, start, end = match.string, match.start(), match.end()
    before = text[max(start - _AROUND, 0) : start].rpartition("\n")[2]
    after = text[end : end + _AROUND].partition("\n")[0]
    around = f"{before} {after}"
    if around.upper() != around or before.endswith("THE "):
        return False
    return any(word.lower() in STOP_WORDS for word in _WORD.findall(around))


def _as_written(word: str, written: Mapping[str, str]) -> str:
    """A word with the names in it, as "USzz-led", as they were written."""
    return _LETTERS.sub(lambda match: written.get(match.group(), match.group()), word)
