"""The part of a passage that supports a sentence best."""

from collections.abc import Iterator

from rag.language.numbers import quantities
from rag.models.embedder import Embedder
from rag.types import Hit
from rag.verification.parsing import MOST_CLAIM_CHARACTERS, ParsedText, parse

_LONGEST = 3
_PER_SENTENCE = 0.06
"""What each further sentence must add to the score."""
_QUANTITY = 2.0
_NAME = 1.5
"""What a word of a quantity or a name counts, where another word counts 1."""


def best_span(sentence: str, hit: Hit, document_text: str, embedder: Embedder) -> tuple[int, int]:
    """The span, in whole sentences of the hit's passage, that supports a sentence best.

    One to three adjacent sentences: more than one only where these have words of the sentence
    that one alone lacks. A passage without sentences is taken whole.

    Returns:
        Start and end in `document_text`.

    Raises:
        ModelError: the embedding model cannot be loaded.
    """
    spans = hit.passage.sentences
    if not spans:
        return hit.passage.start, hit.passage.end
    claim = parse([sentence], MOST_CLAIM_CHARACTERS)
    texts = [document_text[start:end] for start, end in spans]
    rows = embedder.embed_passages([claim.text, *texts])
    cosines = [float(cosine) for cosine in rows[1:] @ rows[0]]
    has = [set(parse([text]).positions) for text in texts]
    weights = _weights(claim)

    def score(window: tuple[int, int]) -> float:
        first, last = window
        words = set().union(*has[first : last + 1])
        covered = sum(w for stem, w in weights.items() if stem in words)
        share = covered / max(sum(weights.values()), 1.0)
        return share + max(cosines[first : last + 1]) - _PER_SENTENCE * (last - first)

    first, last = max(_windows(len(spans)), key=score)
    return spans[first][0], spans[last][1]


def _windows(count: int) -> Iterator[tuple[int, int]]:
    for first in range(count):
        for last in range(first, min(first + _LONGEST, count)):
            yield first, last


def _weights(claim: ParsedText) -> dict[str, float]:
    """What each stem of the sentence counts: a figure or a name counts more than a word."""
    starts = [(quantity.start, quantity.end) for quantity in quantities(claim.text)]
    weights: dict[str, float] = {}
    for index in claim.content_indices:
        word = claim.words[index]
        is_quantity = any(start <= word.start < end for start, end in starts)
        is_name = word.is_capitalised and not word.opens_sentence
        weights[word.stem] = _QUANTITY if is_quantity else _NAME if is_name else 1.0
    return weights
