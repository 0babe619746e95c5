"""A lost database is restored from its backup and the vector index, and nothing is embedded."""

import logging
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import ingest
import rag
from rag.library import Library, LibraryWriter, one_writer, register
from rag.library.backup import backed_up, restore, update_backup
from rag.library.failures import DamagedLibraryError
from rag.library.register import Stamp, read_state
from rag.testing.embedder import FakeEmbedder
from tests.conftest import Sync, Write, names
from tests.rag.library.libraries import check_whole, contents, indexed, opened, written

DOCUMENTS = [
    indexed(name, " ".join(f"Finding {n} of {name} concerns berth {n * 77}." for n in range(30)))
    for name in ("Arrow", "Birch", "Cedar")
]
IDS = [document.entry.record.id for document in DOCUMENTS]


def database(settings: rag.Settings) -> Path:
    return settings.data_dir / "chroma" / "chroma.sqlite3"


def backup(settings: rag.Settings) -> Path:
    return settings.data_dir / "backup-1.sqlite3"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> rag.Settings:
    """A library of three documents, to be copied."""
    settings = rag.Settings(data_dir=tmp_path_factory.mktemp("original"))
    written(settings, *DOCUMENTS)
    return settings


@pytest.fixture
def whole(settings: rag.Settings, original: rag.Settings) -> dict[str, Any]:
    """What a library of three documents holds."""
    shutil.copytree(original.data_dir, settings.data_dir)
    return contents(settings)


def delete(path: Path) -> None:
    path.unlink()


def delete_the_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def garble(path: Path) -> None:
    path.write_bytes(b"no database" * 10_000)


def garble_all_but_the_header(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:100] + bytes(255 - byte for byte in data[100:]))


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def drop_all(path: Path) -> None:
    """A database that is whole and holds nothing of the library."""
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE other (one)")


@pytest.mark.parametrize(
    "lose",
    [
        delete,
        delete_the_folder,
        empty,
        garble,
        garble_all_but_the_header,
        halve,
        drop_all,
    ],
)
def test_what_was_there_is_restored(
    settings: rag.Settings, whole: dict[str, Any], lose: Callable[[Path], None]
) -> None:
    library = Library(settings, FakeEmbedder.fingerprint)
    lose(database(settings))
    with pytest.raises(DamagedLibraryError) as lost:
        library.warm_up()
    assert lost.value.remedy.startswith("Sync again, or run `dossier doctor --repair`")
    written(settings)
    assert contents(settings) == whole
    for document in DOCUMENTS:
        assert library.document(document.entry.record) == document.document
    assert backed_up(settings) == 3


def test_what_is_lost_is_kept_beside(settings: rag.Settings, whole: dict[str, Any]) -> None:
    garble(database(settings))
    (database(settings).parent / "chroma.sqlite3-wal").write_bytes(b"rubbish")
    written(settings)
    kept = list(database(settings).parent.glob("damaged-*"))
    assert sorted((path.suffix, path.stat().st_size) for path in kept) == [
        (".sqlite3", 110_000),
        (".sqlite3-wal", 7),
    ]


def test_a_restored_library_is_of_a_new_generation(
    settings: rag.Settings, whole: dict[str, Any]
) -> None:
    before = read_state(opened(settings))
    delete(database(settings))
    with one_writer(settings, wait=False):
        assert restore(settings) == 3
    after = read_state(opened(settings))
    assert before is not None
    assert after is not None
    assert after.generation != before.generation
    assert (after.versions, after.fingerprint) == (before.versions, before.fingerprint)


def test_the_backup_follows_the_library(settings: rag.Settings, whole: dict[str, Any]) -> None:
    writer = written(settings)
    writer.remove([IDS[0]])
    changed = indexed("Birch", "Nothing was found at the berths.")
    writer.put([changed, indexed("Dogwood", "A finding of its own.")])
    writer.finish()
    later = contents(settings)
    assert backed_up(settings) == 3
    delete(database(settings))
    written(settings)
    assert contents(settings) == later
    assert "/briefings/Arrow.txt" not in check_whole(settings)


@pytest.mark.parametrize("lose", [delete, empty, garble, garble_all_but_the_header, halve])
def test_a_lost_backup_is_made_again_by_the_next_writer(
    settings: rag.Settings, whole: dict[str, Any], lose: Callable[[Path], None]
) -> None:
    lose(backup(settings))
    written(settings)
    assert contents(settings) == whole
    assert backed_up(settings) == 3
    delete(database(settings))
    written(settings)
    assert contents(settings) == whole


def test_a_document_whose_backup_is_damaged_is_left_out(
    settings: rag.Settings, whole: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    with closing(sqlite3.connect(backup(settings))) as open_backup, open_backup:
        damaged = (b"no content", IDS[1])
        open_backup.execute("UPDATE documents SET content = ? WHERE id = ?", damaged)
        open_backup.execute("UPDATE documents SET entry = 'no entry' WHERE id = ?", IDS[2:])
    delete(database(settings))
    with caplog.at_level(logging.WARNING):
        written(settings)
    assert list(check_whole(settings)) == ["/briefings/Arrow.txt"]
    assert caplog.text.count("is damaged") == 2
    assert backed_up(settings) == 1
    written(settings, *DOCUMENTS[1:])
    assert contents(settings) == whole


def test_without_a_backup_a_damaged_library_is_refused_and_a_missing_one_is_new(
    settings: rag.Settings, whole: dict[str, Any]
) -> None:
    delete(backup(settings))
    garble(database(settings))
    with pytest.raises(DamagedLibraryError, match="its database is not one"):
        written(settings)
    assert database(settings).read_bytes().startswith(b"no database")
    delete(database(settings))
    assert written(settings).entries() == {}


def test_documents_whose_vectors_are_lost_too_are_to_be_indexed_again(
    settings: rag.Settings, whole: dict[str, Any]
) -> None:
    delete(database(settings))
    shutil.rmtree(settings.data_dir / "vectors")
    entries = written(settings).entries()
    assert sorted(entries) == sorted(IDS)
    for entry in entries.values():
        assert (entry.stamp, entry.index_format) == (Stamp(0, 0), "")
    library = Library(settings, FakeEmbedder.fingerprint)
    assert library.document(DOCUMENTS[1].entry.record) == DOCUMENTS[1].document
    assert library.read(lambda view: view.passages_of(DOCUMENTS[1].entry.record)) == list(
        DOCUMENTS[1].passages
    )
    written(settings, *DOCUMENTS)
    assert contents(settings) == whole


def test_of_documents_whose_vectors_are_lost_only_those_are_indexed_again(
    settings: rag.Settings, whole: dict[str, Any]
) -> None:
    """Their vectors are lost in Chroma, and then the index is."""
    store = opened(settings)
    store.contents.delete(ids=[f"{DOCUMENTS[1].entry.record.version}-vectors-0"])
    shutil.rmtree(settings.data_dir / "vectors")
    entries = written(settings).entries()
    assert [entries[key].index_format for key in IDS] == ["test", "", "test"]
    delete(database(settings))
    entries = written(settings).entries()
    assert [entries[key].index_format for key in IDS] == ["test", "", "test"]
    written(settings, DOCUMENTS[1])
    assert contents(settings) == whole


def test_documents_whose_vectors_are_lost_are_removed(
    settings: rag.Settings, whole: dict[str, Any]
) -> None:
    delete(database(settings))
    shutil.rmtree(settings.data_dir / "vectors")
    written(settings)
    writer = written(settings)
    writer.remove(IDS[1:])
    writer.finish()
    assert [entry.index_format for entry in writer.entries().values()] == [""]


def test_a_backup_is_kept_where_not_it_but_the_disk_is_at_fault(
    settings: rag.Settings, whole: dict[str, Any]
) -> None:
    with closing(sqlite3.connect(backup(settings))) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.MonkeyPatch.context() as patch:
            connect = sqlite3.connect
            patch.setattr(sqlite3, "connect", lambda path: connect(path, timeout=0))
            written(settings, indexed("Dogwood", "A finding of its own."))
    assert backed_up(settings) == 3
    written(settings)
    assert backed_up(settings) == 4


def test_a_backup_that_cannot_be_written_stops_nothing(
    settings: rag.Settings, whole: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    delete(backup(settings))
    backup(settings).mkdir()
    with caplog.at_level(logging.WARNING):
        written(settings, indexed("Dogwood", "A finding of its own."))
    assert "the backup of the library cannot be written" in caplog.text
    assert len(check_whole(settings)) == 4
    assert backed_up(settings) == 0


def test_a_server_s_database_is_its_keeper_s_to_back_up(
    settings: rag.Settings, whole: dict[str, Any]
) -> None:
    delete(backup(settings))
    server = settings.model_copy(update={"chroma_url": "http://localhost:8000"})
    known = register.read_register(opened(settings))
    assert known is not None
    update_backup(server, opened(settings), known)
    assert not backup(settings).exists()
    assert backed_up(server) == 0


class NeverEmbedding(FakeEmbedder):
    def embed_passages(self, texts: Any) -> Any:
        raise AssertionError("there is nothing to embed")


@pytest.mark.parametrize("lose", [delete, empty, garble, halve])
def test_a_sync_restores_the_library_and_reads_no_file(
    write: Write,
    sync: Sync,
    settings: rag.Settings,
    folder: Path,
    lose: Callable[[Path], None],
) -> None:
    for name in ("arrow", "birch"):
        write(f"{name}.txt", f"The {name} report names one finding.")
    sync()
    whole = contents(settings)
    lose(database(settings))
    report = ingest.sync([folder], settings=settings, embedder=NeverEmbedding())
    assert names(report.unchanged) == ["arrow.txt", "birch.txt"]
    assert contents(settings) == whole


@pytest.mark.parametrize("lose", [delete, empty, garble])
def test_a_sync_that_finds_no_change_makes_a_lost_backup_again(
    write: Write, sync: Sync, settings: rag.Settings, lose: Callable[[Path], None]
) -> None:
    write("arrow.txt", "The arrow report names one finding.")
    sync()
    lose(backup(settings))
    assert names(sync().unchanged) == ["arrow.txt"]
    assert backed_up(settings) == 1


def test_a_sync_embeds_again_what_is_lost_everywhere(
    write: Write, sync: Sync, settings: rag.Settings
) -> None:
    for name in ("arrow", "birch"):
        write(f"{name}.txt", f"The {name} report names one finding.")
    sync()
    whole = contents(settings)
    delete(database(settings))
    shutil.rmtree(settings.data_dir / "vectors")
    assert names(sync().changed) == ["arrow.txt", "birch.txt"]
    assert contents(settings) == whole


def test_an_interrupted_restoration_is_begun_again(
    settings: rag.Settings, whole: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    delete(database(settings))
    monkeypatch.setattr("rag.library.backup.write", fail)
    with pytest.raises(KeyboardInterrupt):
        LibraryWriter(settings, FakeEmbedder.fingerprint)
    monkeypatch.undo()
    assert database(settings).exists()
    assert backed_up(settings) == 3
    written(settings)
    assert contents(settings) == whole
