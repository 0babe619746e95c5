"""How much of a conversation counts for the question at its end."""

from collections.abc import Sequence

from rag.types import Turn

TURNS = 16
"""Most turns that are remembered; a question and its answer are two."""

CHARACTERS = 16_000
"""Most characters that are remembered."""


def remembered(
    history: Sequence[Turn], turns: int = TURNS, characters: int = CHARACTERS
) -> tuple[Turn, ...]:
    """The latest turns within the limits, oldest first, beginning with one of the user's."""
    kept: list[Turn] = []
    for turn in reversed(history[-turns:]):
        characters -= len(turn.content)
        if characters < 0:
            break
        kept.append(turn)
    while kept and kept[-1].role != "user":
        kept.pop()
    return (*reversed(kept),)
