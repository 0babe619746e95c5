"""What is wrong with documents, each by its id."""

import shutil
from pathlib import Path

import numpy as np
import pytest

import rag
from rag.library import register
from rag.library.chroma import Store
from rag.library.document_check import damaged_documents
from rag.library.register import Entry
from tests.rag.library.libraries import indexed, opened, written

DOCUMENTS = [indexed(f"D{n}", f"Rain fell {n} times. The river rose.") for n in range(60)]
BROKEN = DOCUMENTS[7]
VERSION = BROKEN.entry.record.version
DIMENSION = 256


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    written(rag.Settings(data_dir=folder), *DOCUMENTS)
    return folder


@pytest.fixture
def settings(library: Path, tmp_path: Path) -> rag.Settings:
    shutil.copytree(library, tmp_path / "data")
    return rag.Settings(data_dir=tmp_path / "data")


@pytest.fixture
def store(settings: rag.Settings) -> Store:
    return opened(settings)


def damaged(store: Store, dimension: int = DIMENSION) -> dict[str, str]:
    entries: list[Entry] = list(register.read_entries(store).values())
    return damaged_documents(store, entries, dimension)


def test_whole_documents(store: Store) -> None:
    assert damaged(store) == {}
    assert damaged_documents(store, [], DIMENSION) == {}


def test_one_of_many_is_damaged(store: Store) -> None:
    store.passages.delete(ids=[f"{VERSION}-1"])
    assert damaged(store) == {BROKEN.entry.record.id: "1 of its 2 passages are missing"}


def test_vectors_of_another_model(store: Store) -> None:
    assert damaged(store, dimension=0) == {}
    problems = damaged(store, dimension=384)
    assert len(problems) == 60
    assert set(problems.values()) == {"its vectors have 256 dimensions, the model's 384"}


@pytest.mark.parametrize("length", [0.0, 0.1])
def test_a_vector_without_a_length(store: Store, length: float) -> None:
    vector = np.zeros((1, DIMENSION), dtype=np.float32)
    vector[0, 0] = length
    store.passages.update(ids=[f"{VERSION}-0"], embeddings=vector)
    assert damaged(store) == {BROKEN.entry.record.id: f"the vector of passage {VERSION}-0 is empty"}


def test_a_document_marked_to_be_indexed_again(store: Store, settings: rag.Settings) -> None:
    written(settings).mark_for_indexing([BROKEN.entry.record.id])
    assert damaged(opened(settings)) == {
        BROKEN.entry.record.id: "marked to be indexed again by the next sync"
    }
