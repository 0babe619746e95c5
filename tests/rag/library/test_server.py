"""A library behaves the same in a folder and on a Chroma server; on a server, one writer at all."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import ingest
import rag
from rag.dossier import Dossier
from rag.errors import LibraryBusyError, LibraryError, LibraryMismatchError
from rag.library import LibraryWriter, one_writer
from rag.library.contents import version_of_record
from rag.library.lexical.index import lexical_folder
from rag.models.embedder import Embedder
from rag.testing.embedder import FakeEmbedder
from tests.conftest import Sync, Write, names
from tests.rag.library.libraries import ChromaServer, check_whole, chroma_server, contents

pytestmark = pytest.mark.process


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ChromaServer]:
    with chroma_server(tmp_path / "server") as server:
        yield server


@pytest.fixture(params=["folder", "server"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> rag.Settings:
    if request.param == "folder":
        return rag.Settings(data_dir=tmp_path / "data")
    server: ChromaServer = request.getfixturevalue("server")
    return rag.Settings(data_dir=tmp_path / "data", chroma_url=server.url)


@pytest.fixture
def on_server(tmp_path: Path, server: ChromaServer) -> rag.Settings:
    return rag.Settings(data_dir=tmp_path / "data", chroma_url=server.url)


def test_the_life_of_a_library(
    write: Write, folder: Path, sync: Sync, settings: rag.Settings, tmp_path: Path
) -> None:
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        with pytest.raises(LibraryError, match="holds no documents"):
            dossier.retrieve("rain")
        path = write("a.txt", "Rain fell in Ostrava. " * 40)
        write("b.md", "# Snow\n\nSnow fell in Brno.")
        assert names(sync().added) == ["a.txt", "b.md"]
        assert {hit.document.title for hit in dossier.retrieve("snow rain")} >= {"Snow"}
        write("b.md", "# Hail\n\nHail fell in Brno.")
        path.rename(folder / "c.txt")
        report = sync()
        assert names(report.changed) == ["b.md"]
        assert names(report.moved) == ["c.txt"]
        assert {Path(record.source).name for record in dossier.documents()} == {"b.md", "c.txt"}
        assert set(check_whole(settings).values()) == {
            "# Hail\n\nHail fell in Brno.",
            "Rain fell in Ostrava. " * 40,
        }
        (hit,) = [h for h in dossier.retrieve("hail in Brno") if h.document.title == "Hail"]
        assert hit.lexical > 0
        (folder / "c.txt").unlink()
        assert names(sync().removed) == ["c.txt"]
        assert {h.document.title for h in dossier.retrieve("rain in Ostrava")} == {"Hail"}
    held = contents(settings)
    assert not held["is_unfinished"]
    (entry,) = held["entries"].values()
    assert held["lexical"] == held["vectors"] == {entry.record.version: entry.record.passages}
    assert {version_of_record(identifier) for identifier in held["contents"]} == {
        entry.record.version
    }

    class Other(FakeEmbedder):
        fingerprint = "other"

    with pytest.raises(LibraryMismatchError):
        ingest.sync([folder], settings=settings, embedder=Other())


def test_a_writer_that_stood_still_does_not_go_on(
    write: Write, sync: Sync, settings: rag.Settings, embedder: Embedder
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    sync()
    stood_still = LibraryWriter(settings, embedder.fingerprint)
    write("b.txt", "Snow fell in Brno.")
    sync()
    before = contents(settings)
    with pytest.raises(LibraryBusyError, match="Run this again"):
        stood_still.remove(list(stood_still.entries()))
    assert contents(settings) == before


@pytest.mark.parametrize("settings", ["folder"], indirect=True)
def test_a_library_that_is_replaced_under_an_open_handle(
    write: Write, sync: Sync, settings: rag.Settings, tmp_path: Path, dossier: Dossier
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    sync()
    assert len(dossier.retrieve("rain")) == 1
    settings.data_dir.rename(tmp_path / "aside")
    with pytest.raises(LibraryError, match="holds no documents"):
        dossier.retrieve("rain")
    write("a.txt", "Hail fell in Olomouc.")
    sync()
    assert [hit.passage.text for hit in dossier.retrieve("hail")] == ["Hail fell in Olomouc."]


@pytest.mark.process
def test_each_library_has_its_own_lexical_index(
    write: Write, folder: Path, on_server: rag.Settings, embedder: Embedder
) -> None:
    in_folder = rag.Settings(data_dir=on_server.data_dir)
    write("a.txt", "Rain fell in Ostrava.")
    ingest.sync([folder], settings=in_folder, embedder=embedder)
    write("a.txt", "Hail fell in Olomouc.")
    ingest.sync([folder], settings=on_server, embedder=embedder)
    for settings, word in ((in_folder, "rain"), (on_server, "hail")):
        with rag.open(settings, embedder=embedder) as dossier:
            (hit,) = dossier.retrieve(word)
            assert hit.lexical > 0
    assert lexical_folder(in_folder) != lexical_folder(on_server)


def test_a_server_that_is_not_there(tmp_path: Path, folder: Path, write: Write) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    with ExitStack() as stack:
        deaf = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            ports = [free.getsockname()[1], deaf.getsockname()[1]]
        for port in ports:
            url = f"http://127.0.0.1:{port}"
            settings = rag.Settings(data_dir=tmp_path / "data", chroma_url=url)
            began = time.monotonic()
            with pytest.raises(LibraryError, match=url) as raised:
                ingest.sync([folder], settings=settings, embedder=FakeEmbedder())
            assert "\n" not in str(raised.value)
            assert time.monotonic() - began < 5


@pytest.mark.process
def test_who_holds_the_lease_is_named(
    write: Write, folder: Path, on_server: rag.Settings, tmp_path: Path
) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    elsewhere = rag.Settings(data_dir=tmp_path / "elsewhere", chroma_url=on_server.chroma_url)
    with (
        one_writer(elsewhere, wait=False),
        pytest.raises(LibraryBusyError, match=rf"process \d+ on {socket.gethostname()} since"),
    ):
        ingest.sync([folder], settings=on_server, embedder=FakeEmbedder(), wait=False)
    report = ingest.sync([folder], settings=on_server, embedder=FakeEmbedder(), wait=False)
    assert names(report.added) == ["a.txt"]
