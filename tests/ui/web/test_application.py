"""The application as a whole: its folder of uploads, its pages, and their end."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import rag
from rag.testing.embedder import FakeEmbedder
from ui.service.access import AccessPolicy
from ui.service.jobs import JobRunner
from ui.service.warmup import Warmup
from ui.web.application import Application, private_uploads


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    settings = rag.Settings(data_dir=tmp_path_factory.mktemp("data"), max_file_mb=2)
    policy = AccessPolicy(settings, ("127.0.0.1", 1))
    with rag.open(settings, embedder=FakeEmbedder()) as dossier, private_uploads() as uploads:
        yield Application(dossier, JobRunner(), Warmup(dossier), policy, uploads)


@pytest.fixture(scope="module")
def client(application: Application) -> TestClient:
    return TestClient(application.asgi, base_url="http://localhost")


def test_the_folder_of_uploads_is_private_and_short_lived() -> None:
    with private_uploads() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert os.environ["GRADIO_TEMP_DIR"] == str(folder)
        (folder / "a.txt").write_text("It rained.")
    assert not folder.exists()
    assert "GRADIO_TEMP_DIR" not in os.environ


def test_another_folder_is_named_again_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "/elsewhere")
    with pytest.raises(ValueError, match="x"), private_uploads():
        raise ValueError("x")
    assert os.environ["GRADIO_TEMP_DIR"] == "/elsewhere"


def test_the_page_and_the_document_pages_are_served(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "window.gradio_config" in page.text
    assert "The library holds no documents yet." in client.get("/documents").text


def test_the_gate_stands_before_both(client: TestClient) -> None:
    for path in ("/", "/documents", "/nothing"):
        headers = client.get(path).headers
        assert headers["x-frame-options"] == "DENY"
        assert headers["cross-origin-resource-policy"] == "same-origin"
    assert client.get("/gradio_api/info").status_code == 404
    assert client.get("/", headers={"host": "evil.example"}).status_code == 403


def test_the_styles_of_both_tabs_are_in_the_page(application: Application) -> None:
    css = str(application.gradio.get_blocks().css)
    assert "#workspace" in css
    assert "#table-tools" in css


def test_pages_are_closed_from_any_thread(application: Application) -> None:
    assert not application.gradio.stop_event.is_set()
    application.close_pages()
    assert application.gradio.stop_event.is_set()


def test_the_largest_file_is_received_only_to_be_refused(application: Application) -> None:
    assert application.gradio.get_blocks().max_file_size == 8_000_000


def test_no_upload_is_left_behind(tmp_path: Path) -> None:
    with private_uploads() as folder:
        assert folder.name.startswith("dossier-")
        assert list(folder.iterdir()) == []
