"""A library's embedding model is changed from its own texts, beside what readers see."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

import ingest
import rag
from ingest import Progress
from rag.library import examine_library
from rag.library.store.chroma import next_number, open_store
from rag.models.embedder import Vectors
from rag.testing.embedder import FakeEmbedder
from tests.conftest import Write
from tests.rag.library.libraries import indexed
from tests.rag.library.remaking.library_01 import write_01

pytestmark = pytest.mark.process

REPORTS = {
    name: f"The {name} report. " + " ".join(f"{name} names finding {n} of 40." for n in range(400))
    for name in ("Arrow", "Birch", "Cedar")
}


class NewModel(FakeEmbedder):
    """Another model: other dimensions, and shorter passages. It counts what it embeds."""

    fingerprint = "new-model"

    def __init__(self, fingerprint: str = "new-model") -> None:
        super().__init__(max_tokens=32)
        self.fingerprint = fingerprint
        self.embedded: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return _shorter(super().embed_queries(texts))

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return _shorter(super().embed_passages(texts))


def _shorter(vectors: Vectors) -> Vectors:
    rows = vectors[:, :100] + np.float32(0.01)
    unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


@pytest.fixture
def settings(tmp_path: Path, write: Write, folder: Path) -> rag.Settings:
    for name, text in REPORTS.items():
        write(f"{name}.txt", text)
    settings = rag.Settings(data_dir=tmp_path / "data")
    ingest.sync([folder], settings=settings, embedder=FakeEmbedder())
    return settings


def found(settings: rag.Settings, embedder: FakeEmbedder) -> set[str]:
    with rag.open(settings, embedder=embedder) as dossier:
        hits = dossier.retrieve("Which finding does the Birch report name?")
        assert len({hit.passage.id for hit in hits}) == len(hits)
        return {hit.document.title for hit in hits}


def test_the_texts_are_embedded_anew_and_the_files_are_not_read(
    settings: rag.Settings, folder: Path
) -> None:
    for path in folder.iterdir():
        path.rename(path.with_suffix(".gone"))
    model = NewModel()
    report = ingest.embed(settings=settings, embedder=model)
    assert report == ingest.EmbeddingReport(documents=3, remaining=0)
    assert "Birch" in found(settings, NewModel())
    with rag.open(settings, embedder=NewModel()) as dossier:
        records = dossier.documents()
        assert {dossier.document(record.id).text for record in records} == set(REPORTS.values())
        longest = max(len(p.text.split()) for r in records for p in dossier.passages(r))
    assert longest <= 32
    assert examine_library(settings, NewModel()).is_well
    with pytest.raises(rag.LibraryMismatchError, match="new-model"):
        found(settings, FakeEmbedder())


def test_the_next_sync_finds_nothing_changed(settings: rag.Settings, folder: Path) -> None:
    ingest.embed(settings=settings, embedder=NewModel())
    model = NewModel()
    report = ingest.sync([folder], settings=settings, embedder=model)
    assert len(report.unchanged) == 3
    assert model.embedded == []


def test_readers_have_the_vectors_before_until_it_is_done(settings: rag.Settings) -> None:
    before = found(settings, FakeEmbedder())
    told: list[Progress] = []

    def note(progress: Progress) -> None:
        told.append(progress)
        assert found(settings, FakeEmbedder()) == before
        assert dossier.answer("Which finding does the Birch report name?").citations

    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        ingest.embed(settings=settings, embedder=NewModel(), progress=note)
        assert told[0].documents_done == 0
        assert told[-1].documents_done == told[-1].documents == 3
        with pytest.raises(rag.LibraryMismatchError, match="new-model"):
            dossier.retrieve("Birch")


def test_what_was_done_before_a_stop_is_not_done_again(settings: rag.Settings) -> None:
    whole = NewModel()
    other = settings.model_copy(update={"data_dir": settings.data_dir.parent / "other"})
    ingest.sync([settings.data_dir.parent / "briefings"], settings=other, embedder=FakeEmbedder())
    ingest.embed(settings=other, embedder=whole)
    model, progress = NewModel(), list[Progress]()

    def is_one_done() -> bool:
        return bool(progress) and progress[-1].documents_done > 0

    report = ingest.embed(
        settings=settings, embedder=model, progress=progress.append, should_stop=is_one_done
    )
    assert report.documents >= 1
    assert report.remaining == 3 - report.documents > 0
    assert found(settings, FakeEmbedder())
    report = ingest.embed(settings=settings, embedder=model)
    assert report.remaining == 0
    assert "Birch" in found(settings, NewModel())
    assert sorted(model.embedded) == sorted(whole.embedded)


def test_a_document_that_changed_after_a_stop_is_done_again(
    settings: rag.Settings, folder: Path, write: Write
) -> None:
    progress = list[Progress]()
    ingest.embed(
        settings=settings,
        embedder=NewModel(),
        progress=progress.append,
        should_stop=lambda: bool(progress) and progress[-1].documents_done > 0,
    )
    for name in REPORTS:
        write(f"{name}.txt", f"The {name} report is short now.")
    (folder / "Cedar.txt").unlink()
    ingest.sync([folder], settings=settings, embedder=FakeEmbedder())
    ingest.embed(settings=settings, embedder=NewModel())
    with rag.open(settings, embedder=NewModel()) as dossier:
        texts = {dossier.document(record.id).text for record in dossier.documents()}
    assert texts == {f"The {name} report is short now." for name in ("Arrow", "Birch")}
    assert examine_library(settings, NewModel()).is_well


def test_what_was_begun_with_a_third_model_is_dropped(settings: rag.Settings) -> None:
    progress = list[Progress]()
    ingest.embed(
        settings=settings,
        embedder=NewModel("third-model"),
        progress=progress.append,
        should_stop=lambda: bool(progress) and progress[-1].documents_done > 0,
    )
    report = ingest.embed(settings=settings, embedder=NewModel())
    assert report == ingest.EmbeddingReport(documents=3, remaining=0)
    assert "Birch" in found(settings, NewModel())


def test_the_model_it_has_already(settings: rag.Settings) -> None:
    model = FakeEmbedder()
    assert ingest.embed(settings=settings, embedder=model) == ingest.EmbeddingReport(0, 0)
    assert next_number(settings) == 2  # nothing was begun beside it
    assert open_store(settings, "read", 2) is None
    assert found(settings, FakeEmbedder())


def test_without_a_library(tmp_path: Path) -> None:
    with pytest.raises(rag.LibraryError, match="holds no documents"):
        ingest.embed(settings=rag.Settings(data_dir=tmp_path / "none"), embedder=NewModel())


def test_a_library_of_version_0_1(tmp_path: Path) -> None:
    settings = rag.Settings(data_dir=tmp_path / "old")
    write_01(settings, [indexed("Birch", REPORTS["Birch"])])
    report = ingest.embed(settings=settings, embedder=NewModel())
    assert report == ingest.EmbeddingReport(documents=1, remaining=0)
    assert found(settings, NewModel())
