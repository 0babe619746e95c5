"""Files with the same content: one is indexed, the others are named as its duplicates."""

import json
from pathlib import Path
from typing import Any

import ingest
import rag
from rag.testing.embedder import FakeEmbedder
from tests.conftest import Sync, Write, names

RAIN = "Rain fell in Ostrava."
SNOW = "Snow fell in Brno."


def duplicates(report: ingest.SyncReport) -> dict[str, str]:
    return {Path(source).name: Path(of).name for source, of in report.duplicate.items()}


def sources(dossier: Any) -> list[str]:
    return sorted(names([record.source for record in dossier.documents()]))


def test_one_of_several_copies_is_indexed(write: Write, sync: Sync, dossier: Any) -> None:
    for name in ("a.txt", "b.txt", "sub/c.md"):
        write(name, RAIN)
    planned = sync(dry_run=True)
    report = sync()
    assert report == planned
    assert names(report.added) == ["a.txt"]
    assert duplicates(report) == {"b.txt": "a.txt", "c.md": "a.txt"}
    assert sources(dossier) == ["a.txt"]
    assert len(dossier.retrieve("rain")) == 1


def test_a_duplicate_is_not_read_again(
    write: Write, folder: Path, sync: Sync, opened: list[Path]
) -> None:
    write("a.txt", RAIN)
    write("b.txt", RAIN)
    first = sync()
    opened.clear()
    report = sync()
    assert report == ingest.SyncReport(unchanged=first.added, duplicate=first.duplicate)
    write("c.txt", SNOW)
    opened.clear()
    assert sync().duplicate == first.duplicate
    assert {path.name for path in opened if path.is_relative_to(folder)} == {"c.txt"}


def test_a_duplicate_takes_over_when_the_holder_goes(
    write: Write, folder: Path, sync: Sync, dossier: Any
) -> None:
    write("a.txt", RAIN)
    write("b.txt", RAIN)
    sync()
    (before,) = dossier.documents()
    (folder / "a.txt").unlink()
    report = sync()
    assert names(report.moved) == ["b.txt"]
    assert not report.removed
    (after,) = dossier.documents()
    assert (after.id, after.version) == (before.id, before.version)
    assert sources(dossier) == ["b.txt"]


def test_a_duplicate_is_added_when_the_holder_changes(
    write: Write, sync: Sync, dossier: Any
) -> None:
    write("a.txt", RAIN)
    write("b.txt", RAIN)
    sync()
    write("a.txt", SNOW)
    report = sync()
    assert names(report.changed) == ["a.txt"]
    assert names(report.added) == ["b.txt"]
    assert sources(dossier) == ["a.txt", "b.txt"]


def test_a_document_whose_file_becomes_a_duplicate_leaves(
    write: Write, sync: Sync, dossier: Any
) -> None:
    write("a.txt", RAIN)
    write("b.txt", SNOW)
    sync()
    write("b.txt", RAIN)
    report = sync()
    assert duplicates(report) == {"b.txt": "a.txt"}
    assert sources(dossier) == ["a.txt"]
    assert all("Snow" not in hit.passage.text for hit in dossier.retrieve("snow Brno"))
    assert sync() == ingest.SyncReport(unchanged=report.unchanged, duplicate=report.duplicate)


def test_a_copy_of_a_document_from_elsewhere(
    write: Write, folder: Path, sync: Sync, dossier: Any
) -> None:
    write("one/a.txt", RAIN)
    write("two/b.txt", RAIN)
    write("two/c.txt", SNOW)
    sync(folder / "one")
    assert duplicates(sync(folder / "two")) == {"b.txt": "a.txt"}
    (folder / "one" / "a.txt").unlink()
    # The file has gone, though its folder is not being synced.
    assert names(sync(folder / "two").moved) == ["b.txt"]
    assert sources(dossier) == ["b.txt", "c.txt"]


def test_a_copy_of_a_file_that_fails_fails_too(write: Write, sync: Sync) -> None:
    write("a.txt", "")
    write("b.txt", "")
    write("c.txt", RAIN)
    report = sync()
    assert names(list(report.failed)) == ["a.txt", "b.txt"]
    assert not report.duplicate


def test_the_same_bytes_in_formats_that_read_them_otherwise(
    write: Write, sync: Sync, dossier: Any
) -> None:
    write("a.pdf", RAIN)
    write("b.txt", RAIN)
    report = sync()
    assert names(list(report.failed)) == ["a.pdf"]
    assert names(report.added) == ["b.txt"]
    assert sources(dossier) == ["b.txt"]


def test_text_that_becomes_markdown_gets_its_sections(
    write: Write, folder: Path, sync: Sync, dossier: Any
) -> None:
    path = write("a.txt", f"# Weather\n{RAIN}\n# Other\n{SNOW}")
    sync()
    path.rename(folder / "a.md")
    assert names(sync().moved) == ["a.md"]
    (record,) = dossier.documents()
    assert [s.title for s in dossier.document(record.id).sections] == ["Weather", "Other"]


def test_a_lost_or_damaged_note_loses_nothing(
    write: Write, sync: Sync, settings: rag.Settings
) -> None:
    write("a.txt", RAIN)
    write("b.txt", RAIN)
    first = sync()
    (seen,) = settings.data_dir.glob("snapshot-*.json")
    for damaged in (b"", b"[]", b'{"key": 1}', b"\xff", json.dumps({"copies": {"x": 1}}).encode()):
        seen.write_bytes(damaged)
        report = sync()
        assert report.unchanged == first.added
        assert report.duplicate == first.duplicate


def test_what_another_changed_in_the_library_is_noticed(
    write: Write, sync: Sync, settings: rag.Settings, dossier: Any
) -> None:
    write("a.txt", RAIN)
    write("b.txt", SNOW)
    sync()
    assert len(sync().unchanged) == 2
    (record,) = [r for r in dossier.documents() if r.title == SNOW]
    ingest.remove([record.id], settings=settings, embedder=FakeEmbedder())
    assert names(sync().added) == ["b.txt"]
