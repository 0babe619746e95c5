"""Libraries of version 0.1 are read as they are, and rewritten by the next writer."""

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

import rag
from rag.library import LibraryWriter, examine_library, one_writer
from rag.models.embedder import Vectors
from rag.testing.embedder import FakeEmbedder
from tests.rag.library.libraries import contents, indexed, written
from tests.rag.library.remaking.library_01 import segments, write_01, write_01_apart

pytestmark = pytest.mark.process

DOCUMENTS = [
    indexed("Arrow", "Rain fell in Ostrava. The dam broke on Monday.", date(2025, 5, 8)),
    indexed("Birch", "Snow fell in Brno. " * 300, None),
]


class NoPassages(FakeEmbedder):
    """Embeds questions alone."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        raise AssertionError("a passage was embedded")


@pytest.fixture
def settings(tmp_path: Path) -> rag.Settings:
    settings = rag.Settings(data_dir=tmp_path / "data")
    write_01(settings, DOCUMENTS)
    return settings


def open_for_writing(settings: rag.Settings) -> LibraryWriter:
    with one_writer(settings, wait=True):
        writer = LibraryWriter(settings, FakeEmbedder.fingerprint)
        writer.finish()
    return writer


def found(settings: rag.Settings) -> list[tuple[str, float]]:
    with rag.open(settings, embedder=NoPassages()) as dossier:
        assert len(dossier.documents()) == len(DOCUMENTS)
        hits = dossier.retrieve("rain in Ostrava")
        return [(hit.passage.text, round(hit.score, 3)) for hit in hits]


def test_it_is_read_and_stays_as_it_is(settings: rag.Settings, tmp_path: Path) -> None:
    new = rag.Settings(data_dir=tmp_path / "new")
    written(new, *DOCUMENTS)
    folders = segments(settings)
    assert folders
    for _ in range(2):
        assert found(settings) == found(new)
        assert segments(settings) == folders


def test_it_is_rewritten_without_embedding(settings: rag.Settings, tmp_path: Path) -> None:
    new = rag.Settings(data_dir=tmp_path / "new")
    written(new, *DOCUMENTS)
    open_for_writing(settings)
    assert segments(settings) == []
    old_contents, new_contents = contents(settings), contents(new)
    for key in ("entries", "lexical", "vectors"):
        assert old_contents[key] == new_contents[key]
    assert found(settings) == found(new)
    assert examine_library(settings, FakeEmbedder()).is_well


def test_one_that_was_not_ended_is_gone_on_with(
    settings: rag.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("rag.library.remaking.legacy.serve", lambda *_: 1 / 0)
        with pytest.raises(rag.LibraryError, match="unexpected"):
            open_for_writing(settings)
    before = found(settings)
    open_for_writing(settings)
    assert found(settings) == before
    assert segments(settings) == []


@pytest.mark.parametrize("name", ["header.bin", "data_level0.bin", "index_metadata.pickle"])
def test_vectors_that_are_lost_are_made_again_by_the_next_sync(tmp_path: Path, name: str) -> None:
    settings = rag.Settings(data_dir=tmp_path / "data")
    write_01_apart(settings, "Arrow", "Rain fell in Ostrava. The dam broke on Monday. " * 60)
    damaged = [path for folder in segments(settings) for path in folder.glob(name)]
    assert damaged
    for path in damaged:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    writer = open_for_writing(settings)
    (entry,) = writer.entries().values()
    assert entry.index_format == ""
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        (record,) = dossier.documents()
        assert dossier.document(record.id).text.startswith("Rain fell in Ostrava.")


def test_another_collection_is_not_that_library(settings: rag.Settings) -> None:
    other = settings.model_copy(update={"collection": "other"})
    with rag.open(other, embedder=FakeEmbedder()) as dossier:
        assert dossier.documents() == []
    open_for_writing(other)
    assert len(found(settings)) == len(found(settings.model_copy()))
    shutil.rmtree(settings.data_dir)


def test_an_open_reader_notices_that_it_was_rewritten(settings: rag.Settings) -> None:
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        assert dossier.retrieve("rain in Ostrava")
        writer = open_for_writing(settings)
        writer.put([indexed("Cedar", "Hail fell in Olomouc.")])
        writer.finish()
        assert dossier.retrieve("hail in Olomouc")[0].passage.text == "Hail fell in Olomouc."
