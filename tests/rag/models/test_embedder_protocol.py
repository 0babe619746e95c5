"""Questions are embedded as queries, all that is compared with them as passages."""

from collections.abc import Sequence

import pytest

import rag
from rag.models.embedder import Vectors
from rag.testing.embedder import FakeEmbedder
from rag.testing.llm import ScriptedLLM
from tests.conftest import Sync, Write

QUESTION = "Where did rain fall?"


class Recorder(FakeEmbedder):
    """Keeps what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.queries: list[str] = []
        self.passages: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        self.queries += texts
        return super().embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.passages += texts
        return super().embed_passages(texts)


@pytest.fixture
def embedder() -> Recorder:
    return Recorder()


@pytest.fixture
def synced(write: Write, sync: Sync, embedder: Recorder) -> Recorder:
    write("a.md", "# Weather\n\nRain fell in Brno. Snow fell in Ostrava.\n")
    sync()
    assert all(question.startswith("What is said") for question in embedder.queries)
    embedder.queries.clear()  # those that the page is going to suggest
    return embedder


def test_a_sync_embeds_passages_their_sentences_and_titles(synced: Recorder) -> None:
    assert set(synced.passages) == {
        "# Weather\n\nRain fell in Brno. Snow fell in Ostrava.",
        "Rain fell in Brno.",
        "Snow fell in Ostrava.",
        "Weather",
    }


def test_a_question_and_the_one_before_it_are_queries(
    synced: Recorder, settings: rag.Settings
) -> None:
    synced.passages.clear()
    with rag.open(settings, embedder=synced) as dossier:
        first = dossier.answer(QUESTION)
        dossier.answer("And snow?", history=first.history)
    assert set(synced.queries) == {QUESTION, "And snow?"}
    assert synced.passages == []


def test_a_sentence_and_what_it_cites_are_compared_as_passages(
    synced: Recorder, settings: rag.Settings
) -> None:
    llm = ScriptedLLM(replies=["Rain came down in Brno. [1]"])
    with rag.open(settings, embedder=synced, llm=llm) as dossier:
        synced.passages.clear()
        assert dossier.answer(QUESTION).citations
    assert set(synced.queries) == {QUESTION}
    assert {"Rain came down in Brno.", "Rain fell in Brno."} <= set(synced.passages)
