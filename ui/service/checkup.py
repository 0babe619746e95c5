"""Whether the language model answers, for `dossier doctor`."""

import time
from dataclasses import replace

from rag.answering.writing.prompts import check_prompt
from rag.errors import ModelError, SettingsError
from rag.library import Checkup, Finding
from rag.models.failures import ModelFailed
from rag.models.llm import language_model
from rag.models.reply_stream import reply_within
from rag.settings import Settings

SECONDS = 20.0
"""How long the model may take; one that has to be loaded first needs some."""

_NONE = "none; answers are quotations (DOSSIER_LLM_MODEL)"
_REMEDY = (
    "Check that its server runs, and DOSSIER_LLM_MODEL, DOSSIER_LLM_BASE_URL and "
    "DOSSIER_LLM_API_KEY; until then answers are quotations."
)


def with_language_model(checkup: Checkup, settings: Settings, seconds: float = SECONDS) -> Checkup:
    """The checkup with what a tiny request to the language model showed.

    Args:
        seconds: longest to wait for its reply.
    """
    try:
        model = language_model(settings)
        if model is None:
            return _with_fact(checkup, _NONE)
        began = time.perf_counter()
        reply_within(model, check_prompt(), seconds)
        took = time.perf_counter() - began
        return _with_fact(checkup, f"{model.name} answers, in {took:.1f} s")
    except ModelFailed as failure:
        return _with_finding(checkup, str(failure), _REMEDY)
    except (ModelError, SettingsError) as error:
        return _with_finding(checkup, error.message, error.remedy)


def _with_fact(checkup: Checkup, value: str) -> Checkup:
    return replace(checkup, facts={**checkup.facts, "language model": value})


def _with_finding(checkup: Checkup, detail: str, remedy: str) -> Checkup:
    finding = Finding("language model", detail, remedy, repairable=False)
    return replace(checkup, findings=(*checkup.findings, finding))
