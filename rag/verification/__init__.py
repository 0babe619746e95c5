"""Whether what a sentence cites carries it.

A vector tells whether two texts are about the same; it hardly notices another number, name or a
"not". So a sentence is compared with its evidence word by word as well. A logistic model over what
that finds gives the score, and what weighs most against the sentence is the reason shown.
"""

from rag.verification.best_span import best_span
from rag.verification.check import Support, check_support

__all__ = ["Support", "best_span", "check_support"]
