"""How often Chroma is called: each call is a transaction or a request, and costs milliseconds.

The bounds are the present numbers. None of them grows with the number of documents, up to those
that one call takes.
"""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
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
PLACES = ("Ostrava", "Brno", *(f"Harbour{n}" for n in range(18)))


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


@pytest.fixture(scope="module", params=[10, 20])
def library(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Sequence[str]]:
    """The data folder of a library of so many documents of three passages, and their ids."""
    made = [
        indexed(
            place,
            f"Rain fell in {place} on Monday. The river rose in {place}. {place} has a dam.",
            date(2026, 3, 1 + n),
        )
        for n, place in enumerate(PLACES[: request.param])
    ]
    folder = tmp_path_factory.mktemp("library")
    written(rag.Settings(data_dir=folder), *made)
    return folder, [document.entry.record.id for document in made]


@pytest.fixture
def settings(library: tuple[Path, Sequence[str]], tmp_path: Path) -> rag.Settings:
    shutil.copytree(library[0], tmp_path / "data")
    return rag.Settings(data_dir=tmp_path / "data")


@pytest.fixture
def documents(library: tuple[Path, Sequence[str]]) -> Sequence[str]:
    return library[1]


@contextmanager
def opened(settings: rag.Settings, calls: Counter[str]) -> Iterator[rag.Dossier]:
    """A handle that has answered a question, so that nothing is opened while calls are counted."""
    with rag.open(settings, embedder=EMBEDDER) as dossier:
        dossier.answer("Where is there a dam?")
        calls.clear()
        yield dossier


def within(calls: Counter[str], **most: int) -> bool:
    """Whether no method was called more often than that; those not named, never."""
    return bool(calls) and all(number <= most.get(name, 0) for name, number in calls.items())


def test_a_question(settings: rag.Settings, calls: Counter[str]) -> None:
    with opened(settings, calls) as dossier:
        assert dossier.answer("Where did rain fall in Ostrava?").citations
    assert within(calls, get=4), calls


def test_passages_alone(settings: rag.Settings, calls: Counter[str]) -> None:
    with opened(settings, calls) as dossier:
        assert dossier.retrieve("Where did rain fall in Ostrava?")
    assert within(calls, get=4), calls


def test_a_question_of_two_parts(settings: rag.Settings, calls: Counter[str]) -> None:
    with opened(settings, calls) as dossier:
        assert dossier.answer("Where did rain fall in Ostrava? Which river rose in Brno?").citations
    assert within(calls, get=8), calls


def test_a_follow_up(settings: rag.Settings, calls: Counter[str]) -> None:
    with opened(settings, calls) as dossier:
        first = dossier.answer("Where did rain fall in Ostrava?")
        calls.clear()
        assert dossier.answer("And in Brno?", history=first.history).hits
    assert within(calls, get=4), calls


def test_a_question_for_the_latest(settings: rag.Settings, calls: Counter[str]) -> None:
    with opened(settings, calls) as dossier:
        dossier.answer("What is the latest on rain in Ostrava?")
    assert within(calls, get=5), calls


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
    assert within(calls, get=9, upsert=3, delete=2), calls


def test_writing_again(
    settings: rag.Settings, calls: Counter[str], documents: Sequence[str]
) -> None:
    writer = written(settings)
    calls.clear()
    writer.put([indexed(place, f"Snow fell in {place}.") for place in PLACES[: len(documents)]])
    writer.finish()
    assert within(calls, get=10, upsert=4, delete=1), calls


def test_a_sync_of_one_changed_document(write: Write, sync: Sync, calls: Counter[str]) -> None:
    for place in PLACES[:3]:
        write(f"{place}.txt", f"Rain fell in {place} on Monday.")
    sync()
    write("Ostrava.txt", "Hail fell in Ostrava on Tuesday.")
    calls.clear()
    assert len(sync().changed) == 1
    assert within(calls, get=13, upsert=4, delete=1), calls
    calls.clear()
    assert len(sync().unchanged) == 3
    assert not calls
