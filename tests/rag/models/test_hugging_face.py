"""A Hugging Face model in this process: a tiny one with random weights, loaded by the real code."""

from pathlib import Path
from typing import Any

import pytest
from llama_index.core.llms import ChatMessage

import rag
from rag.errors import ModelError
from rag.models.hugging_face import HuggingFaceModel
from tests.conftest import Sync, Write

pytestmark = pytest.mark.process
TEMPLATE = "{% for m in messages %}<{{ m.role }}> {{ m.content }} {% endfor %}<assistant>"
MESSAGES = [ChatMessage(role="user", content="the dam at harta")]


@pytest.fixture(scope="module")
def folder_of_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast, set_seed

    words = [
        "[UNK]",
        "</s>",
        "the",
        "dam",
        "at",
        "harta",
        "lost",
        "3",
        "gates",
        ".",
        "rain",
        "fell",
    ]
    tokenizer = Tokenizer(WordLevel({word: n for n, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    folder = tmp_path_factory.mktemp("tiny")
    kind: Any = PreTrainedTokenizerFast
    kind(
        tokenizer_object=tokenizer, unk_token="[UNK]", eos_token="</s>", chat_template=TEMPLATE
    ).save_pretrained(folder)
    set_seed(7)
    config = LlamaConfig(
        vocab_size=len(words),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=4096,
        bos_token_id=None,
        eos_token_id=1,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder


def test_it_writes_as_it_streams(folder_of_model: Path) -> None:
    model = HuggingFaceModel.load(str(folder_of_model), max_tokens=24)
    whole = model.chat(MESSAGES).message.content
    streamed = list(model.stream_chat(MESSAGES))
    assert "".join(response.delta or "" for response in streamed) == whole
    assert whole
    assert len(streamed) <= 24
    assert model.metadata.context_window == 4096


def test_it_writes_no_token_that_nobody_asks_for(folder_of_model: Path) -> None:
    model = HuggingFaceModel.load(str(folder_of_model), max_tokens=24)
    asked: list[int] = []
    forward = model._network.forward

    def counted(*arguments: Any, **options: Any) -> Any:
        asked.append(1)
        return forward(*arguments, **options)

    model._network.forward = counted
    responses = model.stream_chat(MESSAGES)
    next(responses)
    responses.close()
    assert len(asked) <= 2


def test_a_prompt_that_does_not_fit_is_refused(folder_of_model: Path) -> None:
    model = HuggingFaceModel.load(str(folder_of_model), max_tokens=24)
    with pytest.raises(ModelError, match="4072 fit"):
        model.chat([ChatMessage(role="user", content="rain " * 4100)])


def test_answers_in_this_process(
    folder_of_model: Path, settings: rag.Settings, embedder: Any, write: Write, sync: Sync
) -> None:
    write("a.txt", "The dam at Harta lost 3 gates.")
    sync()
    model = f"huggingface:{folder_of_model}"
    named = settings.model_copy(update={"llm_model": model, "llm_answer_tokens": 32})
    with rag.open(named, embedder=embedder) as dossier:
        answer = dossier.answer("How many gates did the dam at Harta lose?")
    assert answer.engine == f"llm:{model}"
    assert answer.answered == bool(answer.citations)
    assert answer.notices or answer.answered


def test_a_model_that_is_not_there_leaves_the_extractive_answer(
    settings: rag.Settings, embedder: Any, write: Write, sync: Sync, tmp_path: Path
) -> None:
    write("a.txt", "The dam at Harta lost 3 gates.")
    sync()
    named = settings.model_copy(update={"llm_model": f"huggingface:{tmp_path / 'nothing'}"})
    with rag.open(named, embedder=embedder) as dossier:
        answer = dossier.answer("How many gates did the dam at Harta lose?")
    assert answer.engine == "extractive"
    assert "cannot be loaded" in answer.notices[0]
