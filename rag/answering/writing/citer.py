"""From the numbers that a model cites to quotations, and whether these carry the sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.answering.citations import cite
from rag.answering.writing.excerpts import Excerpt
from rag.models.caching import CachingEmbedder
from rag.models.embedder import Embedder
from rag.types import Citation, Document, Hit, Sentence
from rag.verification import Support, best_span, check_support

UNCITED = "it cites no passage, and none found supports it"


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence with its support, and the citations that it is the first to use."""

    sentence: Sentence
    new: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class _Quote:
    """A span of a document that may carry a sentence."""

    hit: Hit
    document: Document
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]


class Citer:
    """Cites the sentences of one answer; equal quotations share a marker.

    Args:
        excerpts: what the model was given.
    """

    def __init__(self, excerpts: Sequence[Excerpt], embedder: Embedder) -> None:
        self.citations: list[Citation] = []
        self._excerpts = {excerpt.number: excerpt for excerpt in excerpts}
        self._embedder = CachingEmbedder(embedder)

    def check(self, text: str, numbers: Sequence[int]) -> Checked:
        """Find what carries a sentence.

        What the model cites is tried first. Where that does not carry the sentence, or it cites
        nothing, every passage it was given is tried, since models often err in the number. Where
        none does, the sentence keeps what it cited, so that the reader sees what it was held
        against.

        Args:
            numbers: of the excerpts cited, all known.
        """
        cited = [self._best(text, [self._excerpts[number]]) for number in numbers]
        quotes = [quote for quote, _ in cited]
        support = cited[0][1] if len(cited) == 1 else self._support(text, quotes)
        if not support.supported:
            quote, found = self._best(text, self._excerpts.values())
            if found.supported:
                quotes, support = [quote], found
        reason = support.reason if quotes or support.supported else UNCITED
        before = len(self.citations)
        markers = tuple(sorted({self._marker(quote) for quote in quotes}))
        sentence = Sentence(text, markers, support.supported, support.score, reason)
        return Checked(sentence, tuple(self.citations[before:]))

    def _best(self, text: str, excerpts: Iterable[Excerpt]) -> tuple[_Quote, Support]:
        """Of the excerpts' passages, the quotation that carries the sentence best."""
        quotes = [
            _Quote(hit, e.document, *best_span(text, hit, e.document.text, self._embedder))
            for e in excerpts
            for hit in e.hits
        ]
        rated = [(quote, self._support(text, [quote])) for quote in quotes]
        return max(rated, key=lambda pair: (pair[1].supported, pair[1].score))

    def _support(self, text: str, quotes: Sequence[_Quote]) -> Support:
        return check_support(text, [quote.text for quote in quotes], self._embedder)

    def _marker(self, quote: _Quote) -> int:
        for citation in self.citations:
            place = (citation.document.id, citation.start, citation.end)
            if place == (quote.document.id, quote.start, quote.end):
                return citation.marker
        marker = len(self.citations) + 1
        self.citations.append(
            cite(marker, quote.document, quote.hit.passage, quote.start, quote.end)
        )
        return marker
