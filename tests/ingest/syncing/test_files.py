"""Which files a sync finds and how it reads them; links above all."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ingest
import rag
from ingest.syncing.files import (
    FoundFile,
    absolute,
    check_size,
    find,
    hash_file,
    is_known,
    lies_under,
    read_file,
)
from rag.errors import UnreadableError, UsageError
from rag.library.register import Stamp
from rag.testing.embedder import FakeEmbedder
from tests.conftest import ROOT, Sync, Write, names

posix_only = pytest.mark.skipif(os.name != "posix", reason="this system has no such thing")
OUTSIDE = "a link to a file outside the folder. Sync with --follow-links"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file outside the test's folder."""
    path = tmp_path / "secret.txt"
    path.write_text("Snow fell in Brno.")
    return path


def test_a_link_to_a_file_outside_is_named_and_not_read(
    write: Write, folder: Path, secret: Path, sync: Sync, dossier: Any
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    (folder / "link.txt").symlink_to(secret)
    for again in (False, True):
        report = sync()
        assert names(report.unchanged if again else report.added) == ["a.txt"]
        assert OUTSIDE in report.failed[str(folder / "link.txt")]
    assert [record.title for record in dossier.documents()] == ["Rain fell in Ostrava."]


def test_it_is_read_where_that_is_asked_for(
    write: Write, folder: Path, secret: Path, sync: Sync
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    (folder / "link.txt").symlink_to(secret)
    assert names(sync(follow_links=True).added) == ["a.txt", "link.txt"]
    assert names(sync(follow_links=True).unchanged) == ["a.txt", "link.txt"]
    secret.write_text("Hail fell in Olomouc.")
    assert names(sync(follow_links=True).changed) == ["link.txt"]
    report = sync()
    assert names(list(report.failed)) == ["link.txt"]
    assert not report.removed  # as any file that cannot be read any more


def test_a_file_that_becomes_a_link_is_not_unchanged(
    write: Write, folder: Path, secret: Path, sync: Sync
) -> None:
    path = write("a.txt", "Rain fell in Brno.")
    found = path.stat()
    assert found.st_size == secret.stat().st_size
    sync()
    os.utime(secret, ns=(found.st_atime_ns, found.st_mtime_ns))
    path.unlink()
    path.symlink_to(secret)
    assert OUTSIDE in sync().failed[str(path)]


def test_links_that_stay_inside_are_followed(write: Write, folder: Path, sync: Sync) -> None:
    write("deep/a.txt", "Rain fell in Ostrava.")
    write(".hidden", "Snow fell in Brno.")
    (folder / "to_hidden.txt").symlink_to(".hidden")
    (folder / "chain.txt").symlink_to("deep/../to_hidden.txt")
    (folder / "deep" / "up.txt").symlink_to("../deep/a.txt")
    report = sync()
    assert not report.failed
    assert names(report.added) == ["chain.txt", "a.txt"]
    assert sorted(names(list(report.duplicate))) == ["to_hidden.txt", "up.txt"]


@pytest.mark.parametrize(
    "make",
    [
        lambda folder, secret: (folder / "a.txt").symlink_to(f"../{secret.name}"),
        lambda folder, secret: (
            (folder / "a.txt").symlink_to(".step"),
            (folder / ".step").symlink_to(secret),
        ),
        lambda folder, secret: (
            (folder / "a.txt").symlink_to(".up/secret.txt"),
            (folder / ".up").symlink_to(secret.parent, target_is_directory=True),
        ),
        lambda folder, secret: (folder / "a.txt").symlink_to(
            folder.with_name("briefings-2") / "a.txt"
        ),
    ],
    ids=["relative", "chain", "through a folder", "a folder whose name begins alike"],
)
def test_ways_out(
    write: Write, folder: Path, secret: Path, sync: Sync, make: Callable[[Path, Path], None]
) -> None:
    write("b.txt", "Rain fell in Ostrava.")
    write("../briefings-2/a.txt", "Hail fell in Olomouc.")
    make(folder, secret)
    report = sync()
    assert names(report.added) == ["b.txt"]
    assert names(list(report.failed)) == ["a.txt"]
    assert OUTSIDE in report.failed[str(folder / "a.txt")]


@posix_only
@pytest.mark.timeout(60)
@pytest.mark.parametrize("follow_links", [False, True])
def test_links_to_what_has_no_end_or_is_no_file(
    write: Write, folder: Path, sync: Sync, follow_links: bool
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    for name, target in (
        ("zero.txt", "/dev/zero"),
        ("environ.txt", "/proc/self/environ"),
        ("loop.txt", "loop.txt"),
        ("one.txt", "two.txt"),
        ("two.txt", "one.txt"),
        ("nowhere.txt", "../nowhere.txt"),
    ):
        (folder / name).symlink_to(target)
    report = sync(follow_links=follow_links)
    assert names(report.added) == ["a.txt"]
    assert len(report.failed) == 6


def test_a_root_may_be_a_link(
    write: Write, folder: Path, secret: Path, tmp_path: Path, sync: Sync
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    (folder / "near.txt").symlink_to("a.txt")
    to_folder, to_file = tmp_path / "to_folder", tmp_path / "to_file.txt"
    to_folder.symlink_to(folder, target_is_directory=True)
    to_file.symlink_to(secret)
    report = sync(to_folder, to_file)
    assert report.added == (str(folder / "a.txt"), str(secret))
    assert not report.failed


def test_a_file_of_another_root_is_inside(
    write: Write, folder: Path, secret: Path, sync: Sync
) -> None:
    (folder / "link.txt").symlink_to(secret)
    assert not sync(folder, secret).failed
    assert names(list(sync(folder).failed)) == ["link.txt"]


@posix_only
@pytest.mark.timeout(60)
@pytest.mark.parametrize("swap", ["link", "pipe", "device"])
def test_what_takes_the_place_of_a_file_that_was_found_is_not_read(
    write: Write, folder: Path, secret: Path, settings: rag.Settings, swap: str
) -> None:
    path = write("a.txt", "Rain fell in Ostrava.")
    (file,) = find([folder]).files.values()
    path.unlink()
    if swap == "link":
        path.symlink_to(secret)
    elif swap == "pipe":
        os.mkfifo(path)
    else:
        file = FoundFile(str(path), "/dev/zero", 0, 0)
    for read in (read_file, hash_file):
        with pytest.raises(UnreadableError):
            read(file, settings)


@pytest.mark.process
def test_watching_follows_links_where_that_is_asked_for(
    folder: Path, secret: Path, settings: rag.Settings
) -> None:
    (folder / "link.txt").symlink_to(secret)
    for follow_links in (False, True):
        watched = ingest.watch(
            [folder], settings=settings, embedder=FakeEmbedder(), follow_links=follow_links
        )
        report = next(watched)
        watched.close()  # type: ignore[attr-defined]
        assert isinstance(report, ingest.SyncReport)
        assert names(report.added) == ["link.txt"] * follow_links


@pytest.mark.process
def test_the_command_says_how_to_follow_a_link_and_does(
    write: Write, folder: Path, secret: Path
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    (folder / "link.txt").symlink_to(secret)
    command = [sys.executable, "-m", "tests.ingest.syncing.dossier_with_fake", "sync", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def run(*options: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*command, *options], capture_output=True, text=True, check=False, env=environment
        )

    refused, followed = run(), run("--follow-links")
    assert refused.returncode == 1
    assert OUTSIDE in refused.stdout
    assert followed.returncode == 0, followed.stderr


def test_files_are_found_at_any_depth_without_hidden_ones_and_other_formats(
    write: Write, folder: Path
) -> None:
    for name in ("b.TXT", "a.md", "sub/low/c.pdf", ".d.txt", ".hidden/e.txt", "f.xyz", "txt"):
        write(name, "Rain.")
    found = find([folder])
    assert names(list(found.files)) == ["a.md", "b.TXT", "c.pdf"]
    assert found.roots == (str(folder),)
    assert found.failed == {}
    file = found.files[str(folder / "a.md")]
    assert file == FoundFile(str(folder / "a.md"), str(folder / "a.md"), 5, file.mtime_ns)
    assert file.stamp == Stamp.of((folder / "a.md").stat())


def test_a_path_that_is_given_twice_counts_once(write: Write, folder: Path) -> None:
    path = write("a.txt", "Rain.")
    found = find([folder, path, folder / "." / "a.txt"])
    assert found.roots == (str(folder), str(path))
    assert list(found.files) == [str(path)]


@pytest.mark.parametrize(
    ("name", "message", "remedy"),
    [
        ("nowhere", "There is no file or folder", "Check the path."),
        ("a.xyz", "are not read.", "Name a folder, or a file that ends in .txt"),
    ],
)
def test_a_path_that_cannot_be_synced_is_refused(
    write: Write, folder: Path, name: str, message: str, remedy: str
) -> None:
    write("a.xyz", "Rain.")
    with pytest.raises(UsageError) as refused:
        find([folder / name])
    assert repr(str(folder / name)) in refused.value.message
    assert message in refused.value.message
    assert refused.value.remedy.startswith(remedy)


def test_no_path_is_refused() -> None:
    with pytest.raises(UsageError, match="No folder was given"):
        find([])


def test_a_file_is_read_and_hashed_with_the_stamp_it_had(
    write: Write, folder: Path, settings: rag.Settings
) -> None:
    path = write("a.txt", "Rain.")
    (file,) = find([folder]).files.values()
    assert read_file(file, settings) == (b"Rain.", Stamp.of(path.stat()))
    hashed = "389be6297686686ab318446cb68c4664e282de1e41a62e4e5b3b7c5f8ad9ce23"
    assert hash_file(file, settings) == (hashed, Stamp.of(path.stat()))
    write("a.txt", "Rain and snow.")
    assert read_file(file, settings)[0] == b"Rain and snow."
    assert hash_file(file, settings)[0] != hashed


@pytest.mark.parametrize("read", [read_file, hash_file])
def test_a_file_that_is_gone_is_refused(
    write: Write, folder: Path, settings: rag.Settings, read: Callable[..., Any]
) -> None:
    path = write("a.txt", "Rain.")
    (file,) = find([folder]).files.values()
    path.unlink()
    with pytest.raises(UnreadableError) as refused:
        read(file, settings)
    assert refused.value.message == "The file cannot be read (No such file or directory)."
    assert refused.value.remedy == "Check that it may be read."


def test_the_limit_itself_is_allowed() -> None:
    settings = rag.Settings(max_file_mb=2)
    check_size(Stamp(2_000_000, 0), settings)
    with pytest.raises(UnreadableError, match="more than the 2 that DOSSIER_MAX_FILE_MB allows"):
        check_size(Stamp(2_000_001, 0), settings)


@pytest.mark.parametrize(
    ("source", "root", "inside"),
    [
        ("/a/b.txt", "/a", True),
        ("/a/b/c.txt", "/a", True),
        ("/a", "/a", True),
        ("/ab/c.txt", "/a", False),
        ("/b.txt", "/", True),
        ("/a/b.txt", "/a/b", False),
    ],
)
@posix_only
def test_what_lies_under_a_root(source: str, root: str, inside: bool) -> None:
    assert lies_under(source, ["/elsewhere", root]) is inside


def test_the_ending_of_a_name_says_whether_it_is_read() -> None:
    assert is_known("A.MD")
    assert not is_known("a.xyz")
    assert not is_known("md")


def test_paths_are_made_absolute(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.chdir(tmp_path)
    assert absolute(["~", "briefings", Path("briefings/x/..")]) == (str(folder),)


TEMPORARY = (
    "~$report.docx",
    "~$sheet.XLSX",
    ".~lock.report.odt#",
    "Thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    ".DS_Store",
    "report.docx.tmp",
    "REPORT.TMP",
    "~WRL0001.tmp",
    "report.txt.part",
    "report.pdf.crdownload",
    "report.md~",
    ".report.md.swp",
)


def test_lock_and_temporary_files_are_ignored_without_a_word(write: Write, folder: Path) -> None:
    path = write("a.txt", "Rain fell in Ostrava.")
    for name in TEMPORARY:
        write(f"below/{name}", "\x00 lock")
    found = find([folder])
    assert list(found.files) == [str(path)]
    assert (found.failed, found.passed_over) == ({}, {})


@pytest.mark.parametrize("name", ["~$a.docx", "a.txt~", "a.md.part"])
def test_they_are_no_files_that_are_read(write: Write, name: str) -> None:
    path = write(name, "Rain.")
    assert not is_known(str(path))
    with pytest.raises(UsageError, match="are not read"):
        find([path])


@pytest.mark.parametrize("name", ["tmp.txt", "part.md", "a~b.txt", "~a.txt", "thumbs.db.txt"])
def test_names_that_only_resemble_them_are_read(write: Write, folder: Path, name: str) -> None:
    write(name, "Rain fell.")
    assert is_known(name)
    assert names(list(find([folder]).files)) == [name]


def test_files_of_other_formats_are_counted_by_ending(write: Write, folder: Path) -> None:
    for name in (
        "a.xyz",
        "below/b.XYZ",
        "c.doc",
        "Makefile",
        "No. 3 of the minutes",
        "x.a-b",
        "long.abcdefghijk",
        "d.txt",
        ".hidden.doc",
        ".folder/e.doc",
    ):
        write(name, "Rain fell.")
    (folder / "link").symlink_to(folder / "below")
    assert find([folder]).passed_over == {"": 4, ".doc": 1, ".xyz": 2}
    assert find([folder, folder / "below"]).passed_over == {"": 4, ".doc": 1, ".xyz": 2}


def test_long_names_are_looked_at_in_linear_time() -> None:
    for name in ("~" * 200_000, ".tmp" * 50_000, ".~lock." + "." * 200_000, "a." * 100_000):
        assert is_known(name) is False


def test_a_sync_reports_what_it_passed_over_each_time(
    write: Write, sync: Sync, folder: Path
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    write("b.xyz", "x")
    write("~$a.docx", "x")
    for again in (False, True):
        assert sync(dry_run=again).passed_over == {".xyz": 1}
        report = sync()
        assert (report.passed_over, report.failed) == ({".xyz": 1}, {})
