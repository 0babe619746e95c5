"""A reader changes nothing (A4, A9), and does not reach another's session (A17)."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import rag
from rag.dossier import Dossier
from rag.testing.embedder import FakeEmbedder
from tests.ui.web.gate.gated_site import Client, serving, settings_with
from tests.ui.web.samples import VARNA_QUESTION

UPLOAD = "gradio_api/upload"


@pytest.fixture
def dossier(settings_of_all: rag.Settings) -> Iterator[Dossier]:
    with rag.open(settings_of_all, embedder=FakeEmbedder()) as dossier:
        yield dossier


@pytest.mark.parametrize(
    "path",
    [
        UPLOAD,
        f"{UPLOAD}/",
        f"{UPLOAD}?upload_id=x",
        f"/{UPLOAD}",
        f"{UPLOAD}%2f",
        "gradio_api//upload",
        "gradio_api/./upload",
        "gradio_api/x/../upload",
        "gradio_api/%75pload",
        "gradio_api/UPLOAD",
        f"{UPLOAD};x",
        f"{UPLOAD}%00",
        "upload",
    ],
)
def test_no_spelling_of_the_upload_is_open(client: Client, path: str) -> None:
    answer = client.http.post(f"{client.site.url}{path}", files={"files": b"It rained.\n"})
    assert answer.status_code in {403, 404}
    assert not list(Path(client.site.application.gradio.uploaded_file_dir).iterdir())


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-for": "127.0.0.1"},
        {"forwarded": "for=127.0.0.1;host=localhost"},
        {"x-real-ip": "127.0.0.1"},
        {"x-forwarded-host": "localhost"},
        {"host": "localhost"},
        {"host": "127.0.0.1.evil.example"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
    ],
)
def test_no_header_makes_a_reader_the_owner(
    client: Client, dossier: Dossier, headers: dict[str, str]
) -> None:
    before = len(dossier.documents())
    sent = client.http.post(UPLOAD, files={"files": b"It rained.\n"}, headers=headers)
    assert sent.status_code == 403
    own = Client(client.site, client.http)
    number = own.event("sync.click")["id"]
    body = {"data": ["/etc"], "fn_index": number, "session_hash": "session1"}
    joined = client.http.post("/gradio_api/queue/join", json=body, headers=headers)
    assert joined.status_code in {200, 403}
    if joined.status_code == 200:
        assert "You can read documents here" in json.dumps(own.completed(joined.json()["event_id"]))
    assert len(dossier.documents()) == before


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", None])
def test_an_event_is_taken_as_json_alone(client: Client, kind: str | None) -> None:
    """What a form of another site can send without being asked first is not."""
    number = client.event("question.submit")["id"]
    data = [VARNA_QUESTION, None, None, None, None]
    body = json.dumps({"data": data, "fn_index": number, "session_hash": "session1"})
    headers = {"content-type": kind} if kind else {}
    answer = client.http.post("/gradio_api/queue/join", content=body, headers=headers)
    assert answer.status_code == 422


def test_what_one_session_asks_is_not_in_another(client: Client) -> None:
    other = Client(client.site, client.http, "session2")
    client.outcome("question.submit", [VARNA_QUESTION, None, None, None, None])
    nothing = other.outcome("to-markdown.click", [None])
    assert "download" not in json.dumps(nothing)
    exported = client.outcome("to-markdown.click", [None])
    assert "download" in json.dumps(exported)


def test_an_event_is_cancelled_by_its_own_session_alone(client: Client) -> None:
    joined = client.join("question.submit", [VARNA_QUESTION, None, None, None, None])
    number = client.event("question.submit")["id"]
    foreign = {
        "session_hash": "session2",
        "fn_index": number,
        "event_id": "0" * 32,
    }
    assert client.http.post("/gradio_api/cancel", json=foreign).status_code == 200
    completed = client.completed(joined.json()["event_id"])
    assert "4.2 million" in json.dumps(completed)


def test_the_folder_of_uploads_is_the_owners_alone(client: Client) -> None:
    folder = Path(client.site.application.gradio.uploaded_file_dir)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_reader_may_hand_files_over_where_the_setting_says_so(
    settings_of_all: rag.Settings,
) -> None:
    allowed = settings_with(settings_of_all, remote_changes="files")
    with serving(rag.open(allowed, embedder=FakeEmbedder())) as client:
        sent: httpx.Response = client.http.post(UPLOAD, files={"files": b"It rained.\n"})
        assert sent.status_code == 200
