"""`dossier doctor` finds what is wrong with a library broken on purpose, and repairs it."""

import json
import shutil
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tantivy
from typer.testing import CliRunner

import rag
from rag.dossier import Dossier
from rag.errors import ModelError
from rag.library import examine_library, register, repair_library
from rag.library.store.chroma import Store, no_vectors
from rag.library.vectors.catalogue import Catalogue, parsed
from rag.models.embedder import Embedder
from rag.testing.embedder import FakeEmbedder
from tests.conftest import Sync, names
from tests.rag.library.libraries import contents, opened, write_reports
from ui.cli import app

Break = Callable[[Store, str], None]


@pytest.fixture(autouse=True)
def library(folder: Path, sync: Sync) -> None:
    write_reports(folder, findings=30)
    sync()


def version_in(settings: rag.Settings, name: str) -> str:
    known = register.read_register(opened(settings))
    assert known is not None
    (entry,) = [e for e in known.entries.values() if Path(e.record.source).stem == name]
    return entry.record.version


def lose_the_content(store: Store, version: str) -> None:
    store.contents.delete(ids=[f"{version}-content-0"])


def garble_the_content(store: Store, version: str) -> None:
    store.contents.update(ids=[f"{version}-content-0"], metadatas=[{"data": "Something else."}])


def lose_the_vectors(store: Store, version: str) -> None:
    store.contents.delete(ids=[f"{version}-vectors-0"])


def garble_the_vectors(store: Store, version: str) -> None:
    store.contents.update(ids=[f"{version}-vectors-0"], metadatas=[{"data": "Something else."}])


def claim_another_checksum(store: Store, version: str) -> None:
    store.contents.update(ids=[f"{version}-vectors-0"], metadatas=[{"crc": 1}])


def leave_an_older_version(store: Store, version: str) -> None:
    identifier = f"{register.document_of(version)}-000000000000-content-0"
    store.contents.upsert(ids=[identifier], embeddings=no_vectors(1), metadatas=[{"data": "x"}])


def leave_a_record(store: Store, version: str) -> None:
    store.contents.upsert(ids=["gone-0-vectors-0"], embeddings=no_vectors(1))


def leave_a_note(store: Store, version: str) -> None:
    store.documents.update(ids=[register.STATE_ID], metadatas=[{"is_unfinished": True}])


@pytest.mark.parametrize(
    ("break_it", "what", "detail"),
    [
        (lose_the_content, "damaged", "its text is incomplete"),
        (garble_the_content, "damaged", "its text is incomplete"),
        (lose_the_vectors, "damaged", "vectors of its passages are missing or damaged"),
        (garble_the_vectors, "damaged", "vectors of its passages are missing or damaged"),
        (claim_another_checksum, "damaged", "vectors of its passages are missing or damaged"),
        (leave_an_older_version, "strays", "1 records belong to no"),
        (leave_a_record, "strays", "gone-0-vectors-0"),
        (leave_a_note, "unfinished", "interrupted"),
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


def garble_the_vectors_of_the_index(folder: Path) -> None:
    for path in folder.glob("*.vectors"):
        path.write_bytes(bytes(path.stat().st_size))


def garble_the_catalogue(folder: Path) -> None:
    (folder / "catalogue-1.json").write_bytes(b"no catalogue")


def empty_the_catalogue(folder: Path) -> None:
    """As if passages had been lost in a way that neither checksum nor generation tells."""
    path = folder / "catalogue-1.json"
    Catalogue(parsed(path.read_bytes()).generation).save(path)


@pytest.mark.parametrize(
    ("break_it", "detail"),
    [
        (lose_the_index, "It is damaged (its list of files cannot be read"),
        (garble_the_vectors_of_the_index, ".vectors is not what was written"),
        (garble_the_catalogue, "the list of files is garbled"),
        (empty_the_catalogue, "It differs from the register in 3 versions."),
    ],
)
def test_the_vector_index_is_rebuilt(
    break_it: Callable[[Path], None],
    detail: str,
    settings: rag.Settings,
    sync: Sync,
    dossier: Dossier,
    embedder: Embedder,
) -> None:
    whole = contents(settings)
    break_it(settings.data_dir / "vectors")
    (finding,) = examine_library(settings, embedder).findings
    assert (finding.kind, finding.repairable) == ("vector index", True)
    assert detail in finding.detail
    assert repair_library(settings, embedder).is_well
    assert examine_library(settings, embedder).findings == ()
    assert contents(settings) == whole
    assert sync().changed == ()
    assert len(dossier.retrieve("finding of the harbour", limit=10)) == 10


def without_backup(settings: rag.Settings) -> None:
    (settings.data_dir / "backup-1.sqlite3").unlink()


def test_a_lost_database_is_restored(
    settings: rag.Settings, sync: Sync, embedder: Embedder
) -> None:
    whole = contents(settings)
    (settings.data_dir / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    (finding,) = examine_library(settings, embedder).findings
    assert (finding.kind, finding.repairable) == ("database", True)
    assert "its database is not one" in finding.detail
    assert "restores 3 documents from the backup" in finding.remedy
    assert repair_library(settings, embedder).is_well
    assert examine_library(settings, embedder).findings == ()
    assert contents(settings) == whole
    assert sync().changed == ()


def test_a_register_that_lacks_a_document_is_restored(
    settings: rag.Settings, embedder: Embedder
) -> None:
    whole = contents(settings)
    identifier = register.document_of(version_in(settings, "Birch"))
    store = opened(settings)
    store.documents.delete(ids=[identifier])
    (finding,) = examine_library(settings, embedder).findings
    assert finding.kind == "database"
    assert "documents are missing from its register" in finding.detail
    assert repair_library(settings, embedder).is_well
    assert contents(settings) == whole


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
        def embed_passages(self, texts: Any) -> Any:
            raise ModelError("The weights are not the published ones.", "Reinstall the package.")

    (finding,) = examine_library(settings, Broken()).findings
    assert (finding.kind, finding.remedy) == ("model", "Reinstall the package.")
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10, 9, 1))
    (finding,) = examine_library(settings, embedder).findings
    assert (finding.kind, finding.repairable) == ("disk space", False)
    monkeypatch.undo()
    without_backup(settings)
    (settings.data_dir / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    (finding,) = examine_library(settings, embedder).findings
    assert (finding.kind, finding.repairable) == ("database", False)
    assert not repair_library(settings, embedder).is_well


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
    leave_a_record(opened(settings), "")
    result = run.invoke(app, ["doctor", "--json"])
    assert result.exit_code == 1
    (finding,) = json.loads(result.stdout)["findings"]
    assert finding["kind"] == "strays"
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
