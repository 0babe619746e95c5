"""The conversation before a question: how much of it counts, and what it means for the search."""

import logging
from collections.abc import Sequence

from rag.answering.writing.prompts import rewrite_prompt
from rag.models.llm import LanguageModel
from rag.models.reply_stream import ModelFailed, reply_within
from rag.types import Turn

TURNS = 16
"""Most turns that are remembered; a question and its answer are two."""

CHARACTERS = 16_000
"""Most characters that are remembered."""

_TURNS_FOR_MODEL = 6
_CHARACTERS_FOR_MODEL = 3000
_SECONDS = 10.0
_LONGEST = 400

_log = logging.getLogger(__name__)


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


def rewritten(
    question: str, history: Sequence[Turn], model: LanguageModel | None, seconds: float = _SECONDS
) -> str | None:
    """A follow-up question in words that need no conversation.

    Args:
        seconds: longest that the model may take.

    Returns:
        None where there is no conversation or no model, or the model fails: then the rule that
        needs no model decides (`rag/search/query.py`).
    """
    if model is None or not history:
        return None
    recent = remembered(history, _TURNS_FOR_MODEL, _CHARACTERS_FOR_MODEL)
    try:
        reply = reply_within(model, rewrite_prompt(question, recent), seconds)
    except ModelFailed as failure:
        _log.warning("The question is searched without a rewrite. %s", failure)
        return None
    question = " ".join(reply.strip("\"“”'` \n").split())
    return question if 0 < len(question) <= _LONGEST else None
