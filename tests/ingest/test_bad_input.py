"""What bad files, bad names and bad disks get: a reason by name, and nothing else is lost."""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import ingest
import rag
from ingest import readers
from ingest.syncing.files import FoundFile, read_file
from rag.errors import LibraryError, UnreadableError
from rag.library import Stamp
from rag.testing.embedder import FakeEmbedder
from tests.conftest import ROOT, Sync, Write, names
from tests.ingest.readers import make

pytestmark = pytest.mark.process
posix_only = pytest.mark.skipif(os.name != "posix", reason="this system has no such thing")
FAKE = "tests.ingest.syncing.dossier_with_fake"
NOBODY = 65534

SYNC = """
import json, os, sys, tempfile
import ingest, ingest.syncing.sync, rag
from pathlib import Path
from ingest.readers import ReaderProcess
from rag.testing.embedder import FakeEmbedder
from ui.schema import SyncReport

class Kept(ReaderProcess):
    def __exit__(self, *_):
        pass

def run(folder, data):
    return ingest.sync([folder], settings=rag.Settings(data_dir=data), embedder=FakeEmbedder())

if os.geteuid() == 0:
    with tempfile.TemporaryDirectory() as place:
        Path(place, "a.txt").write_text("Everything is imported now, which another may not do.")
        run(place, place + "/data")
    process = Kept()
    process.start()  # for the same reason
    ingest.syncing.sync.ReaderProcess = lambda *_: process
    os.seteuid(int(sys.argv[1]))
for line in sys.stdin:
    try:
        print(SyncReport.of(run(*json.loads(line))).model_dump_json(), flush=True)
    except rag.DossierError as error:
        print(json.dumps({"error": type(error).__name__, "message": str(error)}), flush=True)
"""
SyncAsNobody = Callable[[Path, Path], Any]


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every user of this machine may enter."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o755)
        yield place


@pytest.fixture(scope="module")
def sync_as_nobody() -> Iterator[SyncAsNobody]:
    """What a sync reports that is run without root's rights, in a process that has lost them."""
    with subprocess.Popen(
        [sys.executable, "-c", SYNC, str(NOBODY)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    ) as process:

        def sync(folder: Path, data: Path) -> Any:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps([str(folder), str(data)]) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield sync


def give(path: Path, mode: int) -> None:
    """Make it nobody's, where this is root's to do."""
    path.chmod(mode)
    if os.geteuid() == 0:
        os.chown(path, NOBODY, NOBODY)


def test_hostile_files_are_reported_and_the_rest_is_synced(
    write: Write, folder: Path, sync: Sync
) -> None:
    write("good.txt", "Rain fell in Ostrava.")
    (folder / "good.pdf").write_bytes(make.pdf([["Snow fell in Brno."]]))
    whole = make.docx()
    (folder / "cut.docx").write_bytes(whole[: len(whole) // 2])
    (folder / "nozip.docx").write_bytes(b"no zip at all")
    (folder / "cut.pdf").write_bytes(make.pdf([["Hail fell."]])[:200])
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    report = sync()
    assert names(report.added) == ["good.pdf", "good.txt"]
    assert names(list(report.failed)) == ["cut.docx", "cut.pdf", "loop.txt", "nozip.docx"]
    assert all(reason.strip() for reason in report.failed.values())
    (folder / "cut.docx").write_bytes(whole)
    assert names(sync().added) == ["cut.docx"]


DEEP = "---\na: " + "[" * 3000 + "\n---\nText"
"""Front matter that a parser without a bound on depth does not survive."""


def test_front_matter_of_any_depth_stops_no_sync(write: Write, sync: Sync, dossier: Any) -> None:
    write("deep.md", DEEP)
    write("good.txt", "Rain fell in Ostrava.")
    report = sync()
    assert sorted(names([*report.added, *report.failed])) == ["deep.md", "good.txt"]
    assert "Rain fell in Ostrava." in {document.title for document in dossier.documents()}


def test_front_matter_of_any_depth_stops_no_watching(
    write: Write, folder: Path, settings: rag.Settings
) -> None:
    write("good.txt", "Rain fell in Ostrava.")
    stop = threading.Event()
    watched = ingest.watch(
        [folder], settings=settings, embedder=FakeEmbedder(), stop=stop, settle_seconds=0.1
    )
    first = next(watched)
    write("deep.md", DEEP)
    second = next(watched)
    write("later.txt", "Snow fell in Brno.")
    third = next(watched)
    stop.set()
    assert list(watched) == []
    assert all(isinstance(report, ingest.SyncReport) for report in (first, second, third))
    assert isinstance(third, ingest.SyncReport)
    assert names(third.added) == ["later.txt"]


def test_a_folder_of_hostile_files_of_every_format(write: Write, folder: Path, sync: Sync) -> None:
    """Whatever they hold, each is accounted for by name, and the good one is indexed."""
    write("good.txt", "Rain fell in Ostrava.")
    chance = random.Random(12)
    seeds = {
        "txt": b"Hail.", "md": DEEP.encode(), "html": make.html(), "pdf": make.pdf([["Hail."]]),
        "docx": make.docx(), "eml": make.eml(plain="Hail."),
    }  # fmt: skip
    for suffix, seed in seeds.items():
        for n in range(8):
            cut = chance.randrange(len(seed))
            data = seed[:cut] + chance.randbytes(chance.choice((1, 40))) + seed[cut + 1 :]
            (folder / f"{n}.{suffix}").write_bytes(data)
    (folder / "nul.md").write_bytes(b'---\ntitle: "a\\0b"\n---\nHail.')
    (folder / "nul.txt").write_bytes("Hail \0 fell.".encode("utf-16"))
    report = sync()
    assert str(folder / "good.txt") in report.added
    reported = {*report.added, *report.failed, *report.duplicate}
    assert reported == {str(path) for path in folder.iterdir()}
    assert all(reason.endswith(".") for reason in report.failed.values())


def test_a_long_heading_is_not_stored_with_each_passage(
    folder: Path, sync: Sync, dossier: Any
) -> None:
    """Else the library would grow with the square of the file."""
    (folder / "a.docx").write_bytes(make.docx(heading="word " * 1_000))
    sync()
    sections = {hit.passage.section for hit in dossier.retrieve("word", limit=50)}
    assert max(len(section or "") for section in sections) == 1000


def test_a_file_that_takes_too_long(write: Write, folder: Path, settings: rag.Settings) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    write("b.md", "# Snow\n\nSnow fell in Brno.")
    write("big.html", "<p>" + "<b>Snow fell.</b> " * 400_000)
    quick = settings.model_copy(update={"reader_seconds": 1})
    report = ingest.sync([folder], settings=quick, embedder=FakeEmbedder())
    assert names(report.added) == ["a.txt", "b.md"]
    assert names(list(report.failed)) == ["big.html"]
    (reason,) = report.failed.values()
    assert "longer than the 1 s" in reason
    assert "DOSSIER_READER_SECONDS" in reason


@pytest.mark.timeout(60)
def test_texts_that_patterns_take_long_for_hold_nothing_up(
    write: Write, folder: Path, settings: rag.Settings
) -> None:
    for name, piece in (("a.txt", "‘"), ("b.txt", "“"), ("c.txt", "«"), ("d.md", "[")):
        write(name, "Rain fell. " + piece * 300_000)
    write("good.txt", "Rain fell in Ostrava.")
    quick = settings.model_copy(update={"reader_seconds": 1})
    report = ingest.sync([folder], settings=quick, embedder=FakeEmbedder())
    assert "good.txt" in names(report.added)
    assert all("longer than the 1 s" in reason for reason in report.failed.values())
    assert len([*report.added, *report.failed]) == 5


def test_no_text_is_taken_apart_in_the_process_of_the_sync(
    write: Write, sync: Sync, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes a text apart keeps all threads of its process waiting while it does so."""
    for library in ("sentencex", "markdown_it", "yaml", "charset_normalizer", "lxml"):
        monkeypatch.setitem(sys.modules, library, None)
    write("a.txt", "Rain fell in Ostrava. Snow fell in Brno.")
    write("b.md", "---\ntitle: Hail\n---\n# Hail\n\nHail fell in Olomouc.")
    write("c.html", "<h1>Sleet</h1><p>Sleet fell in Pilsen.</p>")
    assert names(sync().added) == ["a.txt", "b.md", "c.html"]


@posix_only
@pytest.mark.timeout(60)
def test_a_pipe_is_not_waited_for(write: Write, folder: Path, sync: Sync) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    os.mkfifo(folder / "b.txt")
    report = sync()
    assert names(list(report.failed)) == ["b.txt"]
    assert names(report.added) == ["a.txt"]


@posix_only
@pytest.mark.parametrize(
    "name", ["two\nlines.txt", "tab\tand \x1b[31mred.txt", "🌧️ déšť.txt", "x" * 251 + ".txt"]
)
def test_odd_names_are_synced(write: Write, folder: Path, sync: Sync, name: str) -> None:
    path = write(name, "Rain fell in Ostrava.")
    assert sync().added == (str(path),)
    assert sync().unchanged == (str(path),)
    path.rename(folder / "b.txt")
    assert names(sync().moved) == ["b.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names themselves")
def test_a_name_that_is_no_unicode_is_reported(write: Write, folder: Path) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    odd = os.fsencode(folder) + b"/caf\xe9"
    Path(os.fsdecode(odd)).mkdir()
    Path(os.fsdecode(odd + b"/b\n.txt")).write_text("Snow fell.")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for options in (["--json"], []):
        ran = subprocess.run(
            [
                sys.executable,
                "-m",
                FAKE,
                "sync",
                folder,
                *options,
            ],
            capture_output=True,
            check=False,
            env=environment,
        )
        assert ran.returncode == 1, ran.stderr
        assert b"not valid Unicode" in ran.stdout.decode("utf-8").encode()
        if options:
            (failed,) = json.loads(ran.stdout)["failed"]
            assert failed["source"].endswith("caf\\udce9/b\n.txt")


@pytest.mark.skipif(sys.platform != "linux", reason="limits of paths differ")
def test_folders_at_any_depth(write: Write, folder: Path, sync: Sync) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    deep = str(folder)
    depth = 1500
    for _ in range(depth):
        deep += "/d"
        os.mkdir(deep)  # noqa: PTH102 (pathlib cannot go so deep)
    write(f"{deep}/b.txt", "Snow fell in Brno.")
    try:
        assert names(sync().added) == ["a.txt", "b.txt"]
    finally:
        # Nor can what clears up after the tests.
        Path(deep, "b.txt").unlink()
        for _ in range(depth):
            os.rmdir(deep)  # noqa: PTH106
            deep = deep[:-2]


def test_half_letters_do_no_harm(write: Write, sync: Sync, dossier: Any) -> None:
    write("a.md", '---\ntitle: "Half \\ud800 letter"\n---\nRain fell in Ostrava.')
    sync()
    (record,) = dossier.documents()
    assert record.title == "Half letter"


class Growing:
    """Stands for a file that another program keeps writing to."""

    def __init__(self, path: Path, times: int) -> None:
        self._path, self._times = path, times
        self._stat = os.fstat

    def __call__(self, descriptor: int) -> os.stat_result:
        found = self._stat(descriptor)
        if self._times:
            self._times -= 1
            with self._path.open("a") as file:
                file.write("More rain fell. ")
        return found


@pytest.mark.parametrize(("times", "reads"), [(1, True), (9, False)])
def test_a_file_that_changes_while_it_is_read(
    write: Write,
    settings: rag.Settings,
    monkeypatch: pytest.MonkeyPatch,
    times: int,
    reads: bool,
) -> None:
    path = write("a.txt", "Rain fell in Ostrava. ")
    file = FoundFile(str(path), str(path), 0, 0)
    monkeypatch.setattr("ingest.syncing.files.os.fstat", Growing(path, times))
    if reads:
        data, stamp = read_file(file, settings)
        found = path.stat()
        assert data == path.read_bytes()
        assert stamp == Stamp(found.st_size, found.st_mtime_ns)
    else:
        with pytest.raises(UnreadableError, match="changed while it was read"):
            read_file(file, settings)


def test_a_file_that_grew_since_it_was_planned_is_not_unchanged(
    write: Write, sync: Sync, monkeypatch: pytest.MonkeyPatch, dossier: Any
) -> None:
    path = write("a.txt", "Rain fell in Ostrava.")
    read = readers.read_all

    def grow_and_read(*arguments: Any) -> Any:
        yield from read(*arguments)
        path.write_text("Rain fell in Ostrava. Snow fell in Brno.")

    monkeypatch.setattr(readers, "read_all", grow_and_read)
    sync()
    monkeypatch.undo()
    assert names(sync().changed) == ["a.txt"]


@posix_only
def test_a_file_and_a_folder_without_permission(place: Path, sync_as_nobody: SyncAsNobody) -> None:
    folder, data = place / "briefings", place / "data"
    for path in (folder, data, folder / "closed"):
        path.mkdir()
    (folder / "a.txt").write_text("Rain fell in Ostrava.")
    (folder / "b.txt").write_text("Snow fell in Brno.")
    (folder / "closed" / "c.txt").write_text("Hail fell in Olomouc.")
    give(folder, 0o755)
    give(data, 0o755)
    assert len(sync_as_nobody(folder, data)["added"]) == 3
    give(folder / "closed", 0)
    give(folder / "b.txt", 0)
    os.utime(folder / "b.txt", ns=(1, 1))
    report = sync_as_nobody(folder, data)
    assert names([f["source"] for f in report["failed"]]) == ["b.txt", "closed"]
    assert all("Permission denied" in f["reason"] for f in report["failed"])
    assert not report["removed"]
    give(folder / "closed", 0o755)
    give(folder / "b.txt", 0o644)
    assert len(sync_as_nobody(folder, data)["unchanged"]) == 3


@posix_only
def test_a_data_folder_that_may_not_be_written_to(
    place: Path, sync_as_nobody: SyncAsNobody
) -> None:
    folder, data = place / "briefings", place / "data"
    folder.mkdir()
    (folder / "a.txt").write_text("Rain fell in Ostrava.")
    give(place, 0o755)
    assert sync_as_nobody(folder, data)["added"]
    for path in [data, *data.rglob("*")]:
        give(path, 0o555 if path.is_dir() else 0o444)
    (folder / "b.txt").write_text("Snow fell in Brno.")
    refused = sync_as_nobody(folder, data)
    assert refused["error"] == "LibraryError"
    assert "DOSSIER_DATA_DIR" in refused["message"]
    for path in [data, *data.rglob("*")]:
        give(path, 0o755 if path.is_dir() else 0o644)
    assert len(sync_as_nobody(folder, data)["added"]) == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_full_disk_loses_nothing(write: Write, folder: Path, small_disk: Path) -> None:
    settings = rag.Settings(data_dir=small_disk / "data")

    def run() -> ingest.SyncReport:
        return ingest.sync([folder], settings=settings, embedder=FakeEmbedder())

    write("a.txt", "Rain fell in Ostrava.")
    run()
    for n in range(40):
        write(f"big{n}.txt", f"Snow number {n} fell in Brno today. " * 2000 + str(n))
    with pytest.raises(LibraryError, match=r"full.*Make room"):
        run()
    subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        assert "Rain fell in Ostrava." in {h.passage.text for h in dossier.retrieve("rain Ostrava")}
    report = run()
    assert not report.failed
    assert len([*report.added, *report.unchanged]) == 41
    assert len(run().unchanged) == 41
