"""The document pages as they are requested, over a real library."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

import rag
from rag.dossier import Dossier
from rag.testing.embedder import FakeEmbedder
from ui.web.document.routes import document_routes


@pytest.fixture(scope="module")
def dossier(settings_of_all: rag.Settings) -> Iterator[Dossier]:
    with rag.open(settings_of_all, embedder=FakeEmbedder()) as handle:
        yield handle


@pytest.fixture(scope="module")
def client(dossier: Dossier) -> TestClient:
    return TestClient(Starlette(routes=document_routes(dossier)))


@pytest.fixture
def varna(dossier: Dossier) -> rag.DocumentRecord:
    (record,) = [r for r in dossier.documents() if r.title == "The port of Varna"]
    return record


def test_all_documents_are_listed(client: TestClient) -> None:
    answer = client.get("/documents")
    assert answer.status_code == 200
    assert "3 documents" in answer.text
    assert "The port of Chabahar" in answer.text


def test_a_document_is_shown_with_its_passages(
    client: TestClient, varna: rag.DocumentRecord
) -> None:
    answer = client.get(f"/documents/{varna.id}")
    assert answer.status_code == 200
    assert "4.2 million tonnes" in answer.text
    assert answer.text.count("data-first") == varna.passages


@pytest.mark.parametrize(
    ("linked", "is_stale"),
    [
        ("", False),
        ("?sha256=", False),
        ("?sha256=no-hash", False),
        ("?sha256=0123456", False),  # shorter than any link has
        ("?sha256=0123456789ab", True),
        ("?sha256={own}", False),
        ("?sha256={OWN}", False),
    ],
)
def test_a_link_of_another_version_is_noticed(
    client: TestClient, varna: rag.DocumentRecord, linked: str, is_stale: bool
) -> None:
    own = varna.sha256[:12]
    query = linked.format(own=own, OWN=own.upper())
    assert ("data-stale" in client.get(f"/documents/{varna.id}{query}").text) is is_stale


@pytest.mark.parametrize("name", ["nothing", "..%2F..%2Fetc%2Fpasswd", "a/b", "%00"])
def test_an_unknown_document_is_not_found(client: TestClient, name: str) -> None:
    answer = client.get(f"/documents/{name}")
    assert answer.status_code == 404
    assert "No such document" in answer.text


def test_a_library_that_cannot_be_read_is_unavailable(tmp_path: Path) -> None:
    settings = rag.Settings(data_dir=tmp_path / "none", chroma_url="http://127.0.0.1:9")
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        answer = TestClient(Starlette(routes=document_routes(dossier))).get("/documents")
    assert answer.status_code == 503
    assert "The library cannot be read" in answer.text


def test_no_page_of_a_document_runs_anything_inline(client: TestClient) -> None:
    for path in ("/documents", "/documents/nothing"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'; script-src 'self';" in policy
        assert "unsafe" not in policy
        assert client.get(path).headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/documents/-/document.css", "text/css"), ("/documents/-/document.js", "text/javascript")],
)
def test_the_style_and_the_script_are_served(client: TestClient, path: str, kind: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)
    assert len(answer.text) > 500
