"""How near the words of a question come to those of a passage, each word in its context."""

import re

import numpy as np

from rag.embedding import Embedder, TextTokens
from rag.terms import stems
from rag.types import Hit

_WORD = re.compile(r"\w+")


def word_nearness(question: str, hit: Hit, embedder: Embedder) -> float:
    """The mean, over the question's words, of the highest cosine with a token of the passage.

    Words of the document's title and of the section are left out where there are others: those say
    what the document is about, and nothing of whether it answers. After "late interaction" in
    Khattab, Zaharia: "ColBERT: Efficient and Effective Passage Search via Contextualized Late
    Interaction over BERT", 2020.

    Returns:
        In [-1, 1]; 0 where the question or the passage has no words.
    """
    asked, read = embedder.embed_tokens([question, hit.passage.text])
    if not asked.spans or not read.spans:
        return 0.0
    nearest = (asked.vectors @ read.vectors.T).max(axis=1)
    by_word = _by_word(question, asked, nearest)
    topic = set(stems(f"{hit.document.title} {hit.passage.section or ''}"))
    telling = [value for word, value in by_word if not topic.intersection(stems(word))]
    return float(np.mean(telling or [value for _, value in by_word] or [0.0]))


def _by_word(question: str, asked: TextTokens, nearest: np.ndarray) -> list[tuple[str, float]]:
    """Each word of the question with the mean of its tokens' values."""
    starts = np.array([start for start, _ in asked.spans])
    found = []
    for word in _WORD.finditer(question):
        inside = (starts >= word.start()) & (starts < word.end())
        if inside.any():
            found.append((word.group(), float(nearest[inside].mean())))
    return found
