"""Who may change the library: this machine's own browsers, and others where a setting says so."""

from pathlib import Path
from typing import Literal

import gradio as gr
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from rag import Settings
from ui.web.access import Access, UploadsGate, access_of

HERE, THERE = "127.0.0.1", "192.0.2.7"
NOTHING, FILES, ALL = Access(), Access(files=True), Access(files=True, folders=True)


def of(client: str, remote_changes: Literal["none", "files", "folders"], **headers: str) -> Access:
    named = {"host": "localhost:7860", **headers}
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in named.items()]
    scope = {"type": "http", "client": (client, 5), "headers": raw}
    settings = Settings(data_dir=Path("x"), remote_changes=remote_changes)
    return access_of(gr.Request(Request(scope)), settings)


@pytest.mark.parametrize("host", ["localhost", "localhost:7860", "127.0.0.1:1", "[::1]:7860"])
@pytest.mark.parametrize("client", [HERE, "::1", "::ffff:127.0.0.1"])
def test_this_machines_browsers_may_change_everything(client: str, host: str) -> None:
    assert of(client, "none", host=host) == ALL


def test_others_may_change_what_the_setting_says() -> None:
    assert of(THERE, "none") == NOTHING
    assert of(THERE, "files", host="dossier.example") == FILES
    assert of(THERE, "folders", host="dossier.example") == ALL


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("host", "dossier.example:7860"),
        ("host", ""),
        ("host", "127.0.0.1.evil.example"),
        ("x_forwarded_for", "127.0.0.1"),
        ("forwarded", "for=127.0.0.1"),
        ("x_real_ip", "127.0.0.1"),
        ("origin", "http://evil.example"),
        ("origin", "null"),
    ],
)
def test_what_came_by_another_way_is_not_from_here(name: str, value: str) -> None:
    assert of(HERE, "none", **{name: value}) == NOTHING


def test_a_page_of_another_site_may_never_change_anything() -> None:
    assert of(HERE, "folders", origin="http://evil.example") == NOTHING
    assert of(HERE, "folders", origin="http://localhost:7860") == ALL


@pytest.mark.parametrize(("client", "status"), [(HERE, 200), (THERE, 403)])
def test_uploads_are_taken_only_from_those_who_may(client: str, status: int) -> None:
    taken = Starlette(
        routes=[Route("/api/upload", lambda _: PlainTextResponse("taken"), methods=["POST"])]
    )
    gate = UploadsGate(taken, Settings(data_dir=Path("x")))
    browser = TestClient(gate, "http://localhost", client=(client, 5))
    assert browser.post("/api/upload", files={"files": b"x"}).status_code == status
