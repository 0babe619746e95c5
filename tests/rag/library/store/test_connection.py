"""Credentials in DOSSIER_CHROMA_URL are sent to the server, and shown nowhere."""

import base64
import json
import logging
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from chromadb.errors import InternalError, InvalidArgumentError
from typer.testing import CliRunner

import ingest
import rag
from rag.library import one_writer
from rag.library.failures import chroma_errors
from rag.library.lexical.index import lexical_folder
from rag.testing.embedder import FakeEmbedder
from tests.conftest import Write, names
from tests.rag.library.chroma_gate import Gate, gate
from tests.rag.library.libraries import chroma_server
from ui import terminal
from ui.cli import app
from ui.schema import Checkup
from ui.service.checkup import examine

pytestmark = pytest.mark.process

USER, PASSWORD, KEY = "anna", "pa:ss/w@rd", "sk-secret"
QUOTED = "pa%3Ass%2Fw%40rd"
BASIC = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    with chroma_server(tmp_path_factory.mktemp("server")) as server, gate(server.port, BASIC) as it:
        yield it


def shows_none(text: str) -> bool:
    """Whether the text tells nothing that it must not tell."""
    return not any(part in text for part in (USER, PASSWORD, QUOTED, "pa:ss", KEY, BASIC[6:]))


@pytest.mark.process
def test_they_are_sent_with_each_request(
    guarded: Gate, write: Write, folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    url = f"http://{USER}:{QUOTED}@127.0.0.1:{guarded.port}/?api_key={KEY}"
    settings = rag.Settings(data_dir=tmp_path / "data", chroma_url=url)
    write("a.txt", "Rain fell in Ostrava.")
    with caplog.at_level(logging.DEBUG):
        report = ingest.sync([folder], settings=settings, embedder=FakeEmbedder())
        assert names(report.added) == ["a.txt"]
        with rag.open(settings, embedder=FakeEmbedder()) as dossier:
            assert [hit.passage.text for hit in dossier.retrieve("rain")] == [
                "Rain fell in Ostrava."
            ]
    assert len(guarded.authorizations) > 10
    assert set(guarded.authorizations) == {BASIC}
    assert set(guarded.keys) == {KEY}
    assert shows_none(caplog.text)
    elsewhere = settings.model_copy(update={"chroma_url": url.replace(QUOTED, "new")})
    assert lexical_folder(elsewhere) == lexical_folder(settings)


@pytest.mark.process
def test_what_is_reported_shows_none(
    guarded: Gate, write: Write, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"http://{USER}:{QUOTED}@127.0.0.1:{guarded.port}?api_key={KEY}"
    model = f"http://127.0.0.1:9/v1?api_key={KEY}"
    settings = rag.Settings(
        data_dir=tmp_path / "data", chroma_url=url, llm_model="m", llm_base_url=model
    )
    checkup = examine(settings, FakeEmbedder())
    terminal.print_checkup(checkup)
    assert f"***@127.0.0.1:{guarded.port}" in checkup.facts["library"]
    shown = capsys.readouterr().out + Checkup.of(checkup).model_dump_json() + repr(checkup)
    assert shows_none(shown)
    assert shows_none(repr(settings) + str(settings) + settings.model_dump_json())
    write("a.txt", "Rain fell in Ostrava.")
    ingest.sync([folder], settings=settings, embedder=FakeEmbedder())

    class Other(FakeEmbedder):
        fingerprint = "other"

    with rag.open(settings, embedder=Other()) as dossier:
        with pytest.raises(rag.LibraryMismatchError, match=r"\*\*\*@127") as raised:
            dossier.retrieve("rain")
        assert shows_none(str(raised.value))


@pytest.mark.parametrize("credentials", ["", f"{USER}:wrong@", f"{USER}@"])
def test_a_server_that_refuses_them(guarded: Gate, tmp_path: Path, credentials: str) -> None:
    url = f"http://{credentials}127.0.0.1:{guarded.port}"
    settings = rag.Settings(data_dir=tmp_path / "data", chroma_url=url)
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        with pytest.raises(rag.LibraryError, match=r"refuses access.*DOSSIER_CHROMA_URL") as raised:
            dossier.documents()
        assert shows_none(str(raised.value).replace("user:password", ""))
        assert "wrong" not in str(raised.value)


@pytest.mark.parametrize("tail", ["", f"?api_key={KEY}", f"/path?a=1&api_key={KEY}#{KEY}"])
def test_no_server_there(tmp_path: Path, folder: Path, write: Write, tail: str) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://{USER}:{QUOTED}@127.0.0.1:{free.getsockname()[1]}{tail}"
    settings = rag.Settings(data_dir=tmp_path / "data", chroma_url=url)
    with pytest.raises(rag.LibraryError, match="There is no Chroma server at") as raised:
        ingest.sync([folder], settings=settings, embedder=FakeEmbedder())
    assert shows_none(str(raised.value))


@pytest.mark.parametrize(
    "url",
    [
        f"{USER}:{PASSWORD}@127.0.0.1:8000",
        f"ftp://{USER}:{QUOTED}@127.0.0.1",
        f"http://{USER}:{PASSWORD}@127.0.0.1:8000",
        f"http://127.0.0.1:port/?api_key={KEY}",
        f"http://{USER}:pa℀ss@127.0.0.1:8000",
    ],
)
def test_a_url_that_is_none(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOSSIER_CHROMA_URL", url)
    monkeypatch.setenv("DOSSIER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr("rag.dossier.SentenceTransformerEmbedder", lambda _: FakeEmbedder())
    result = CliRunner().invoke(app, ["documents"])
    assert isinstance(result.exception, rag.LibraryError)
    assert "DOSSIER_CHROMA_URL is " in str(result.exception)
    assert shows_none(str(result.exception) + result.output)
    assert "ss@" not in str(result.exception)


ERRORS: list[tuple[BaseException, str]] = [
    (RuntimeError("broken"), "Something unexpected happened"),
    (TypeError(), "Something unexpected happened"),
    (Exception("no tenant"), "does not answer as expected"),
    (httpx.ConnectError("refused"), "does not answer as expected"),
    (json.JSONDecodeError("no JSON", "", 0), "does not answer as expected"),
    (InternalError("broken"), "does not answer as expected"),
    (InvalidArgumentError("none"), "Something unexpected happened"),
    (sqlite3.DatabaseError("malformed"), "Something unexpected happened"),
    (PermissionError(13, "Permission denied"), "cannot be used"),
    (OSError(28, "No space left on device"), "is full"),
]


@pytest.mark.parametrize(("error", "words"), ERRORS)
def test_no_error_shows_them(
    error: BaseException, words: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    url = f"http://{USER}:{QUOTED}@127.0.0.1:9/?api_key={KEY}"
    settings = rag.Settings(data_dir=tmp_path, chroma_url=url)
    with (
        caplog.at_level(logging.DEBUG),
        pytest.raises(rag.LibraryError) as raised,
        chroma_errors(settings),
    ):
        raise error
    assert words in raised.value.message
    assert raised.value.remedy
    assert shows_none(str(raised.value) + repr(raised.value) + caplog.text)


def test_a_busy_library_shows_none(guarded: Gate, tmp_path: Path) -> None:
    url = f"http://{USER}:{QUOTED}@127.0.0.1:{guarded.port}/?api_key={KEY}"
    here, there = (rag.Settings(data_dir=tmp_path / n, chroma_url=url) for n in ("here", "there"))
    with one_writer(here, wait=False):
        with pytest.raises(rag.LibraryBusyError, match="is being written to") as busy:
            one_writer(there, wait=False).__enter__()
        assert shows_none(repr(busy.value) + str(busy.value))
