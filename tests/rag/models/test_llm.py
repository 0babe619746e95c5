"""From the settings to a LlamaIndex LLM, and what has to be known of it."""

from pathlib import Path
from typing import Any

import pytest
from llama_index.core.llms import MockLLM
from pydantic import SecretStr

import rag
from rag.errors import ModelError, SettingsError
from rag.models.llm import LanguageModel, language_model
from rag.testing.llm import ScriptedLLM

KEY = "sk-secret"
URL = "http://127.0.0.1:9/v1"


def settings(**fields: Any) -> rag.Settings:
    return rag.Settings(**fields)


def made(**fields: Any) -> LanguageModel:
    model = language_model(settings(**fields))
    assert model is not None
    return model


def test_none_is_named() -> None:
    assert language_model(settings()) is None


@pytest.mark.parametrize("name", ["qwen3", "qwen3:8b", "org/model:latest", "anthropic:"])
def test_a_name_is_asked_at_the_base_url(name: str) -> None:
    model = made(llm_model=name, llm_base_url=URL, llm_api_key=SecretStr(KEY), llm_seconds=7)
    assert (model.name, model.llm.metadata.model_name) == (name, name)
    assert (model.passage_tokens, model.seconds, model.answer_tokens) == (3000, 7, 512)
    assert model.engine == f"llm:{name}"


def test_a_name_without_a_base_url() -> None:
    with pytest.raises(SettingsError) as failed:
        made(llm_model="qwen3")
    assert failed.value.message == (
        "DOSSIER_LLM_MODEL is 'qwen3', but DOSSIER_LLM_BASE_URL is not set."
    )
    assert "http://localhost:11434/v1" in failed.value.remedy


def test_no_key_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another")
    for name in ("qwen3", "anthropic:claude-sonnet-4-5"):
        model = made(llm_model=name, llm_base_url=URL, llm_api_key=SecretStr(KEY))
        assert KEY not in repr(model)
    openai: Any = made(llm_model="qwen3", llm_base_url=URL).llm
    assert "sk-of-another" not in repr(openai)
    assert openai._get_client().api_key == "none"


def test_a_model_that_a_program_gives() -> None:
    given = ScriptedLLM(replies=[])
    model = language_model(settings(llm_model="qwen3"), given)
    assert model is not None
    assert (model.name, model.llm) == ("scripted", given)
    assert model.engine == "llm:scripted"


@pytest.mark.parametrize(
    ("window", "reply", "wanted", "passages"),
    [
        (8192, 512, 3000, 3000),
        (4096, 512, 3000, 2984),
        (2048, 256, 3000, 1192),
        (2048, 0, 3000, 936),  # a quarter of the window is left for the reply
        (512, 256, 3000, 1),
        (8192, 512, 1000, 1000),
    ],
)
def test_passages_leave_room_for_rules_and_reply(
    window: int, reply: int, wanted: int, passages: int
) -> None:
    class Sized(MockLLM):
        @property
        def metadata(self) -> Any:
            return super().metadata.model_copy(
                update={"context_window": window, "num_output": reply}
            )

    model = language_model(settings(llm_context_tokens=wanted), Sized(max_tokens=9))
    assert model is not None
    assert model.passage_tokens == passages


def test_a_package_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.models.llm.find_spec", lambda _: None)
    with pytest.raises(SettingsError, match="needs a package that is not installed") as failed:
        made(llm_model="anthropic:claude-sonnet-4-5")
    assert failed.value.remedy == "Run: pip install 'dossier-briefings[anthropic]'."


@pytest.mark.process
def test_a_model_in_this_process_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"nothing' cannot be loaded \(OSError\)") as failed:
        made(llm_model=f"huggingface:{tmp_path / 'nothing'}")
    assert "huggingface:" in failed.value.remedy
