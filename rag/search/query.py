"""Follow-up questions: how the turns before a question join its search.

A question that cannot be understood alone ("And the gas pipeline?") is searched with the user's
earlier words at full weight. One that can keeps them at a low weight: measured on 181 turns of real
conversations (docs/benchmarks.md), that finds more than dropping them, and it is too little to hold
a new subject back.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.errors import UsageError
from rag.language.english import CONTINUATIONS, PRONOUNS
from rag.language.patterns import any_of
from rag.language.words import content_words, stems, with_names_marked
from rag.types import LONGEST_QUESTION, Turn

_NEEDS_CONTEXT = re.compile(
    rf"""
      ^\s*+{any_of(CONTINUATIONS)}\b    # "And the gas pipeline?"
    | \b{any_of((*PRONOUNS, "the same"))}\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FEW_WORDS = 3
"""Words that carry meaning: a question with fewer ("the price?") is seldom asked in full."""

_TURNS = 8
"""Earlier questions that are searched for too: those before them seldom have the same subject."""

_PREVIOUS_WEIGHT = {True: 0.5, False: 0.3}
"""What the vector of the question before counts where this one counts 1, by whether this one needs
it. Chosen, as those below, for the recall on 181 turns of real conversations
(docs/benchmarks.md)."""

_EARLIER_WORD_WEIGHT = {True: 1.0, False: 0.3}
"""What a word of an earlier question counts in the lexical search, where one of this counts 1."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for.

    Attributes:
        question: as asked.
        earlier: the user's questions before it, oldest first, at most eight.
        needs_context: whether the question needs them to be understood.
    """

    question: str
    earlier: tuple[str, ...] = ()
    needs_context: bool = False

    @property
    def text(self) -> str:
        """The search text as it is shown."""
        return " ".join([*self.earlier, self.question]) if self.needs_context else self.question

    @property
    def subject(self) -> str:
        """What an answer must be about: the question, if need be after the one before it."""
        if not self.needs_context or not self.earlier:
            return self.question
        before = self.earlier[-1].rstrip()
        return f"{before}{'' if before.endswith(('.', '?', '!')) else '?'} {self.question}"

    @property
    def previous_weight(self) -> float:
        """What the vector of the question before counts, where this question's counts 1."""
        return _PREVIOUS_WEIGHT[self.needs_context]

    def stems(self) -> dict[str, float]:
        """What each stem counts in the lexical search."""
        words = list(content_words(self.question)) or stems(self.question)
        weights = dict.fromkeys(words, 1.0)
        for question in self.earlier:
            for stem in content_words(question):
                weights.setdefault(stem, _EARLIER_WORD_WEIGHT[self.needs_context])
        return weights


def query_for(question: str, history: Sequence[Turn]) -> Query:
    """The search for a question at the end of a conversation."""
    earlier = tuple(turn.content for turn in history if turn.role == "user")[-_TURNS:]
    needs_context = bool(earlier) and (
        bool(_NEEDS_CONTEXT.search(with_names_marked(question)))
        or len(content_words(question)) < _FEW_WORDS
    )
    return Query(question, earlier, needs_context)


def checked_question(question: str) -> str:
    """The question on one line, its white space single spaces.

    Raises:
        UsageError: it is empty, or longer than `LONGEST_QUESTION`.
    """
    # More words than a question has characters are too many, however many they are.
    question = " ".join(question.split(maxsplit=LONGEST_QUESTION))
    if not question:
        raise UsageError("The question is empty.", "Type what you want to know.")
    if len(question) > LONGEST_QUESTION:
        raise UsageError(
            f"The question has {len(question):,} characters.",
            f"Ask it in at most {LONGEST_QUESTION:,}.",
        )
    return question
