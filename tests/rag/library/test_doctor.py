"""`dossier doctor` finds what is wrong with a library broken on purpose, and repairs it."""

import json
import shutil
import sqlite3
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tantivy
from typer.testing import CliRunner

import rag
from rag.dossier import Dossier
from rag.errors import ModelError
from rag.library import examine_library, register, repair_library
from rag.library.chroma import Store, no_vectors
from rag.models.embedder import Embedder, Vectors
from rag.testing.embedder import FakeEmbedder
from tests.conftest import Sync, Write, names
from tests.rag.library.libraries import contents, opened, write_reports
from ui.cli import app

Break = Callable[[Store, str], None]


@pytest.fixture(autouse=True)
def library(folder: Path, sync: Sync) -> None:
    write_reports(folder, findings=30)
    sync()


def version_in(settings: rag.Settings, name: str) -> str:
    (entry,) = [
        entry
        for entry in register.read_entries(opened(settings)).values()
        if Path(entry.record.source).stem == name
    ]
    return entry.record.version


def ones() -> Vectors:
    return np.ones((1, 256), np.float32)


def lose_a_passage(store: Store, version: str) -> None:
    store.passages.delete(ids=[f"{version}-1"])


def change_a_passage(store: Store, version: str) -> None:
    store.passages.update(ids=[f"{version}-0"], documents=["Something else."], embeddings=ones())


def move_a_passage(store: Store, version: str) -> None:
    store.passages.update(ids=[f"{version}-0"], metadatas=[{"start": 3}])


def move_a_sentence(store: Store, version: str) -> None:
    store.passages.update(ids=[f"{version}-0"], metadatas=[{"sentences": "0-99999"}])


def garble_a_passage(store: Store, version: str) -> None:
    store.passages.update(ids=[f"{version}-0"], metadatas=[{"sentences": "here and there"}])


def empty_a_vector(store: Store, version: str) -> None:
    store.passages.update(ids=[f"{version}-0"], embeddings=ones() / 1e6)


def lose_the_text(store: Store, version: str) -> None:
    store.texts.delete(ids=[f"{version}-0"])


def shorten_the_text(store: Store, version: str) -> None:
    store.texts.update(ids=[f"{version}-0"], documents=["The Birch"], embeddings=no_vectors(1))


def garble_the_sections(store: Store, version: str) -> None:
    identifier = register.document_of(version)
    store.documents.update(ids=[identifier], documents=["no JSON"], embeddings=no_vectors(1))


def leave_a_passage(store: Store, version: str) -> None:
    identifier = f"{register.document_of(version)}-000000000000-0"
    store.passages.upsert(
        ids=[identifier],
        embeddings=ones(),
        documents=["An older Birch."],
        metadatas=[{"document_id": register.document_of(version), "start": 0, "end": 15}],
    )


def leave_a_text(store: Store, version: str) -> None:
    store.texts.upsert(ids=["gone-0-0"], embeddings=no_vectors(1), documents=["Gone."])


def leave_a_journal(store: Store, version: str) -> None:
    journal = json.dumps({"0000000000000000-000000000000": [3, 1]})
    store.documents.update(ids=[register.STATE_ID], metadatas=[{"journal": journal}])


@pytest.mark.parametrize(
    ("break_it", "what", "detail"),
    [
        (lose_a_passage, "damaged", "1 of its 5 passages are missing"),
        (change_a_passage, "damaged", "not what the document says"),
        (move_a_passage, "damaged", "not what the document says"),
        (move_a_sentence, "damaged", "not what the document says"),
        (garble_a_passage, "damaged", "cannot be read"),
        (empty_a_vector, "damaged", "is empty"),
        (lose_the_text, "damaged", "its text is incomplete"),
        (shorten_the_text, "damaged", "its text is incomplete"),
        (garble_the_sections, "damaged", "its pages and sections cannot be read"),
        (leave_a_passage, "stray passages", "1 records belong to no"),
        (leave_a_text, "stray texts", "gone-0-0"),
        (leave_a_journal, "unfinished", "interrupted"),
    ],
)
def test_a_broken_library_is_repaired(
    break_it: Break,
    what: str,
    detail: str,
    settings: rag.Settings,
    sync: Sync,
    embedder: Embedder,
) -> None:
    whole = contents(settings)
    assert examine_library(settings, embedder).findings == ()
    break_it(opened(settings), version_in(settings, "Birch"))
    checkup = examine_library(settings, embedder)
    assert not checkup.is_well
    (finding,) = checkup.findings
    assert (finding.kind, finding.repaired, finding.repairable) == (what, False, True)
    assert detail in finding.detail
    assert "--repair" in finding.remedy
    repaired = repair_library(settings, embedder)
    assert repaired.is_well
    assert [found.kind for found in repaired.findings] == [what]
    report = sync()
    assert names(report.changed) == (["Birch.txt"] if what == "damaged" else [])
    assert examine_library(settings, embedder).findings == ()
    assert contents(settings) == whole


def lose_the_index(folder: Path) -> None:
    shutil.rmtree(folder)


def garble_the_index(folder: Path) -> None:
    for path in folder.glob("tantivy-*/*"):
        path.write_bytes(b"no index")


def empty_the_index(folder: Path) -> None:
    """As if the passages had been lost in a way that neither a checksum nor the mark tells."""
    (index,) = folder.glob("tantivy-*")
    writer = tantivy.Index.open(str(index)).writer(15_000_000, 1)
    writer.delete_all_documents()
    writer.commit()
    writer.wait_merging_threads()


@pytest.mark.parametrize("break_it", [lose_the_index, garble_the_index, empty_the_index])
def test_the_lexical_index_is_rebuilt(
    break_it: Callable[[Path], None], settings: rag.Settings, embedder: Embedder
) -> None:
    whole = contents(settings)
    break_it(settings.data_dir / "lexical")
    (finding,) = examine_library(settings, embedder).findings
    assert finding.kind == "lexical index"
    assert repair_library(settings, embedder).is_well
    assert examine_library(settings, embedder).findings == ()
    assert contents(settings) == whole


def test_a_lost_vector_index_is_repaired(
    write: Write, settings: rag.Settings, sync: Sync, dossier: Dossier, embedder: Embedder
) -> None:
    # Chroma writes its vector index to disk after every 1,000 passages.
    text = " ".join(f"Finding {n} concerns the harbour of Ostrava." for n in range(10_000))
    write("long.txt", text)
    sync()
    database = settings.data_dir / "chroma" / "chroma.sqlite3"
    query = "SELECT id FROM segments WHERE scope = 'VECTOR' AND collection = ?"
    with sqlite3.connect(database) as connection:
        identifier = str(opened(settings).passages.id)
        ((segment,),) = connection.execute(query, (identifier,)).fetchall()
    connection.close()
    shutil.rmtree(database.parent / segment)
    (finding,) = examine_library(settings, embedder).findings
    assert "vectors of its passages are missing" in finding.detail
    assert repair_library(settings, embedder).is_well
    assert "long.txt" in names(sync().changed)
    assert examine_library(settings, embedder).findings == ()
    assert len(dossier.retrieve("finding of the harbour", limit=50)) == 50


def test_what_only_a_person_can_repair(
    settings: rag.Settings, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Other(FakeEmbedder):
        fingerprint = "other"

    (finding,) = examine_library(settings, Other()).findings
    assert finding.kind == "model"
    assert finding.remedy.startswith("Set DOSSIER_EMBEDDING_MODEL")
    assert not repair_library(settings, Other()).is_well

    class Broken(FakeEmbedder):
        def embed(self, texts: Any) -> Any:
            raise ModelError("The weights are not the published ones.", "Reinstall the package.")

    (finding,) = examine_library(settings, Broken()).findings
    assert (finding.kind, finding.remedy) == ("model", "Reinstall the package.")
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10, 9, 1))
    (finding,) = examine_library(settings, embedder).findings
    assert (finding.kind, finding.repairable) == ("disk space", False)
    monkeypatch.undo()
    (settings.data_dir / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    (finding,) = examine_library(settings, embedder).findings
    assert finding.kind == "library"


def test_the_command(
    settings: rag.Settings, monkeypatch: pytest.MonkeyPatch, embedder: Embedder
) -> None:
    monkeypatch.setenv("DOSSIER_DATA_DIR", str(settings.data_dir))
    monkeypatch.setattr("rag.models.embedder.SentenceTransformerEmbedder", lambda _: FakeEmbedder())
    run = CliRunner()
    result = run.invoke(app, ["doctor"])
    assert result.exit_code == 0
    assert "Nothing is wrong." in result.stdout
    assert str(settings.data_dir) in result.stdout
    leave_a_text(opened(settings), "")
    result = run.invoke(app, ["doctor", "--json"])
    assert result.exit_code == 1
    (finding,) = json.loads(result.stdout)["findings"]
    assert finding["kind"] == "stray texts"
    result = run.invoke(app, ["doctor", "--repair"])
    assert result.exit_code == 0
    assert "All findings were repaired." in result.stdout
    assert json.loads(run.invoke(app, ["doctor", "--json"]).stdout)["well"] is True


def test_a_library_that_is_not_there_yet(tmp_path: Path, embedder: Embedder) -> None:
    settings = rag.Settings(data_dir=tmp_path / "nowhere")
    checkup = examine_library(settings, embedder)
    assert checkup.is_well
    assert "dossier sync" in checkup.facts["documents"]
    assert not settings.data_dir.exists()
