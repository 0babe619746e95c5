"""The checkup for `dossier doctor`: the library, and the models that answer from it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from rag.answering.writing.prompts import check_prompt
from rag.errors import ModelError, SettingsError
from rag.library import Checkup as LibraryCheckup
from rag.library import Finding as LibraryFinding
from rag.library import examine_library, repair_library
from rag.models.embedder import Embedder
from rag.models.failures import ModelFailed
from rag.models.llm import language_model
from rag.models.reply_stream import reply_within
from rag.settings import Settings

SECONDS = 20.0
"""How long the language model may take: one that has to be loaded first needs some."""

_LANGUAGE_MODEL = "language model"
_NONE = "none; answers are quotations (DOSSIER_LLM_MODEL)"
_REMEDY = (
    "Check that its server runs, and check DOSSIER_LLM_MODEL, DOSSIER_LLM_BASE_URL and "
    "DOSSIER_LLM_API_KEY; until then answers are quotations."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong.

    Attributes:
        kind: what it is about, e.g. "damaged" or "language model".
        detail: what exactly, in one sentence.
        remedy: what to do, in one sentence.
        repairable: whether `repair` can repair it.
        documents: ids of the documents concerned.
        repaired: whether it has been repaired.
    """

    kind: str
    detail: str
    remedy: str
    repairable: bool = False
    documents: tuple[str, ...] = ()
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Checkup:
    """The result of an examination.

    Attributes:
        findings: what is wrong.
        facts: what the library and the models are, by name.
        settings: each setting's value, secrets masked.
    """

    findings: tuple[Finding, ...]
    facts: Mapping[str, str]
    settings: Mapping[str, str]

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong, or everything that was has been repaired."""
        return all(finding.repaired for finding in self.findings)


def examine(settings: Settings, embedder: Embedder, *, seconds: float = SECONDS) -> Checkup:
    """Examine the library, and ask the language model, if there is one, for a short reply.

    Args:
        seconds: longest to wait for that reply.
    """
    return _with_language_model(examine_library(settings, embedder), settings, seconds)


def repair(
    settings: Settings, embedder: Embedder, *, wait: bool = True, seconds: float = SECONDS
) -> Checkup:
    """The same, and repair what can be repaired of the library.

    Args:
        wait: whether to wait for another process that writes to the library.

    Raises:
        LibraryBusyError: another process writes to the library, and `wait` is False.
        LibraryError: the data folder cannot be written to.
    """
    checkup = repair_library(settings, embedder, wait=wait)
    return _with_language_model(checkup, settings, seconds)


def _with_language_model(checkup: LibraryCheckup, settings: Settings, seconds: float) -> Checkup:
    found = [_of_library(finding) for finding in checkup.findings]
    facts = dict(checkup.facts)
    try:
        facts[_LANGUAGE_MODEL] = _asked(settings, seconds)
    except ModelFailed as failure:
        found.append(Finding(_LANGUAGE_MODEL, str(failure), _REMEDY))
    except (ModelError, SettingsError) as error:
        found.append(Finding(_LANGUAGE_MODEL, error.message, error.remedy))
    return Checkup(tuple(found), facts, checkup.settings)


def _asked(settings: Settings, seconds: float) -> str:
    """What the language model is, once it has replied.

    Raises:
        ModelFailed: it does not reply in time.
        ModelError: it cannot be loaded.
        SettingsError: the settings lack what it needs.
    """
    model = language_model(settings)
    if model is None:
        return _NONE
    began = time.perf_counter()
    reply_within(model, check_prompt(), seconds)
    return f"{model.name} answers, in {time.perf_counter() - began:.1f} s"


def _of_library(finding: LibraryFinding) -> Finding:
    return Finding(
        kind=str(finding.kind),
        detail=finding.detail,
        remedy=finding.remedy,
        repairable=finding.repairable,
        documents=finding.documents,
        repaired=finding.repaired,
    )
