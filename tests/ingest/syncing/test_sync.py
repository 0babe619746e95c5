"""Syncing folders: what is added, changed, moved, removed, and what bad input gets."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

import ingest
import rag
from ingest import readers
from rag.errors import (
    LibraryBusyError,
    LibraryError,
    LibraryMismatchError,
    UsageError,
)
from rag.models.embedder import Embedder
from rag.testing.embedder import FakeEmbedder
from tests.conftest import ROOT, Sync, Write, names

pytestmark = pytest.mark.process


class CountingEmbedder(FakeEmbedder):
    """Counts the texts it embeds."""

    def __init__(self) -> None:
        super().__init__()
        self.embedded = 0

    def embed_passages(self, texts: Any) -> Any:
        self.embedded += len(texts)
        return super().embed_passages(texts)


@pytest.fixture
def embedder() -> CountingEmbedder:
    return CountingEmbedder()


def test_a_second_sync_changes_nothing_and_reads_only_what_changed(
    write: Write, sync: Sync, embedder: CountingEmbedder, opened: list[Path]
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    write("sub/b.md", "# Dam\n\nThe dam held.")
    assert names(sync().added) == ["a.txt", "b.md"]
    before = embedder.embedded
    opened.clear()
    report = sync()
    assert names(report.unchanged) == ["a.txt", "b.md"]
    assert report == ingest.SyncReport(unchanged=report.unchanged)
    assert embedder.embedded == before
    assert not {"a.txt", "b.md"} & {path.name for path in opened}


def test_an_edited_file_replaces_its_document(
    write: Write, sync: Sync, dossier: Any, embedder: CountingEmbedder
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    write("b.txt", "Snow fell in Brno.")
    sync()
    (old,) = [d for d in dossier.documents() if d.title.startswith("Rain")]
    write("a.txt", "Hail fell in Olomouc.")
    assert names(sync().changed) == ["a.txt"]
    assert dossier.document(old.id).text == "Hail fell in Olomouc."
    assert {hit.passage.text for hit in dossier.retrieve("rain Ostrava")} == {
        "Hail fell in Olomouc.",
        "Snow fell in Brno.",
    }


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that readers read."""
    names: list[str] = []
    read_file = readers.read_all

    def note_and_read(path: Path, *arguments: Any) -> Any:
        names.append(path.name)
        return read_file(path, *arguments)

    monkeypatch.setattr(readers, "read_all", note_and_read)
    return names


def test_a_touched_file_is_neither_read_by_a_reader_nor_embedded(
    write: Write, sync: Sync, embedder: CountingEmbedder, dossier: Any, read: list[str]
) -> None:
    path = write("a.md", "# Rain\n\nRain fell in Ostrava.")
    sync()
    (before,) = dossier.documents()
    assert read == ["a.md"]
    read.clear()
    count = embedder.embedded
    os.utime(path, ns=(1, 1))
    assert names(sync().unchanged) == ["a.md"]
    assert names(sync().unchanged) == ["a.md"]
    assert (read, embedder.embedded) == ([], count)
    assert dossier.documents() == [before]
    assert [s.title for s in dossier.document(before.id).sections] == ["Rain"]


def test_many_touched_files_are_recorded_until_the_sync_is_stopped(
    write: Write, folder: Path, sync: Sync
) -> None:
    for n in range(600):
        write(f"{n:03}.txt", f"Rain number {n} fell.")
    sync()
    for path in folder.iterdir():
        os.utime(path, ns=(1, 1))
    asked = iter([False, True])
    report = sync(should_stop=lambda: next(asked, True))
    assert (len(report.unchanged), len(report.remaining)) == (512, 88)
    assert len(sync().unchanged) == 600


def test_the_progress_counts_every_file_that_there_is_work_on(
    write: Write, folder: Path, sync: Sync
) -> None:
    path = write("a.txt", "Rain fell in Ostrava.")
    sync()
    os.utime(path, ns=(1, 1))
    write("b.txt", "Snow fell in Brno.")
    write("c.txt", "")
    seen: list[ingest.Progress] = []
    sync(progress=seen.append)
    done = [(progress.documents_done, progress.passages_done) for progress in seen]
    assert [done[0], done[-1]] == [(0, 0), (3, 1)]
    assert {progress.documents for progress in seen} == {3}


def test_a_new_file_of_a_size_of_its_own_is_opened_once(
    write: Write, sync: Sync, opened: list[Path]
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    write("b.txt", "Snow fell in Brno.")
    assert len(sync().added) == 2
    assert [path.name for path in opened if path.suffix == ".txt"] == ["a.txt", "b.txt"]


def test_a_moved_file_keeps_its_document(
    write: Write,
    folder: Path,
    sync: Sync,
    dossier: Any,
    embedder: CountingEmbedder,
    read: list[str],
) -> None:
    path = write("a.txt", "Rain fell in Ostrava.")
    sync()
    (before,) = dossier.documents()
    count = embedder.embedded
    path.rename(folder / "b.txt")
    read.clear()
    assert names(sync().moved) == ["b.txt"]
    assert read == []
    (after,) = dossier.documents()
    assert (after.id, after.version) == (before.id, before.version)
    assert after.source == str(folder / "b.txt")
    assert embedder.embedded == count
    write("a.txt", "Snow fell in Brno.")
    assert names(sync().added) == ["a.txt"]
    assert len({d.id for d in dossier.documents()}) == 2


def test_a_move_that_changes_the_date_changes_the_document(
    write: Write, folder: Path, sync: Sync, dossier: Any
) -> None:
    path = write("a.txt", "Rain fell in Ostrava.")
    sync()
    path.rename(folder / "2026-03-04 a.txt")
    assert names(sync().moved) == ["2026-03-04 a.txt"]
    (document,) = dossier.documents()
    assert document.published == date(2026, 3, 4)
    filters = rag.Filters(since=date(2026, 3, 4))
    assert len(dossier.retrieve("rain", filters=filters)) == 1


def test_removal_applies_only_to_the_given_roots(
    write: Write, folder: Path, sync: Sync, dossier: Any
) -> None:
    write("one/a.txt", "Rain fell in Ostrava.")
    path = write("one/b.txt", "Snow fell in Brno.")
    write("two/c.txt", "Hail fell in Olomouc.")
    sync()
    path.unlink()
    (folder / "two/c.txt").unlink()
    assert names(sync(folder / "one").removed) == ["b.txt"]
    assert {d.title for d in dossier.documents()} == {
        "Rain fell in Ostrava.",
        "Hail fell in Olomouc.",
    }


def test_remove_and_sync_again(
    write: Write, sync: Sync, dossier: Any, settings: rag.Settings
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    sync()
    (record,) = dossier.documents()
    with pytest.raises(UsageError, match="nothing-like-it"):
        ingest.remove(["nothing-like-it"], settings=settings, embedder=FakeEmbedder())
    assert ingest.remove([record.id], settings=settings, embedder=FakeEmbedder()) == [record]
    assert dossier.documents() == []
    assert names(sync().added) == ["a.txt"]


def test_dry_run_touches_nothing(write: Write, sync: Sync, settings: rag.Settings) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    assert names(sync(dry_run=True).added) == ["a.txt"]
    assert not settings.data_dir.exists()
    sync()
    write("a.txt", "Hail fell in Olomouc.")
    assert names(sync(dry_run=True).changed) == ["a.txt"]
    assert names(sync(dry_run=True).changed) == ["a.txt"]


def test_one_bad_file_never_stops_a_sync(write: Write, folder: Path, sync: Sync) -> None:
    write("good.txt", "Rain fell in Ostrava.")
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02" * 100)
    write("empty.txt", "")
    (folder / "dangling.txt").symlink_to(folder / "nowhere.txt")
    report = sync()
    assert names(report.added) == ["good.txt"]
    assert names(list(report.failed)) == ["binary.txt", "dangling.txt", "empty.txt"]
    assert "binary" in report.failed[str(folder / "binary.txt")]
    write("binary.txt", "Now it is text.")
    assert names(sync().added) == ["binary.txt"]


def test_a_file_that_turns_bad_keeps_its_version(
    write: Write, folder: Path, sync: Sync, dossier: Any
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    sync()
    (folder / "a.txt").write_bytes(b"\x00\x01\x02" * 100)
    report = sync()
    assert names(list(report.failed)) == ["a.txt"]
    assert not report.removed
    assert [d.title for d in dossier.documents()] == ["Rain fell in Ostrava."]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_cannot_be_read(write: Write, sync: Sync) -> None:
    write("a.txt", "Rain fell in Ostrava.").chmod(0)
    assert "Permission denied" in next(iter(sync().failed.values()))


def test_a_file_above_the_limit(write: Write, folder: Path, embedder: Embedder) -> None:
    write("a.txt", "Rain fell in Ostrava. " * 60_000)
    settings = rag.Settings(data_dir=folder.parent / "data", max_file_mb=1)
    report = ingest.sync([folder], settings=settings, embedder=embedder)
    assert "DOSSIER_MAX_FILE_MB" in next(iter(report.failed.values()))


def test_paths_that_do_not_fit(folder: Path, write: Write, sync: Sync) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        sync(folder / "nowhere")
    with pytest.raises(UsageError, match="nothing to read"):
        sync()
    write("a.xyz", "x")
    with pytest.raises(UsageError, match=r"a file that ends in .*\.txt"):
        sync(folder / "a.xyz")


def test_an_empty_folder_never_empties_the_library(
    write: Write, folder: Path, sync: Sync, dossier: Any
) -> None:
    path = write("a.txt", "Rain fell in Ostrava.")
    sync()
    path.unlink()
    with pytest.raises(UsageError, match="--allow-empty"):
        sync()
    assert len(dossier.documents()) == 1
    assert names(sync(allow_empty=True).removed) == ["a.txt"]
    assert dossier.documents() == []


def test_another_embedding_model_is_refused(
    write: Write, folder: Path, settings: rag.Settings, sync: Sync
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    sync()

    class Other(FakeEmbedder):
        fingerprint = "other"

    with pytest.raises(LibraryMismatchError, match=r"fake-hashed-words-256.*other"):
        ingest.sync([folder], settings=settings, embedder=Other())
    with (
        rag.open(settings, embedder=Other()) as other,
        pytest.raises(LibraryMismatchError, match="DOSSIER_EMBEDDING_MODEL"),
    ):
        other.answer("rain?")


def test_a_second_sync_says_who_holds_the_lock(
    write: Write, sync: Sync, settings: rag.Settings
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    sync()
    script = (
        "import sys; from rag.library import one_writer; from rag import Settings\n"
        "with one_writer(Settings(data_dir=sys.argv[1]), wait=False):\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(settings.data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(LibraryBusyError, match=f"process {other.pid} "):
            sync(wait=False)
        other.kill()
    assert names(sync(wait=False).unchanged) == ["a.txt"]


def test_a_database_lost_with_its_backup_is_named(
    write: Write, sync: Sync, settings: rag.Settings
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    sync()
    (settings.data_dir / "backup-1.sqlite3").unlink()
    database = settings.data_dir / "chroma" / "chroma.sqlite3"
    database.write_bytes(b"not a database at all" * 1000)
    with pytest.raises(LibraryError, match="is damaged"):
        sync()
    with rag.open(settings, embedder=FakeEmbedder()) as dossier, pytest.raises(LibraryError):
        dossier.answer("rain?")
    assert database.read_bytes().startswith(b"not a database")


def test_a_data_folder_that_is_a_file(write: Write, sync: Sync, settings: rag.Settings) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    settings.data_dir.write_text("a file")
    with pytest.raises(LibraryError, match="DOSSIER_DATA_DIR"):
        sync()


def test_deleting_the_lexical_index_loses_nothing(
    write: Write, sync: Sync, settings: rag.Settings
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    write("b.txt", "Snow fell in Brno.")
    sync()

    def scores() -> list[tuple[str, float]]:
        with rag.open(settings, embedder=FakeEmbedder()) as dossier:
            return [(h.passage.id, h.lexical) for h in dossier.retrieve("snow in Brno")]

    before = scores()
    assert before[0][1] > 0
    shutil.rmtree(settings.data_dir / "lexical")
    assert scores() == before
    shutil.rmtree(settings.data_dir / "lexical")
    write("c.txt", "Hail fell.")
    sync()
    with FileLock(settings.data_dir / "writer.lock", timeout=0):
        assert {pair[0] for pair in before} <= {pair[0] for pair in scores()}


def test_another_process_sees_the_change(write: Write, sync: Sync, dossier: Any) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    sync()
    assert [h.passage.text for h in dossier.retrieve("rain")] == ["Rain fell in Ostrava."]
    write("a.txt", "Hail fell in Olomouc.")
    write("b.txt", "Snow fell in Brno.")
    sync()
    assert [h.passage.text for h in dossier.retrieve("snow Brno")] == [
        "Snow fell in Brno.",
        "Hail fell in Olomouc.",
    ]


def test_the_package_s_functions_stay_functions() -> None:
    import ingest.syncing.sync
    import ingest.syncing.watch

    assert callable(ingest.sync)
    assert callable(ingest.watch)
