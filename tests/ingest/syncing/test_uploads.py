"""Files handed over: kept under names of their own, synced, and removed with their documents."""

import os
from pathlib import Path

import pytest

import ingest
import rag
from ingest.syncing.file_states import file_state
from ingest.syncing.uploads import add_files, is_upload, remove_documents, uploads_folder
from rag.dossier import Dossier
from rag.errors import LibraryBusyError
from rag.library import one_writer
from rag.models.embedder import Embedder
from rag.types import Omission
from tests.conftest import Sync, Write, names

pytestmark = pytest.mark.process


@pytest.fixture
def given(tmp_path: Path) -> Path:
    path = tmp_path / "given"
    path.mkdir()
    return path


def text_file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def kept(settings: rag.Settings) -> list[str]:
    return sorted(path.name for path in uploads_folder(settings).glob("*"))


def test_files_are_kept_and_a_later_sync_leaves_them_as_they_are(
    given: Path, settings: rag.Settings, embedder: Embedder, sync: Sync
) -> None:
    files = [text_file(given, "ferry.md", "# Ferry\n\nAt noon."), text_file(given, "b.txt", "B.\n")]
    report = add_files(files, settings=settings, embedder=embedder)
    assert report.added == ("b.txt", "ferry.md")
    assert kept(settings) == ["b.txt", "ferry.md"]
    again = sync(uploads_folder(settings))
    assert names(again.unchanged) == ["b.txt", "ferry.md"]
    assert all(is_upload(source, settings) for source in again.unchanged)


def test_another_content_of_the_same_name_gets_a_number(
    given: Path, settings: rag.Settings, embedder: Embedder
) -> None:
    first = text_file(given, "a/note.txt", "The first.\n")
    second = text_file(given, "b/note.txt", "The second.\n")
    assert add_files([first], settings=settings, embedder=embedder).added == ("note.txt",)
    assert add_files([first], settings=settings, embedder=embedder).unchanged == ("note.txt",)
    assert add_files([second], settings=settings, embedder=embedder).added == ("note (2).txt",)
    assert add_files([second], settings=settings, embedder=embedder).unchanged == ("note (2).txt",)
    assert kept(settings) == ["note (2).txt", "note.txt"]


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        (".hidden.txt", "hidden.txt"),
        ("a\nb\u202e.txt", "ab.txt"),
        ('q"<>|?*:\\.txt', "q________.txt"),
        ("e\u0301.txt", "é.txt"),
        ("é" * 120 + ".txt", "é" * 88 + ".txt"),
        ("... .txt", "file.txt"),
    ],
)
def test_a_name_is_made_safe(
    given: Path, settings: rag.Settings, embedder: Embedder, name: str, stored: str
) -> None:
    file = text_file(given, name, "It rained.\n")
    report = add_files([file], settings=settings, embedder=embedder)
    assert (report.added or tuple(report.failed)) == (stored,)


def test_what_cannot_be_read_or_is_there_already_is_not_kept(
    given: Path, write: Write, settings: rag.Settings, embedder: Embedder, sync: Sync
) -> None:
    known = write("known.txt", "It rained.\n")
    sync()
    files = [
        text_file(given, "again.txt", "It rained.\n"),
        text_file(given, "broken.pdf", "%PDF nothing"),
        text_file(given, "tool.exe", "MZ"),
        given / "gone.txt",
    ]
    report = add_files(files, settings=settings, embedder=embedder)
    assert report.duplicate == {"again.txt": str(known)}
    assert set(report.failed) == {"broken.pdf", "tool.exe", "gone.txt"}
    assert "Use a file that ends in .txt" in report.failed["tool.exe"]
    assert kept(settings) == []


def test_a_file_above_the_limit_is_refused(
    given: Path, settings: rag.Settings, embedder: Embedder
) -> None:
    large = given / "large.txt"
    large.write_bytes(b"It rained. " * 200_000)
    small = settings.model_copy(update={"max_file_mb": 1})
    report = add_files([large], settings=small, embedder=embedder)
    assert "DOSSIER_MAX_FILE_MB" in report.failed["large.txt"]
    assert not uploads_folder(settings).exists()


def test_nothing_is_kept_while_another_writes(
    given: Path, settings: rag.Settings, embedder: Embedder
) -> None:
    with one_writer(settings, wait=False), pytest.raises(LibraryBusyError):
        add_files([text_file(given, "a.txt", "A.\n")], settings=settings, embedder=embedder)
    assert kept(settings) == []


def test_a_stopped_upload_keeps_only_what_it_came_to(
    given: Path, settings: rag.Settings, embedder: Embedder
) -> None:
    files = [text_file(given, "a.txt", "A.\n")]
    report = add_files(files, settings=settings, embedder=embedder, should_stop=lambda: True)
    assert report.remaining == ("a.txt",)
    assert kept(settings) == []


def test_a_removed_document_takes_its_upload_with_it_but_no_other_file(
    given: Path,
    write: Write,
    settings: rag.Settings,
    embedder: Embedder,
    sync: Sync,
    dossier: Dossier,
) -> None:
    own = write("own.txt", "It is my own.\n")
    sync()
    add_files([text_file(given, "a.txt", "A.\n")], settings=settings, embedder=embedder)
    ids = [record.id for record in dossier.documents()]
    report = remove_documents(ids, settings=settings, embedder=embedder)
    assert names(report.removed) == ["own.txt", "a.txt"]
    assert kept(settings) == []
    assert own.exists()
    assert dossier.documents() == []


def test_the_state_of_a_file_is_told_from_its_metadata(
    write: Write, folder: Path, sync: Sync, dossier: Dossier
) -> None:
    for name in ("current", "changed", "missing"):
        write(f"{name}.txt", f"{name}, it said.\n")
    sync()
    write("changed.txt", "changed, it said at last.\n")
    (folder / "missing.txt").unlink()
    states = {Path(e.record.source).stem: file_state(e) for e in dossier.entries()}
    assert states == {"current": "current", "changed": "changed", "missing": "missing"}


def test_a_document_of_an_older_format_is_to_be_indexed_again(
    write: Write, sync: Sync, dossier: Dossier, settings: rag.Settings, embedder: Embedder
) -> None:
    from rag.library import LibraryWriter

    write("a.txt", "It rained.\n")
    sync()
    writer = LibraryWriter(settings, embedder.fingerprint)
    writer.mark_for_indexing([entry.record.id for entry in dossier.entries()])
    assert [file_state(entry) for entry in dossier.entries()] == ["outdated"]
    assert ingest.sync(
        [Path(dossier.entries()[0].record.source).parent], settings=settings, embedder=embedder
    ).changed


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")
def test_what_a_sync_and_an_upload_make_is_their_owners_alone(
    given: Path, tmp_path: Path, embedder: Embedder
) -> None:
    settings = rag.Settings(data_dir=tmp_path / "made" / "data")
    text_file(given, "b.txt", "Rain fell in Ostrava.")
    before = os.umask(0)
    try:
        ingest.sync([given], settings=settings, embedder=embedder)
        add_files([text_file(given, "c.txt", "Snow.")], settings=settings, embedder=embedder)
    finally:
        os.umask(before)
    for folder in (tmp_path / "made", settings.data_dir, uploads_folder(settings)):
        assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")
def test_a_data_folder_that_is_there_keeps_its_rights(
    given: Path, settings: rag.Settings, embedder: Embedder
) -> None:
    settings.data_dir.mkdir()
    settings.data_dir.chmod(0o750)
    add_files([text_file(given, "b.txt", "Rain.")], settings=settings, embedder=embedder)
    assert settings.data_dir.stat().st_mode & 0o777 == 0o750


MAIL = (
    "From: ola@kai.example\nSubject: Pier\nContent-Type: multipart/mixed; boundary=x\n\n"
    "--x\nContent-Type: text/plain\n\nSee below.\n"
    '--x\nContent-Disposition: attachment; filename="wood.txt"\n\nThe pier is of oak.\n--x--\n'
)


def test_the_documents_of_an_uploaded_mail_are_removed_together(
    given: Path, settings: rag.Settings, embedder: Embedder, dossier: Dossier
) -> None:
    report = add_files([text_file(given, "a.eml", MAIL)], settings=settings, embedder=embedder)
    assert report.added == ("a.eml",)
    records = {record.part: record for record in dossier.documents()}
    assert sorted(records) == ["", "wood.txt"]
    assert all(is_upload(record.source, settings) for record in records.values())
    removed = remove_documents([records["wood.txt"].id], settings=settings, embedder=embedder)
    assert names(removed.removed) == ["a.eml", "a.eml#wood.txt"]
    assert kept(settings) == []


def test_an_attachment_has_the_state_of_its_mail(
    folder: Path, settings: rag.Settings, sync: Sync, dossier: Dossier
) -> None:
    path = text_file(folder, "a.eml", MAIL)
    sync()
    entries = dossier.entries()
    assert [file_state(entry) for entry in entries] == ["current", "current"]
    path.unlink()
    assert [file_state(entry) for entry in entries] == ["missing", "missing"]


def test_what_uploaded_documents_leave_out_is_reported_by_their_names(
    given: Path,
    settings: rag.Settings,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    note = text_file(given, "note.txt", "It rained.\n")
    left_out = (Omission("images", 2),)

    def sync(paths: list[Path], **_: object) -> ingest.SyncReport:
        stored = str(paths[0] / "note.txt")
        elsewhere = {"/b/other.txt": left_out}
        return ingest.SyncReport(added=(stored,), omissions={stored: left_out, **elsewhere})

    monkeypatch.setattr("ingest.syncing.sync.sync", sync)
    report = add_files([note], settings=settings, embedder=embedder)
    assert report.omissions == {"note.txt": left_out}
