"""Questions that a reader could ask, made from the documents without a language model.

A document offers names, dates and headings. A question is suggested only where the documents answer
it: it is asked, and its answer must quote the document it was made from, with the very words that
it was made of.

That takes a search for each, and reading the document. So a sync asks the questions of the latest
documents, and keeps those that are answered by version of the document
(`rag/answering/kept_suggestions.py`). Where none are kept, what a version of a document offers is
read from its first pages, and remembered; and so are the questions to begin with, for as long as
the latest documents are the same versions.
"""

import re
import threading
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from heapq import nsmallest
from itertools import chain, islice, zip_longest

from rag.answering.quoting.engine import compose
from rag.errors import UsageError
from rag.language.english import MONTH_NAMES, MONTHS, STOP_WORDS, TITLES
from rag.language.patterns import any_of
from rag.language.words import content_words
from rag.search.plan import Plan
from rag.search.query import Query
from rag.settings import Settings
from rag.types import Document, DocumentRecord, Hit, date_number

_DOCUMENTS = 6
"""The latest documents, from which the first questions are made."""

_TRIED = 12
"""Questions tried at most; each costs one search."""

_EACH = 3
"""Questions of one document that are kept: as many as are suggested at a time."""

_TRIED_EACH = 6
"""Questions tried at most for those."""

_FIRST_PAGES = 20_000
"""Characters of a document that questions are made from."""

_OF_A_KIND = 50
"""Questions of one kind that are made of a document: more than are asked in a conversation."""

_REMEMBERED = 100
"""Versions of documents whose questions are remembered."""

_DATE = re.compile(rf"\b(\d{{1,2}}) ({any_of(MONTH_NAMES)}) (\d{{4}})\b")
# Words are bounded: one without an end would be read to it from each of its parts.
_CAPITAL = r"[A-ZÀ-Þ](?:[\w-]|[’'](?!s\b)){1,60}"
_PERSON = re.compile(rf"\b{any_of(TITLES)}\.? {_CAPITAL}(?: {_CAPITAL})+")
_NAME = re.compile(rf"(\b[Tt]he )?\b({_CAPITAL}(?: (?:of (?:the )?)?{_CAPITAL}){{1,3}})")
_WORD_NAME = re.compile(rf"(?<=[a-z,] )({_CAPITAL})\b(?! [A-ZÀ-Þ])")
_PAIR = re.compile(r"(?=\b([a-z-]{4,60} [a-z-]{4,60})\b)")
_OFTEN = 2
"""A pair of ordinary words is asked about where its document has it at least so often."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question, and what its answer has to quote.

    Attributes:
        document_id: the document quoted.
        words: what the quotes hold, or "" where any quote will do.
    """

    question: str
    document_id: str
    words: str


@dataclass(frozen=True, slots=True)
class _Offer:
    """The questions made of one document, by what they ask about."""

    persons: tuple[Suggestion, ...]
    names: tuple[Suggestion, ...]
    dates: tuple[Suggestion, ...]
    topics: tuple[Suggestion, ...]

    def in_turn(self, turn: int) -> Iterator[Suggestion]:
        """All of them; which kind comes first changes from document to document."""
        kinds = [self.persons, self.names, self.dates]
        return chain(_in_turn([*kinds[turn % 3 :], *kinds[: turn % 3]]), self.topics)


Kept = Mapping[str, tuple[Suggestion, ...]]
"""Questions that were answered, by the version of the document that answers them."""


def latest_of(records: Iterable[DocumentRecord]) -> list[DocumentRecord]:
    """The documents from which the questions to begin with are made, the latest first.

    They are few: nobody is shown a question of any other before they have asked one.
    """
    return nsmallest(_DOCUMENTS, records, key=lambda r: (-date_number(r.published), r.title, r.id))


class Suggestions:
    """Makes questions and chooses those that are answered. Safe across threads.

    Args:
        retrieve: the passages that match a question.
        record: what the register says of a document, by id; raises `UsageError` where it is gone.
        read: the same document with its text.
        settings: how questions are answered.
        kept: the questions that are kept; asked each time that the latest documents have changed.
    """

    def __init__(
        self,
        retrieve: Callable[[str], Sequence[Hit]],
        record: Callable[[str], DocumentRecord],
        read: Callable[[str], Document],
        settings: Settings,
        kept: Callable[[], Kept] = dict,
    ) -> None:
        self._retrieve = retrieve
        self._record = record
        self._read = read
        self._settings = settings
        self._kept = kept
        self._offer = lru_cache(_REMEMBERED)(self._read_offer)
        self._beginning = threading.Lock()
        self._first: tuple[tuple[str, ...], int, list[str]] = ((), 0, [])

    def first(self, records: Sequence[DocumentRecord], limit: int = 3) -> list[str]:
        """Questions to begin with, of the latest documents in turn.

        Args:
            records: the library's documents, the latest first.
        """
        latest = records[:_DOCUMENTS]
        versions = tuple(record.version for record in latest)
        with self._beginning:  # whoever comes meanwhile gets the same
            if self._first[:2] != (versions, limit):
                self._first = versions, limit, self._to_begin(latest, limit)
            return list(self._first[2])

    def of_document(self, record: DocumentRecord) -> tuple[Suggestion, ...]:
        """A few questions that one document answers, to be kept for its version.

        Raises:
            UsageError: the document is gone.
            LibraryError: the library cannot be read.
        """
        offered = self._offer(record.id, record.version).in_turn(0)
        return tuple(self._answered(offered, "", _EACH, tries=_TRIED_EACH))

    def next(self, documents: Sequence[str], known: str, limit: int = 3) -> list[str]:
        """Questions to go on with.

        Args:
            documents: ids of those that were quoted, or came near; others are not asked about.
            known: what was asked and answered so far, and is not asked about again.
        """
        records = []
        for identifier in dict.fromkeys(documents):
            with suppress(UsageError):
                records.append(self._record(identifier))
        return _questions(self._answered(self._made(records, {}), known, limit))

    def _to_begin(self, latest: Sequence[DocumentRecord], limit: int) -> list[str]:
        kept = self._kept()
        known = frozenset(chain.from_iterable(kept.values()))
        return _questions(self._answered(self._made(latest, kept), "", limit, answered=known))

    def _made(self, records: Sequence[DocumentRecord], kept: Kept) -> Iterator[Suggestion]:
        """The questions of each document in turn; one that is gone has none."""
        offers: list[Iterator[Suggestion]] = []
        for turn, record in enumerate(records):
            if record.version in kept:
                offers.append(_from_turn(kept[record.version], turn))
                continue
            with suppress(UsageError):
                offers.append(self._offer(record.id, record.version).in_turn(turn))
        return _in_turn(offers)

    def _read_offer(self, identifier: str, version: str) -> _Offer:
        """What a document offers, made of its first pages; by its version it is kept.

        Raises:
            UsageError: the document is gone.
        """
        document = self._read(identifier)
        body = _body(document)
        kinds = (
            _of_persons(document, body),
            _of_names(document, body),
            _of_dates(document, body),
            _of_topics(document, body),
        )
        return _Offer(*(tuple(islice(kind, _OF_A_KIND)) for kind in kinds))

    def _answered(
        self,
        made: Iterator[Suggestion],
        known: str,
        limit: int,
        *,
        tries: int = _TRIED,
        answered: Container[Suggestion] = (),
    ) -> list[Suggestion]:
        """The first that are answered, and that are not about what is known already.

        Args:
            tries: most questions that are asked.
            answered: those that need not be asked.
        """
        chosen: list[Suggestion] = []
        tried = 0
        known = known.lower()
        for suggestion in made:
            if len(chosen) == limit or tried == tries:
                break
            if suggestion.words.lower() in known or suggestion.question.lower() in known:
                continue
            if suggestion not in answered:
                tried += 1
                if not self._is_answered(suggestion):
                    continue
            chosen.append(suggestion)
            known += f" {suggestion.words.lower()}"
        return chosen

    def _is_answered(self, suggestion: Suggestion) -> bool:
        question = suggestion.question
        hits = self._retrieve(question)
        draft = compose(
            Plan(question, (Query(question),)),
            [hits],
            lambda record: self._document(record.id),
            self._settings,
        )
        return any(
            citation.document.id == suggestion.document_id and suggestion.words in citation.quote
            for citation in draft.citations
        )

    def _document(self, identifier: str) -> Document | None:
        try:
            return self._read(identifier)
        except UsageError:
            return None


def _of_persons(document: Document, body: str) -> Iterator[Suggestion]:
    for person in dict.fromkeys(match.group() for match in _PERSON.finditer(body)):
        yield Suggestion(f"Who is {person}?", document.id, person)


def _of_names(document: Document, body: str) -> Iterator[Suggestion]:
    """Names of things, those that the document has most often first."""
    persons = " ".join(match.group() for match in _PERSON.finditer(body))
    found = [(article, name) for article, name in _NAME.findall(body) if name not in persons]
    counts = Counter(name for _, name in found)
    articles = Counter(name for article, name in found if article)
    for name, count in counts.most_common():
        if name.split()[0].lower() not in STOP_WORDS:
            the = "the " if articles[name] * 2 > count else ""
            yield Suggestion(f"What is said about {the}{name}?", document.id, name)


def _of_topics(document: Document, body: str) -> Iterator[Suggestion]:
    """What a document without many names is about: words that it has again and again."""
    pairs = Counter(pair for pair in _PAIR.findall(body) if len(content_words(pair)) == 2)
    names = Counter(_WORD_NAME.findall(body))
    often = [(words, count) for words, count in pairs.most_common() if count >= _OFTEN]
    for words, _ in [*often, *names.most_common()]:
        yield Suggestion(f"What is said about {words}?", document.id, words)


def _of_dates(document: Document, body: str) -> Iterator[Suggestion]:
    """What happened on another day than the document's, or is due on a later one."""
    for words, day_number, month, year in dict.fromkeys(
        (match.group(), *match.groups()) for match in _DATE.finditer(body)
    ):
        try:
            day = date(int(year), MONTHS[month.lower()], int(day_number))
        except ValueError:
            continue
        if day == document.published:
            continue  # its dateline
        is_due = document.published is not None and day > document.published
        asks = "What is due" if is_due else "What happened"
        yield Suggestion(f"{asks} on {words}?", document.id, words)


def _body(document: Document) -> str:
    """The first pages, without front matter and first heading."""
    begin = document.sections[0].start if document.sections else 0
    text = document.text[begin : begin + _FIRST_PAGES]
    _, _, rest = text.partition("\n")
    return rest or text


def _questions(suggestions: Iterable[Suggestion]) -> list[str]:
    return [suggestion.question for suggestion in suggestions]


def _from_turn(kept: Sequence[Suggestion], turn: int) -> Iterator[Suggestion]:
    """All of them; which comes first changes from document to document."""
    first = turn % len(kept) if kept else 0
    return chain(kept[first:], kept[:first])


def _in_turn(several: Sequence[Iterable[Suggestion]]) -> Iterator[Suggestion]:
    """One of each, then the next of each."""
    rounds = chain.from_iterable(zip_longest(*several))
    return (suggestion for suggestion in rounds if suggestion)
