"""How often Chroma is called: each call is a transaction or a request, and costs milliseconds.

The bounds are the present numbers. What grows with the number of documents is said so.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from chromadb.api.models.Collection import Collection

import ingest
import rag
from rag.testing.embedder import FakeEmbedder
from tests.conftest import Sync, Write
from tests.rag.library.libraries import indexed, written

EMBEDDER = FakeEmbedder()
CALLS = ("add", "count", "delete", "get", "query", "update", "upsert")
PLACES = ("Ostrava", "Brno", *(f"Harbour{n}" for n in range(38)))


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """The calls of Chroma's collections so far, by method."""
    counted: Counter[str] = Counter()

    def counting(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            counted[name] += 1
            return method(*arguments, **options)

        return call

    for name in CALLS:
        monkeypatch.setattr(Collection, name, counting(name, getattr(Collection, name)))
    return counted


@pytest.fixture(params=[10, 40])
def documents(request: pytest.FixtureRequest, settings: rag.Settings) -> Sequence[str]:
    """A library of so many documents of three passages; their ids."""
    made = [
        indexed(
            place,
            f"Rain fell in {place} on Monday. The river rose in {place}. {place} has a dam.",
            date(2025 + n // 28, 3, 1 + n % 28),
        )
        for n, place in enumerate(PLACES[: request.param])
    ]
    written(settings, *made)
    return [document.entry.record.id for document in made]


@contextmanager
def opened(settings: rag.Settings, calls: Counter[str]) -> Iterator[rag.Dossier]:
    """A handle that has answered a question, so that nothing is opened while calls are counted."""
    with rag.open(settings, embedder=EMBEDDER) as dossier:
        dossier.answer("Where is there a dam?")
        calls.clear()
        yield dossier


def within(calls: Counter[str], **most: int) -> bool:
    """Whether no method was called more often than that; those not named, never."""
    return all(number <= most.get(name, 0) for name, number in calls.items())


@pytest.mark.usefixtures("documents")
def test_a_question(settings: rag.Settings, calls: Counter[str]) -> None:
    with opened(settings, calls) as dossier:
        assert dossier.answer("Where did rain fall in Ostrava?").citations
    assert within(calls, query=1, get=5), calls


@pytest.mark.usefixtures("documents")
def test_passages_alone(settings: rag.Settings, calls: Counter[str]) -> None:
    with opened(settings, calls) as dossier:
        assert dossier.retrieve("Where did rain fall in Ostrava?")
    assert within(calls, query=1, get=3), calls


@pytest.mark.usefixtures("documents")
def test_a_question_of_two_parts(settings: rag.Settings, calls: Counter[str]) -> None:
    with opened(settings, calls) as dossier:
        assert dossier.answer("Where did rain fall in Ostrava? Which river rose in Brno?").citations
    assert within(calls, query=2, get=10), calls


@pytest.mark.usefixtures("documents")
def test_a_follow_up(settings: rag.Settings, calls: Counter[str]) -> None:
    with opened(settings, calls) as dossier:
        first = dossier.answer("Where did rain fall in Ostrava?")
        calls.clear()
        assert dossier.answer("And in Brno?", history=first.history).hits
    assert within(calls, query=1, get=5), calls


@pytest.mark.usefixtures("documents")
def test_a_question_for_the_latest(settings: rag.Settings, calls: Counter[str]) -> None:
    with opened(settings, calls) as dossier:
        dossier.answer("What is the latest on rain in Ostrava?")
    # One of the reads is of the whole register; it is to become one record.
    assert within(calls, query=1, get=6), calls


def test_the_list_of_documents(
    settings: rag.Settings, calls: Counter[str], documents: Sequence[str]
) -> None:
    with opened(settings, calls) as dossier:
        assert len(dossier.documents()) == len(documents)
    assert within(calls, get=1), calls


def test_a_removal(settings: rag.Settings, calls: Counter[str], documents: Sequence[str]) -> None:
    calls.clear()
    removed = ingest.remove(documents, settings=settings, embedder=EMBEDDER)
    assert len(removed) == len(documents)
    # Two deletions a document, and one of their register records: to become a few for any number.
    assert within(calls, get=8, upsert=3, delete=2 * len(documents) + 1), calls


def test_writing_again(
    settings: rag.Settings, calls: Counter[str], documents: Sequence[str]
) -> None:
    writer = written(settings)
    calls.clear()
    writer.put([indexed(place, f"Snow fell in {place}.") for place in PLACES[: len(documents)]])
    writer.finish()
    # Two deletions a document that is replaced: to become a few for any number.
    assert within(calls, get=6, upsert=5, delete=2 * len(documents)), calls


@pytest.mark.parametrize("number", [3, 12])
def test_a_sync_of_one_changed_document(
    write: Write, sync: Sync, settings: rag.Settings, calls: Counter[str], number: int
) -> None:
    for place in PLACES[:number]:
        write(f"{place}.txt", f"Rain fell in {place} on Monday.")
    sync()
    write("Ostrava.txt", "Hail fell in Ostrava on Tuesday.")
    calls.clear()
    assert len(sync().changed) == 1
    assert within(calls, get=10, upsert=5, delete=2), calls
    calls.clear()
    assert len(sync().unchanged) == number
    assert not calls
