"""A Chroma server behind a token, and one of several tenants and databases on it."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import chromadb
import pytest
from chromadb.config import Settings as ChromaSettings
from pydantic import SecretStr

import ingest
import rag
from rag.library.places import derived_folder
from rag.testing.embedder import FakeEmbedder
from tests.conftest import Write
from tests.rag.library.chroma_gate import gate
from tests.rag.library.libraries import ChromaServer, chroma_server
from ui import terminal
from ui.service.checkup import examine

pytestmark = pytest.mark.process

TOKEN = "ck-secret-token"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    with chroma_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.mark.parametrize(
    ("header", "sent"), [("Authorization", f"Bearer {TOKEN}"), ("X-Chroma-Token", TOKEN)]
)
def test_it_is_sent_with_each_request_and_shown_nowhere(
    server: ChromaServer,
    write: Write,
    tmp_path: Path,
    header: Any,
    sent: str,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = write("a.txt", "Rain fell in Ostrava.")
    with gate(server.port, sent, header) as guarded, caplog.at_level(logging.DEBUG):
        settings = rag.Settings(
            data_dir=tmp_path / "data",
            chroma_url=f"http://127.0.0.1:{guarded.port}",
            chroma_token=SecretStr(TOKEN),
            chroma_token_header=header,
            collection=header.lower(),
        )
        assert ingest.sync([path], settings=settings, embedder=FakeEmbedder()).added
        with rag.open(settings, embedder=FakeEmbedder()) as dossier:
            assert dossier.retrieve("rain")[0].passage.text == "Rain fell in Ostrava."
        checkup = examine(settings, FakeEmbedder())
        assert checkup.is_well
        terminal.print_checkup(checkup)
        assert set(guarded.authorizations) == {sent}
        refused = settings.model_copy(update={"chroma_token": None})
        with (
            rag.open(refused, embedder=FakeEmbedder()) as dossier,
            pytest.raises(rag.LibraryError, match="DOSSIER_CHROMA_TOKEN"),
        ):
            dossier.documents()
    shown = caplog.text + capsys.readouterr().out + repr(checkup) + repr(settings) + str(settings)
    assert TOKEN not in shown
    assert TOKEN not in settings.model_dump_json()


def test_a_tenant_and_a_database(server: ChromaServer, write: Write, tmp_path: Path) -> None:
    admin = chromadb.AdminClient(
        ChromaSettings(
            chroma_api_impl="chromadb.api.fastapi.FastAPI",
            chroma_server_host="127.0.0.1",
            chroma_server_http_port=server.port,
            anonymized_telemetry=False,
        )
    )
    admin.create_tenant("desk")
    admin.create_database("briefings", tenant="desk")
    settings = rag.Settings(
        data_dir=tmp_path / "data",
        chroma_url=server.url,
        chroma_tenant="desk",
        chroma_database="briefings",
    )
    elsewhere = settings.model_copy(update={"chroma_database": "default_database"})
    path = write("a.txt", "Rain fell in Ostrava.")
    ingest.sync([path], settings=settings, embedder=FakeEmbedder())
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        assert dossier.retrieve("rain")
    client = chromadb.HttpClient(port=server.port, tenant="desk", database="briefings")
    names = {collection.name for collection in client.list_collections()}
    assert names == {"dossier-main-1-documents", "dossier-main-1-contents", "dossier-main-leases"}
    assert derived_folder(settings, "lexical") != derived_folder(elsewhere, "lexical")


def test_a_database_that_is_not_there(server: ChromaServer, write: Write, tmp_path: Path) -> None:
    settings = rag.Settings(
        data_dir=tmp_path / "data", chroma_url=server.url, chroma_database="nowhere"
    )
    path = write("a.txt", "Rain fell in Ostrava.")
    with pytest.raises(rag.LibraryError, match="nowhere"):
        ingest.sync([path], settings=settings, embedder=FakeEmbedder())
