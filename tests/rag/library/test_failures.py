"""Errors by their kind: only a store that is broken is to be moved away, and nothing but it."""

import errno
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from chromadb.errors import DuplicateIDError, InvalidArgumentError

import rag
from ingest.syncing.uploads import add_files
from rag.dossier import Dossier
from rag.library import Library, View
from rag.library.failures import chroma_errors
from rag.library.store.chroma import no_vectors
from rag.testing.embedder import FakeEmbedder
from tests.conftest import Sync, Write, names
from tests.http_server import HOST, Quiet, answering
from ui.service import feedback


def message(settings: rag.Settings, query: Callable[[View], object]) -> str:
    with pytest.raises(rag.LibraryError) as raised:
        Library(settings, FakeEmbedder.fingerprint).read(query)
    return str(raised.value)


def test_the_advice_for_a_broken_store_loses_nothing_that_is_not_derived(
    write: Write, sync: Sync, settings: rag.Settings, tmp_path: Path, dossier: Dossier
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    sync()
    handed_over = tmp_path / "b.txt"
    handed_over.write_text("Snow fell in Brno.")
    add_files([handed_over], settings=settings, embedder=FakeEmbedder())
    feedback.add(settings, feedback.Feedback("1", "good", "rain?", "Rain.", "extractive"))
    (settings.data_dir / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(rag.LibraryError) as raised:
        dossier.documents()
    advice = str(raised.value)
    chroma, uploads = settings.data_dir / "chroma", settings.data_dir / "uploads"
    assert advice.index("`dossier doctor --repair`") < advice.index(f"move {chroma} away")
    assert f"`dossier sync {uploads}`" in advice
    assert "feedback stays" in advice
    shutil.move(chroma, tmp_path / "aside")
    assert names(sync().unchanged) == ["a.txt"]
    assert len(dossier.documents()) == 2
    shutil.rmtree(chroma)
    (settings.data_dir / "backup-1.sqlite3").unlink()
    assert names(sync().added) == ["a.txt"]
    assert names(sync(uploads).added) == ["b.txt"]
    assert len(dossier.documents()) == 2
    assert len(feedback.entries(settings)) == 1


@pytest.mark.parametrize(
    "error", [TypeError("no"), KeyError("x"), AttributeError("y"), Exception()]
)
def test_a_programming_error_is_no_broken_library(
    write: Write,
    sync: Sync,
    settings: rag.Settings,
    error: Exception,
    caplog: pytest.LogCaptureFixture,
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    sync()

    def fail(view: View) -> None:
        raise error

    said = message(settings, fail)
    assert "unexpected" in said
    assert type(error).__name__ in said
    assert "log" in said
    assert "move" not in said
    assert any(record.exc_info for record in caplog.records)


def test_what_is_too_much_for_the_database_is_no_broken_library(
    write: Write, sync: Sync, settings: rag.Settings
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    sync()
    too_many = [str(n) for n in range(40_000)]
    misuses: list[Callable[[View], object]] = [
        lambda view: view.store.contents.get(ids=too_many),
        lambda view: view.store.contents.get(ids=["a", "a"]),
        lambda view: view.store.contents.query(query_embeddings=[1.0, 2.0], n_results=1),
        lambda view: view.store.contents.upsert(ids=too_many, embeddings=no_vectors(40_000)),
    ]
    for misuse in misuses:
        said = message(settings, misuse)
        assert "unexpected" in said
        assert "move" not in said


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "Make it writable"),
        (OSError(errno.EROFS, "Read-only file system"), "Make it writable"),
        (OSError(errno.ENOSPC, "No space left on device"), "Make room"),
    ],
)
def test_the_disk_is_at_fault(settings: rag.Settings, error: OSError, remedy: str) -> None:
    with pytest.raises(rag.LibraryError, match=remedy) as raised, chroma_errors(settings):
        raise error
    assert "move" not in str(raised.value)


def test_a_wrong_argument_is_not_the_server_s_fault(tmp_path: Path) -> None:
    settings = rag.Settings(data_dir=tmp_path, chroma_url="http://localhost:1")
    for error in (DuplicateIDError("twice"), InvalidArgumentError("none"), TypeError("no")):
        with pytest.raises(rag.LibraryError, match="unexpected"), chroma_errors(settings):
            raise error


def test_a_mistake_of_the_caller_passes_as_it_is(settings: rag.Settings) -> None:
    mistake = rag.UsageError("The limit is 0; give 1 or more.")
    with pytest.raises(rag.UsageError) as raised, chroma_errors(settings):
        raise mistake
    assert raised.value is mistake


@contextmanager
def http_server(status: int, content: bytes) -> Iterator[str]:
    """A server that answers each request with the same."""

    class Handler(Quiet):
        def do_GET(self) -> None:  # noqa: N802 (http.server's name)
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    with answering(Handler) as port:
        yield f"http://{HOST}:{port}"


@pytest.mark.parametrize(
    ("status", "content"),
    [
        (500, b"out of order"),
        (200, b"<html>another server</html>"),
        (404, b'{"error": "NotFoundError", "message": "no such tenant"}'),
    ],
)
def test_a_server_that_is_not_chroma(tmp_path: Path, status: int, content: bytes) -> None:
    with http_server(status, content) as url:
        settings = rag.Settings(data_dir=tmp_path / "data", chroma_url=url)
        said = message(settings, lambda view: view.generation)
    assert said.startswith(f"The Chroma server at {url} does not answer as expected")
    assert "DOSSIER_CHROMA_URL" in said
