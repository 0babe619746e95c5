"""The snapshot that a sync leaves for the next one."""

import json
import os
from pathlib import Path

import pytest

import rag
from ingest.syncing.files import Found
from ingest.syncing.snapshot import Duplicate, SyncSnapshot, library_key, snapshot_after
from rag.library.register import Stamp
from tests.conftest import Write
from tests.ingest.syncing.registered import by_id, entry, found_in

RAIN = "Rain fell in Ostrava."


@pytest.fixture
def found(write: Write, folder: Path) -> Found:
    write("a.txt", RAIN)
    write("b.txt", RAIN)
    return found_in(folder)


@pytest.fixture
def snapshot(found: Found, folder: Path) -> SyncSnapshot:
    """Of a sync that indexed a.txt and found b.txt to be its duplicate."""
    copy = folder / "b.txt"
    duplicate = Duplicate(str(folder / "a.txt"), "0" * 64, Stamp.of(copy.stat()))
    indexed = by_id(entry(folder / "a.txt", RAIN))
    return snapshot_after("key", indexed, SyncSnapshot(), found, {str(copy): duplicate})


def test_it_is_read_as_it_was_saved(snapshot: SyncSnapshot, settings: rag.Settings) -> None:
    settings.data_dir.mkdir()
    snapshot.save(settings)
    assert SyncSnapshot.load(settings) == snapshot
    assert [path.name for path in settings.data_dir.iterdir()] == ["snapshot-1.json"]


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"key": 1}',
        b'{"key": 1, "sources": {}, "duplicates": {"a": 1}}',
        b'{"key": 1, "sources": {}, "duplicates": [1]}',
    ],
)
def test_a_damaged_one_is_empty(settings: rag.Settings, damaged: bytes) -> None:
    settings.data_dir.mkdir()
    (settings.data_dir / "snapshot-1.json").write_bytes(damaged)
    assert SyncSnapshot.load(settings) == SyncSnapshot()


def test_one_that_cannot_be_saved_is_no_error(
    snapshot: SyncSnapshot, settings: rag.Settings
) -> None:
    snapshot.save(settings)  # there is no such folder
    assert SyncSnapshot.load(settings) == SyncSnapshot()


def test_it_is_current_while_nothing_has_changed(snapshot: SyncSnapshot, found: Found) -> None:
    assert snapshot.is_current(found, "key")


@pytest.mark.parametrize("key", ["another", None])
def test_another_state_of_the_library_ends_it(
    snapshot: SyncSnapshot, found: Found, key: str | None
) -> None:
    assert not snapshot.is_current(found, key)


@pytest.mark.parametrize("name", ["a.txt", "b.txt"])
def test_a_touched_file_ends_it(snapshot: SyncSnapshot, folder: Path, name: str) -> None:
    os.utime(folder / name, ns=(1, 1))
    assert not snapshot.is_current(found_in(folder), "key")


@pytest.mark.parametrize("name", ["a.txt", "b.txt"])
def test_a_file_that_is_gone_ends_it(snapshot: SyncSnapshot, folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert not snapshot.is_current(found_in(folder), "key")


def test_a_new_file_ends_it(snapshot: SyncSnapshot, write: Write, folder: Path) -> None:
    write("c.txt", "Hail.")
    assert not snapshot.is_current(found_in(folder), "key")


def test_a_file_that_failed_ends_it(snapshot: SyncSnapshot, folder: Path) -> None:
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    assert not snapshot.is_current(found_in(folder), "key")


def test_duplicates_elsewhere_are_kept_and_those_of_the_roots_replaced(
    snapshot: SyncSnapshot, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    elsewhere = snapshot_after(None, {}, snapshot, found_in(other), {})
    assert elsewhere.duplicates == snapshot.duplicates
    assert snapshot_after(None, {}, snapshot, found_in(folder), {}).duplicates == {}


def test_the_key_follows_the_library_s_files(settings: rag.Settings) -> None:
    assert library_key(settings, "model") is None
    (settings.data_dir / "chroma").mkdir(parents=True)
    (settings.data_dir / "lexical").mkdir()
    database = settings.data_dir / "chroma" / "chroma.sqlite3"
    database.write_bytes(b"x")
    generation = settings.data_dir / "lexical" / "generation-1"
    generation.write_bytes(b"")
    assert library_key(settings, "model") is None
    (settings.data_dir / "backup-1.sqlite3").write_bytes(b"x")
    first = library_key(settings, "model")
    assert first is not None
    assert json.loads(first)[:2] == ["main", "model"]
    assert library_key(settings, "model") == first
    assert library_key(settings, "another model") != first
    generation.unlink()
    assert library_key(settings, "model") != first
    generation.write_bytes(b"")
    database.write_bytes(b"xy")
    assert library_key(settings, "model") != first
    remote = settings.model_copy(update={"chroma_url": "http://localhost:8000"})
    assert library_key(remote, "model") is None
