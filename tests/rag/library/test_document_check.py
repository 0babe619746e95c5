"""What is wrong with documents, each by its id."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import rag
from rag.library import register
from rag.library.contents import PackedVersion, packed, packed_version, write
from rag.library.document_check import damaged_documents
from rag.library.store.chroma import Store
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
    known = register.read_register(store)
    assert known is not None
    return damaged_documents(store, list(known.entries.values()), dimension)


def rewritten(store: Store, version: PackedVersion) -> None:
    """Write what the library's writer would not, with the right checksums."""
    state = register.read_state(store)
    assert state is not None
    write(store, [version])
    register.write(store, state, [version.entry])


def test_whole_documents(store: Store) -> None:
    assert damaged(store) == {}
    assert damaged_documents(store, [], DIMENSION) == {}


def test_one_of_many_is_damaged(store: Store) -> None:
    vectors = packed(BROKEN).version.vectors
    few = packed_version(BROKEN.entry, BROKEN.document, BROKEN.passages[:1], vectors)
    rewritten(store, few)
    assert damaged(store) == {BROKEN.entry.record.id: "1 of its 2 passages are missing"}


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        ("content", "its text is incomplete"),
        ("vectors", "vectors of its passages are missing or damaged"),
    ],
)
def test_a_record_that_is_lost_or_changed(store: Store, kind: str, problem: str) -> None:
    identifier = f"{VERSION}-{kind}-0"
    data = packed(BROKEN).rows[identifier]
    for changed in (data[:-1], data.swapcase(), f"{data} ", ""):
        store.contents.update(ids=[identifier], metadatas=[{"data": changed}])
        assert damaged(store) == {BROKEN.entry.record.id: problem}
    store.contents.update(ids=[identifier], metadatas=[{"data": data}])
    assert damaged(store) == {}
    store.contents.delete(ids=[identifier])
    assert damaged(store) == {BROKEN.entry.record.id: problem}


def test_a_passage_outside_the_text(store: Store) -> None:
    vectors = packed(BROKEN).version.vectors
    first, second = BROKEN.passages
    for passage in (
        replace(second, end=second.end + 1),
        replace(second, start=-1),
        replace(second, sentences=((second.start, second.end + 1),)),
        replace(second, sentences=((second.end, second.start),)),
    ):
        rewritten(store, packed_version(BROKEN.entry, BROKEN.document, (first, passage), vectors))
        assert damaged(store) == {
            BROKEN.entry.record.id: f"passage {VERSION}-1 is not what the document says at its "
            "offsets"
        }


def test_vectors_of_another_model(store: Store) -> None:
    assert damaged(store, dimension=0) == {}
    problems = damaged(store, dimension=384)
    assert len(problems) == 60
    assert set(problems.values()) == {"its vectors have 256 dimensions, the model's 384"}


def test_a_vector_without_a_length(store: Store) -> None:
    vectors = packed(BROKEN).version.vectors
    rows = vectors.rows.copy()
    rows[1] = 0
    emptied = replace(vectors, rows=rows)
    rewritten(store, packed_version(BROKEN.entry, BROKEN.document, BROKEN.passages, emptied))
    assert damaged(store) == {BROKEN.entry.record.id: "1 of its vectors are empty"}


def test_too_few_vectors(store: Store) -> None:
    vectors = packed(BROKEN).version.vectors
    fewer = replace(vectors, rows=vectors.rows[:-1])
    rewritten(store, packed_version(BROKEN.entry, BROKEN.document, BROKEN.passages, fewer))
    assert damaged(store) == {
        BROKEN.entry.record.id: "vectors of its passages are missing or damaged"
    }


def test_a_document_marked_to_be_indexed_again(store: Store, settings: rag.Settings) -> None:
    written(settings).mark_for_indexing([BROKEN.entry.record.id])
    assert damaged(opened(settings)) == {
        BROKEN.entry.record.id: "marked to be indexed again by the next sync"
    }
