"""Questions and passages with the prompts of a model of one's own, each read whole."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import ingest
import rag
from rag.errors import LibraryMismatchError, ModelError
from rag.models.embedder import SentenceTransformerEmbedder, Vector
from tests.conftest import Write
from tests.rag.models.tiny_models import (
    save_model,
    save_roberta,
    save_router,
    save_static,
    set_prompts,
)

pytestmark = pytest.mark.process

QUERY = {"query": "find hail on monday: "}
PROMPTS = {**QUERY, "passage": "report: "}

QUESTION = "What fell?"
RAIN, HAIL = "Rain fell in Brno.", "Hail fell in Ostrava on Monday."


@pytest.fixture(scope="module")
def prompted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_model(tmp_path_factory.mktemp("prompted") / "model", PROMPTS)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return save_model(tmp_path / "model")


def plain(folder: Path, text: str) -> Vector:
    """The vector of a text as it stands, with no prompt before it."""
    import sentence_transformers

    library: Any = sentence_transformers.SentenceTransformer(str(folder))
    vector: Vector = library.encode([text], prompt="", normalize_embeddings=True)[0]
    return vector


def test_a_question_has_the_prompt_of_queries(prompted: Path) -> None:
    (row,) = SentenceTransformerEmbedder(str(prompted)).embed_queries([QUESTION])
    expected = plain(prompted, f"find hail on monday: {QUESTION}")
    assert float(row @ expected) == pytest.approx(1.0, abs=1e-2)


@pytest.mark.parametrize("name", ["document", "passage", "corpus"])
def test_a_passage_has_the_prompt_that_the_model_names_so(model: Path, name: str) -> None:
    set_prompts(model, {**QUERY, name: "report: "})
    embedder = SentenceTransformerEmbedder(str(model))
    (row,) = embedder.embed_passages([RAIN])
    assert float(row @ plain(model, f"report: {RAIN}")) == pytest.approx(1.0, abs=1e-2)
    assert float(row @ plain(model, RAIN)) < 0.95
    assert float(row @ embedder.embed_queries([RAIN])[0]) < 0.8


def test_without_prompts_a_question_is_read_as_a_passage(model: Path) -> None:
    embedder = SentenceTransformerEmbedder(str(model))
    texts = [QUESTION, RAIN, HAIL]
    assert np.array_equal(embedder.embed_queries(texts), embedder.embed_passages(texts))


def test_the_packaged_model_reads_both_alike(minilm: SentenceTransformerEmbedder) -> None:
    texts = [QUESTION, RAIN, "A longer text. " * 100]
    assert np.array_equal(minilm.embed_queries(texts), minilm.embed_passages(texts))
    assert minilm.max_tokens == 254


def nearest(folder: Path) -> str:
    embedder = SentenceTransformerEmbedder(str(folder))
    cosines = embedder.embed_passages([RAIN, HAIL]) @ embedder.embed_queries([QUESTION])[0]
    return [RAIN, HAIL][int(np.argmax(cosines))]


def test_the_prompt_decides_what_is_nearest(model: Path) -> None:
    assert nearest(model) == RAIN
    set_prompts(model, PROMPTS)
    assert nearest(model) == HAIL


def test_a_library_is_made_and_searched_with_the_prompts(
    model: Path, folder: Path, write: Write, tmp_path: Path
) -> None:
    write("rain.txt", RAIN)
    write("hail.txt", HAIL)
    found: list[str] = []
    for prompts in ({}, PROMPTS):
        set_prompts(model, prompts)
        settings = rag.Settings(data_dir=tmp_path / f"data{len(found)}", embedding_model=str(model))
        assert len(ingest.sync([folder], settings=settings).added) == 2
        found.append(rag.retrieve(QUESTION, limit=1, settings=settings)[0].passage.text)
    assert found == [RAIN, HAIL]
    set_prompts(model, {**PROMPTS, "query": "find rain: "})
    with pytest.raises(LibraryMismatchError):
        rag.retrieve(QUESTION, settings=settings)
    with pytest.raises(LibraryMismatchError):
        ingest.sync([folder], settings=settings)


@pytest.mark.parametrize(
    ("prompts", "tokens"), [({}, 30), (QUERY, 30), (PROMPTS, 28), ({"document": "find " * 9}, 21)]
)
def test_a_passage_of_so_many_tokens_is_read_to_its_end(
    model: Path, prompts: dict[str, str], tokens: int
) -> None:
    set_prompts(model, prompts)
    embedder = SentenceTransformerEmbedder(str(model))
    assert embedder.max_tokens == tokens
    start = "rain " * (tokens - 1)
    fitting, other = embedder.embed_passages([f"{start}snow", f"{start}hail"])
    assert not np.array_equal(fitting, other)
    longer, other = embedder.embed_passages([f"rain {start}snow", f"rain {start}hail"])
    assert np.array_equal(longer, other)


def save_unlimited(folder: Path) -> Path:
    return save_model(folder, PROMPTS, max_seq_length=None)


@pytest.mark.parametrize(
    ("save", "tokens"),
    [(save_unlimited, 60), (save_roberta, 31), (save_router, 14), (save_static, 510)],
)
def test_the_limit_is_that_of_what_reads_passages(
    tmp_path: Path, save: Callable[[Path], Path], tokens: int
) -> None:
    embedder = SentenceTransformerEmbedder(str(save(tmp_path / "model")))
    assert embedder.max_tokens == tokens
    assert embedder.count_tokens([RAIN, "rain " * 600]) == [5, 600]
    assert embedder.embed_passages(["rain " * 600]).shape == (1, 16)


def test_questions_and_passages_take_the_routes_of_a_router(tmp_path: Path) -> None:
    embedder = SentenceTransformerEmbedder(str(save_router(tmp_path / "model")))
    (query,), (passage,) = embedder.embed_queries([RAIN]), embedder.embed_passages([RAIN])
    assert float(query @ passage) < 0.5


def test_a_prompt_that_leaves_no_room(model: Path) -> None:
    set_prompts(model, {"passage": "report " * 30})
    embedder = SentenceTransformerEmbedder(str(model))
    with pytest.raises(ModelError) as failed:
        _ = embedder.max_tokens
    assert failed.value.message == (
        "The embedding model reads 32 tokens, and its prompt for passages takes 32 of them."
    )
    assert failed.value.remedy == "Set DOSSIER_EMBEDDING_MODEL to a model with a shorter prompt."
