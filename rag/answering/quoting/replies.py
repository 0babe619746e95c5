"""A mail that quotes another answers it: its own words stand before what they reply to."""

from collections.abc import Iterator, Sequence

from rag.answering.quoting.candidates import Candidate
from rag.language.words import content_words


def with_replies(chosen: Sequence[Candidate], found: Sequence[Candidate]) -> list[Candidate]:
    """The chosen, with the reply to each sentence that a mail quotes.

    The reply is, of the mail's own words, the sentence nearest to the question that has what it
    asks for. That is what a reader of the quoted sentence has to know, whether or not it repeats
    the words of the question: "We have cut it to 3.1 million."

    Args:
        found: all candidates.
    """
    whole = list(chosen)
    for candidate in chosen:
        for document in _quoting(candidate, found):
            own = [other for other in found if _is_own(other, document)]
            if own and not any(_is_own(other, document) for other in whole):
                whole.append(max(own, key=lambda other: other.cosine))
    return whole


def _quoting(candidate: Candidate, found: Sequence[Candidate]) -> Iterator[str]:
    """The ids of the documents that quote a sentence."""
    for other in found:
        if other.hit.passage.quoted and _words(other) == _words(candidate):
            yield other.hit.document.id


def _words(candidate: Candidate) -> set[str]:
    return set(content_words(candidate.text))


def _is_own(candidate: Candidate, document: str) -> bool:
    hit = candidate.hit
    return (
        hit.document.id == document and hit.passage.quoted is None and candidate.has_requested_kind
    )
