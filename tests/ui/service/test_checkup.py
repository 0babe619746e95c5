"""The checkup of the library and the language model together."""

import re
from typing import Any

import pytest

import rag
from rag.library import one_writer
from rag.testing.embedder import FakeEmbedder
from tests.rag.library.libraries import indexed, opened, written
from tests.rag.models.model_server import Refusal, Reply, Silence, Step, model_server
from ui.service.checkup import Checkup, Finding, examine, repair

KEY = "sk-secret"


def asked(settings: rag.Settings, *steps: Step, seconds: float = 20, **named: Any) -> Checkup:
    """The checkup with a model server that takes the steps given."""
    with model_server(*steps) as server:
        options = {"llm_model": "qwen3", "llm_base_url": server.url, "llm_api_key": KEY, **named}
        changed = rag.Settings(data_dir=settings.data_dir, **options)
        return examine(changed, FakeEmbedder(), seconds=seconds)


def test_without_a_language_model_nothing_is_wrong(settings: rag.Settings) -> None:
    checkup = examine(settings, FakeEmbedder())
    assert checkup.is_well
    assert checkup.findings == ()
    assert checkup.facts["language model"] == "none; answers are quotations (DOSSIER_LLM_MODEL)"
    assert checkup.facts["embedding model"] == "fake-hashed-words-256, 256 dimensions"


def test_a_language_model_that_replies_is_a_fact(settings: rag.Settings) -> None:
    checkup = asked(settings, Reply(["ready"]))
    assert checkup.is_well
    assert re.fullmatch(r"qwen3 answers, in \d+\.\d s", checkup.facts["language model"])
    assert KEY not in repr(checkup)


@pytest.mark.parametrize(
    ("steps", "named", "words"),
    [
        ([Refusal(401, body=KEY)], {}, "HTTP 401"),
        ([Silence()], {"seconds": 0.2}, "0.2 seconds"),
        ([Reply([])], {"llm_base_url": None}, "DOSSIER_LLM_BASE_URL is not set"),
    ],
)
def test_a_language_model_that_does_not_reply_is_a_finding(
    settings: rag.Settings, steps: list[Step], named: dict[str, Any], words: str
) -> None:
    checkup = asked(settings, *steps, **named)
    (finding,) = checkup.findings
    assert not checkup.is_well
    assert finding.kind == "language model"
    assert words in finding.detail
    assert finding.remedy
    assert not finding.repairable
    assert "language model" not in checkup.facts
    assert KEY not in repr(checkup)


def test_a_librarys_finding_is_one_of_the_checkup_and_is_repaired(settings: rag.Settings) -> None:
    document = indexed("Varna", "Grain went to Egypt. A tug sank at berth 7.")
    written(settings, document)
    store = opened(settings)
    store.contents.delete(ids=[f"{document.entry.record.version}-vectors-0"])
    (finding,) = examine(settings, FakeEmbedder()).findings
    assert isinstance(finding, Finding)
    assert finding.kind == "damaged"
    assert type(finding.kind) is str
    assert finding.documents == (document.entry.record.id,)
    assert (finding.repairable, finding.repaired) == (True, False)
    repaired = repair(settings, FakeEmbedder())
    assert repaired.is_well
    assert [one.repaired for one in repaired.findings] == [True]


def test_a_repair_need_not_wait_for_another_writer(settings: rag.Settings) -> None:
    written(settings, indexed("Varna", "Grain went to Egypt."))
    with one_writer(settings, wait=False), pytest.raises(rag.LibraryBusyError):
        repair(settings, FakeEmbedder(), wait=False)
