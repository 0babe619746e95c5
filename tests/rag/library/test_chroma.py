"""The collections in a folder: made by a writer, seen by a reader opened after."""

from pathlib import Path

import numpy as np
import pytest

import rag
from rag.errors import LibraryError
from rag.library.chroma import Store, no_vectors, open_store
from rag.library.connection import connect_folder


def made(settings: rag.Settings) -> Store:
    store = open_store(settings, "write")
    assert store is not None
    return store


def test_a_reader_makes_nothing(settings: rag.Settings) -> None:
    assert open_store(settings, "read") is None
    assert not settings.data_dir.exists()


def test_a_writer_makes_the_three_collections(settings: rag.Settings) -> None:
    store = made(settings)
    names = [store.documents.name, store.texts.name, store.passages.name]
    assert names == ["documents", "texts", "passages"]
    assert store.batch_size > 1000
    again = made(settings)
    assert again.passages.id == store.passages.id


def test_passages_are_compared_by_their_cosine(settings: rag.Settings) -> None:
    store = made(settings)
    store.passages.upsert(ids=["a", "b"], embeddings=np.eye(2, dtype=np.float32) * 2)
    found = store.passages.query(query_embeddings=[1.0, 0.0], n_results=2)
    assert found["ids"] == [["a", "b"]]
    (distances,) = found["distances"] or [[]]
    assert distances == pytest.approx([0.0, 1.0])


def test_what_another_has_written_is_seen_once_opened_again(settings: rag.Settings) -> None:
    writer = made(settings)
    reader = open_store(settings, "read")
    assert reader is not None
    writer.texts.upsert(ids=["a"], embeddings=no_vectors(1), documents=["Rain."])
    later = open_store(settings, "read")
    assert later is not None
    assert later.texts.get()["documents"] == ["Rain."]


def test_a_folder_that_is_moved_away_is_replaced(settings: rag.Settings, tmp_path: Path) -> None:
    store = made(settings)
    assert not store.is_replaced
    settings.data_dir.rename(tmp_path / "aside")
    assert store.is_replaced
    other = made(settings)
    assert store.is_replaced
    assert not other.is_replaced


def test_a_collection_that_is_missing_makes_no_library(settings: rag.Settings) -> None:
    made(settings)
    server, close = connect_folder(settings.data_dir / "chroma")
    server.delete_collection("texts")
    close()
    assert open_store(settings, "read") is None


def test_a_file_that_is_no_database(settings: rag.Settings) -> None:
    made(settings)
    (settings.data_dir / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(LibraryError, match="is damaged") as failed:
        open_store(settings, "read")
    assert failed.value.remedy.startswith("Run `dossier doctor --repair`.")


def test_records_that_are_not_searched_share_a_vector() -> None:
    assert no_vectors(3).tolist() == [[0.0], [0.0], [0.0]]
