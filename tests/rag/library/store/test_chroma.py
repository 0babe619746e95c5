"""The collections in a folder: made by a writer, seen by a reader opened after."""

from pathlib import Path

import pytest

import rag
from rag.errors import LibraryError
from rag.library.store.chroma import (
    Store,
    collection_names,
    next_number,
    no_vectors,
    open_store,
    serve,
)
from rag.library.store.connection import connect_folder


def made(settings: rag.Settings, number: int | None = None) -> Store:
    store = open_store(settings, "write", number)
    assert store is not None
    return store


def read(settings: rag.Settings) -> Store:
    store = open_store(settings, "read")
    assert store is not None
    return store


def test_a_reader_makes_nothing(settings: rag.Settings) -> None:
    assert open_store(settings, "read") is None
    assert collection_names(settings) == []
    assert not settings.data_dir.exists()


def test_a_writer_makes_the_two_collections(settings: rag.Settings) -> None:
    store = made(settings)
    names = [store.documents.name, store.contents.name]
    assert names == ["dossier-main-1-documents", "dossier-main-1-contents"]
    assert (store.number, store.database is not None) == (1, True)
    assert store.batch_size > 1000
    again = made(settings)
    assert again.contents.id == store.contents.id
    assert collection_names(settings) == ["main"]


def test_chroma_keeps_one_file(settings: rag.Settings) -> None:
    """No vector index, whose files end the process that reads them damaged."""
    store = made(settings)
    for n in range(20):
        store.contents.upsert(ids=[f"a{n}"], embeddings=no_vectors(1), metadatas=[{"data": "x"}])
    assert store.contents.get(ids=["a7"])["metadatas"] == [{"data": "x"}]
    del store
    files = sorted(path.name for path in (settings.data_dir / "chroma").rglob("*"))
    assert files == ["chroma.sqlite3"]


def test_what_another_has_written_is_seen_at_once(settings: rag.Settings) -> None:
    writer, reader = made(settings), read(settings)
    assert reader.contents.get()["ids"] == []
    writer.contents.upsert(ids=["a"], embeddings=no_vectors(1), metadatas=[{"data": "Rain."}])
    assert reader.contents.get()["metadatas"] == [{"data": "Rain."}]
    later = read(settings)
    assert later.contents.get()["metadatas"] == [{"data": "Rain."}]


def test_a_folder_that_is_moved_away_is_replaced(settings: rag.Settings, tmp_path: Path) -> None:
    store = made(settings)
    assert not store.is_replaced
    settings.data_dir.rename(tmp_path / "aside")
    assert store.is_replaced
    other = made(settings)
    assert store.is_replaced
    assert not other.is_replaced


@pytest.mark.parametrize("kind", ["documents", "contents"])
def test_a_collection_that_is_missing_makes_no_library(settings: rag.Settings, kind: str) -> None:
    made(settings)
    connection = connect_folder(settings.data_dir / "chroma")
    connection.delete(f"dossier-main-1-{kind}")
    connection.close()
    assert open_store(settings, "read") is None


def test_a_library_that_is_made_anew_is_read_once_it_serves(settings: rag.Settings) -> None:
    made(settings)
    assert next_number(settings) == 2
    assert made(settings, 2).number == 2
    assert (read(settings).number, made(settings).number) == (1, 1)
    assert next_number(settings) == 2  # it is gone on with
    serve(settings, 2)
    assert (read(settings).number, made(settings).number) == (2, 2)
    assert next_number(settings) == 3
    connection = connect_folder(settings.data_dir / "chroma")
    assert sorted(connection.models()) == ["dossier-main-2-contents", "dossier-main-2-documents"]
    connection.close()


def test_libraries_in_one_folder_are_apart(settings: rag.Settings) -> None:
    other = settings.model_copy(update={"collection": "two-1"})
    one = made(settings)
    assert open_store(other, "read") is None
    two = made(other)
    one.documents.upsert(ids=["a"], embeddings=no_vectors(1))
    two.documents.upsert(ids=["b"], embeddings=no_vectors(1))
    assert (one.documents.get()["ids"], two.documents.get()["ids"]) == (["a"], ["b"])
    assert collection_names(settings) == ["main", "two-1"]


def test_a_file_that_is_no_database(settings: rag.Settings) -> None:
    made(settings)
    (settings.data_dir / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(LibraryError, match="is damaged") as failed:
        open_store(settings, "read")
    assert failed.value.remedy.startswith("Run `dossier doctor --repair`.")


def test_records_that_are_not_searched_share_a_vector() -> None:
    assert no_vectors(3).tolist() == [[0.0], [0.0], [0.0]]
