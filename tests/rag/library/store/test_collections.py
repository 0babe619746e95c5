"""Several libraries in one folder or on one server, each with its own model and its own name."""

from pathlib import Path

import chromadb
import pytest

import ingest
import rag
from rag.library import collections
from rag.testing.embedder import FakeEmbedder
from tests.conftest import Write
from tests.rag.library.libraries import chroma_server

pytestmark = pytest.mark.process


class OtherEmbedder(FakeEmbedder):
    fingerprint = "other-model"


def test_each_has_its_documents_and_its_model(write: Write, folder: Path, tmp_path: Path) -> None:
    check_two(rag.Settings(data_dir=tmp_path / "data"), write, folder)


def test_on_a_server_beside_collections_of_others(
    write: Write, folder: Path, tmp_path: Path
) -> None:
    with chroma_server(tmp_path / "server") as server:
        client = chromadb.HttpClient(port=server.port)
        for name in ("documents", "passages", "leases"):
            client.create_collection(name, embedding_function=None).add(
                ids=["theirs"], embeddings=[1.0, 2.0], documents=["not ours"]
            )
        check_two(rag.Settings(data_dir=tmp_path / "data", chroma_url=server.url), write, folder)
        for name in ("documents", "passages", "leases"):
            theirs = client.get_collection(name, embedding_function=None).get()
            assert theirs["documents"] == ["not ours"]


def check_two(settings: rag.Settings, write: Write, folder: Path) -> None:
    rain, snow = write("a.txt", "Rain fell in Ostrava."), write("b.txt", "Snow fell in Brno.")
    other = settings.model_copy(update={"collection": "team-2"})
    ingest.sync([rain], settings=settings, embedder=FakeEmbedder())
    ingest.sync([snow], settings=other, embedder=OtherEmbedder())
    with (
        rag.open(settings, embedder=FakeEmbedder()) as first,
        rag.open(other, embedder=OtherEmbedder()) as second,
    ):
        assert [hit.passage.text for hit in first.retrieve("fell")] == ["Rain fell in Ostrava."]
        assert [hit.passage.text for hit in second.retrieve("fell")] == ["Snow fell in Brno."]
    assert [
        (each.name, each.documents, each.embedding_model) for each in collections(settings)
    ] == [
        ("main", 1, FakeEmbedder.fingerprint),
        ("team-2", 1, OtherEmbedder.fingerprint),
    ]
    with pytest.raises(rag.LibraryMismatchError):
        ingest.sync([folder], settings=other, embedder=FakeEmbedder())


@pytest.mark.parametrize("name", ["", "A", "a b", "-a", "a/b", "a" * 61])
def test_a_name_that_is_none(name: str) -> None:
    with pytest.raises(rag.SettingsError, match="DOSSIER_COLLECTION"):
        rag.Settings(collection=name)
