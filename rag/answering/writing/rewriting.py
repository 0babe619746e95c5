"""A follow-up question in words that need no conversation, by the language model."""

import logging
from collections.abc import Sequence

from rag.answering.writing.prompts import rewrite_prompt
from rag.models.failures import ModelFailed
from rag.models.llm import LanguageModel
from rag.models.reply_stream import reply_within
from rag.search.history import remembered
from rag.types import Turn

_TURNS_FOR_MODEL = 6
_CHARACTERS_FOR_MODEL = 3000
_SECONDS = 10.0
_LONGEST = 400

_log = logging.getLogger(__name__)


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
