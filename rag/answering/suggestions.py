"""Questions that a reader could ask, made from the documents without a language model.

A document offers names, dates and headings. A question is suggested only where the documents answer
it: it is asked, and its answer must quote the document it was made from, with the very words that
it was made of.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, zip_longest

from rag.answering import extractive
from rag.answering.selection import Part
from rag.errors import UsageError
from rag.settings import Settings
from rag.terms import FUNCTION_WORDS, content_words
from rag.types import Document, DocumentRecord, Hit

_DOCUMENTS = 6
"""The latest documents, from which the first questions are made."""

_TRIED = 12
"""Questions tried at most; each costs one search."""

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(rf"\b\d{{1,2}} (?:{_MONTHS}) \d{{4}}\b")
_RANKS = (
    r"Dr|Mr|Mrs|Ms|Prof|Gen|Adm|Col|Maj|Lt|Capt|Judge|Justice|President|Chancellor|Minister"
    r"|Ambassador|Senator|Governor|Secretary"
)
_CAPITAL = r"[A-ZÀ-Þ](?:[\w-]|[’'](?!s\b))+"
_PERSON = re.compile(rf"\b(?:{_RANKS})\.? {_CAPITAL}(?: {_CAPITAL})+")
_NAME = re.compile(rf"(\b[Tt]he )?\b({_CAPITAL}(?: (?:of (?:the )?)?{_CAPITAL}){{1,3}})")
_WORD_NAME = re.compile(rf"(?<=[a-z,] )({_CAPITAL})\b(?! [A-ZÀ-Þ])")
_PAIR = re.compile(r"(?=\b([a-z-]{4,} [a-z-]{4,})\b)")
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


class Suggestions:
    """Makes questions and keeps those that are answered.

    Args:
        retrieve: the passages that match a question.
        read: a document by id; raises `UsageError` where it is gone.
        settings: how questions are answered.
    """

    def __init__(
        self,
        retrieve: Callable[[str], Sequence[Hit]],
        read: Callable[[str], Document],
        settings: Settings,
    ) -> None:
        self._retrieve = retrieve
        self._read = read
        self._settings = settings

    def first(self, records: Sequence[DocumentRecord], limit: int = 3) -> list[str]:
        """Questions to begin with, of the latest documents in turn.

        Args:
            records: the library's documents, the latest first.
        """
        documents = [self._document(record.id) for record in records[:_DOCUMENTS]]
        made = [_made(document, n) for n, document in enumerate(documents) if document]
        return self._answered(_in_turn(made), "", limit)

    def next(self, documents: Sequence[str], known: str, limit: int = 3) -> list[str]:
        """Questions to go on with.

        Args:
            documents: ids of those that were quoted, or came near; others are not asked about.
            known: what was asked and answered so far, and is not asked about again.
        """
        read = [self._document(identifier) for identifier in dict.fromkeys(documents)]
        made = [_made(document, n) for n, document in enumerate(read) if document]
        return self._answered(_in_turn(made), known, limit)

    def _answered(self, made: Iterator[Suggestion], known: str, limit: int) -> list[str]:
        """The first that are answered, and that are not about what is known already."""
        chosen: list[Suggestion] = []
        tried = 0
        for suggestion in made:
            if len(chosen) == limit or tried == _TRIED:
                break
            if suggestion.words.lower() in known.lower() or suggestion.question in known:
                continue
            tried += 1
            if self._is_answered(suggestion):
                chosen.append(suggestion)
                known += f" {suggestion.words}"
        return [suggestion.question for suggestion in chosen]

    def _is_answered(self, suggestion: Suggestion) -> bool:
        question = suggestion.question
        hits = self._retrieve(question)
        draft = extractive.compose(
            [Part(question, hits, follows=False, leans=False)],
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


def _made(document: Document, turn: int) -> Iterator[Suggestion]:
    """The document's questions; which kind comes first changes from document to document."""
    kinds = [_of_persons(document), _of_names(document), _of_dates(document)]
    return chain(_in_turn([*kinds[turn % 3 :], *kinds[: turn % 3]]), _of_topics(document))


def _of_persons(document: Document) -> Iterator[Suggestion]:
    for person in dict.fromkeys(match.group() for match in _PERSON.finditer(_body(document))):
        yield Suggestion(f"Who is {person}?", document.id, person)


def _of_names(document: Document) -> Iterator[Suggestion]:
    """Names of things, those that the document has most often first."""
    body = _body(document)
    persons = " ".join(match.group() for match in _PERSON.finditer(body))
    found = [(article, name) for article, name in _NAME.findall(body) if name not in persons]
    counts = Counter(name for _, name in found)
    articles = Counter(name for article, name in found if article)
    for name, count in counts.most_common():
        if name.split()[0].lower() not in FUNCTION_WORDS:
            the = "the " if articles[name] * 2 > count else ""
            yield Suggestion(f"What is said about {the}{name}?", document.id, name)


def _of_topics(document: Document) -> Iterator[Suggestion]:
    """What a document without many names is about: words that it has again and again."""
    body = _body(document)
    pairs = Counter(pair for pair in _PAIR.findall(body) if len(content_words(pair)) == 2)
    names = Counter(_WORD_NAME.findall(body))
    often = [(words, count) for words, count in pairs.most_common() if count >= _OFTEN]
    for words, _ in [*often, *names.most_common()]:
        yield Suggestion(f"What is said about {words}?", document.id, words)


def _of_dates(document: Document) -> Iterator[Suggestion]:
    """What happened on another day than the document's, or is due on a later one."""
    for words in dict.fromkeys(match.group() for match in _DATE.finditer(_body(document))):
        try:
            day = datetime.strptime(words, "%d %B %Y").date()
        except ValueError:
            continue
        if day == document.published:
            continue  # its dateline
        is_due = document.published is not None and day > document.published
        asks = "What is due" if is_due else "What happened"
        yield Suggestion(f"{asks} on {words}?", document.id, words)


def _body(document: Document) -> str:
    """The text without front matter and first heading."""
    begin = document.sections[0].start if document.sections else 0
    text = document.text[begin:]
    _, _, rest = text.partition("\n")
    return rest or text


def _in_turn(several: Sequence[Iterator[Suggestion]]) -> Iterator[Suggestion]:
    """One of each, then the next of each."""
    rounds = chain.from_iterable(zip_longest(*several))
    return (suggestion for suggestion in rounds if suggestion)
