"""No file of the server's can be read, kept busy with, or deleted through the page (A1 to A3)."""

import asyncio
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from starlette.requests import Request

import rag
from rag.testing.embedder import FakeEmbedder
from tests.ui.web.gate.gated_site import Client, events_of, serving, settings_with
from ui.service.access import AccessPolicy
from ui.service.jobs import JobRunner
from ui.web.library.handlers import LibraryHandlers
from ui.web.library.layout import library_tab

SECRET = "nobody may read this"


@pytest.fixture
def client(settings: rag.Settings) -> Iterator[Client]:
    """One that has every right, so that nothing is refused for want of one."""
    every = settings_with(settings, remote_changes="folders")
    with serving(rag.open(every, embedder=FakeEmbedder())) as client:
        yield client.own()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path


def uploads(client: Client) -> Path:
    return Path(client.site.application.gradio.uploaded_file_dir)


def handed_over(client: Client) -> Path:
    sent = client.http.post("/gradio_api/upload", files={"files": ("own.txt", b"It rained.\n")})
    assert sent.status_code == 200
    return Path(sent.json()[0])


def file(path: object, **more: object) -> dict[str, Any]:
    return {"path": str(path), "meta": {"_type": "gradio.FileData"}, **more}


def nested(value: Any) -> list[Any]:
    """The value within others."""
    return [[value], [[value]], {"a": value}, {"value": [value]}, [{"b": {"c": value}}]]


def test_a_foreign_path_is_refused_by_every_event(client: Client, secret: Path) -> None:
    own = handed_over(client)
    link = own.parent / "link.txt"
    link.symlink_to(secret)
    foreign = [
        file(secret),
        file(secret, is_stream=True),
        file(own.parent / ".." / ".." / secret.relative_to("/")),
        file(link),
        file("/dev/zero"),
        file("http://127.0.0.1:1/x"),
        file(own, is_stream=True),
        file(own.parent),
        {"path": str(secret)},
    ]
    # How a file is named has nothing to do with how deep it lies: each of the two by itself.
    values = [*foreign, *nested(foreign[0])]
    tried = 0
    for event in events_of(client.http):
        for value, place in itertools.product(values, range(len(event["inputs"]))):
            data: list[Any] = [None] * len(event["inputs"])
            data[place] = value
            assert client.post(event["id"], data).status_code == 422, (event, value)
            tried += 1
        for value in values:
            data = [None] * len(event["inputs"])
            assert client.post(event["id"], data, event_data=value).status_code == 422, event
    assert tried > 300
    assert secret.read_text() == SECRET
    copies = [path for path in uploads(client).rglob("*") if path.is_file()]
    assert sorted(copies) == [link, own]


def test_gradio_refuses_a_foreign_path_itself(client: Client, secret: Path) -> None:
    """The second lock: without the gate Gradio has to see that a file was not handed over."""
    blocks = client.site.application.gradio.get_blocks()
    for number, function in blocks.fns.items():
        for place, part in enumerate(function.inputs):
            if function.fn is None or part.stateful:
                continue
            data: list[Any] = [None] * len(function.inputs)
            data[place] = [file(secret)] if type(part).__name__ == "File" else file(secret)
            with pytest.raises(Exception, match="not uploaded by a user"):
                asyncio.run(blocks.process_api(number, data))


@pytest.mark.process
def test_what_was_handed_over_is_taken_and_then_discarded(
    client: Client, settings: rag.Settings
) -> None:
    own = handed_over(client)
    assert own.is_relative_to(uploads(client))
    completed = client.outcome("files.upload", [[file(own, orig_name="own.txt")]])
    assert completed["success"]
    assert not own.exists()
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        assert [record.title for record in dossier.documents()] == ["It rained."]


def test_a_path_that_gets_to_the_library_all_the_same_is_left_alone(
    client: Client, settings: rag.Settings, secret: Path
) -> None:
    """The third lock: neither taken nor deleted where it was not handed over."""
    policy = AccessPolicy(settings, ("127.0.0.1", 1))
    headers = {"host": "localhost", "cookie": f"{policy.cookie}={policy.token}"}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    request = gr.Request(Request({"type": "http", "headers": raw}))
    jobs = JobRunner()
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        with gr.Blocks():
            tab = library_tab()
        handlers = LibraryHandlers(dossier, jobs, policy, uploads(client), tab)

        async def add() -> None:
            async for _ in handlers.add([str(secret)], request):
                pass

        asyncio.run(add())
        jobs.close()
        assert dossier.documents() == []
    assert secret.exists()


CLOSED = [
    "file=/etc/passwd",
    "file/etc/passwd",
    "file=http://93.184.216.34/",
    "proxy=http://93.184.216.34/",
    "run/ask",
    "api/ask",
    "call/ask",
    "component_server",
    "stream/x/y/z/playlist.m3u8",
    "info",
    "openapi.json",
    "dev/reload",
    "deep_link",
    "startup-events",
    "queue/status",
    "custom_component/x/y/z/w",
    "vibe-code",
    "process_recording",
]


def test_what_the_page_does_not_use_is_not_there(client: Client) -> None:
    prefixes = ("/gradio_api/", "//gradio_api/", "/gradio_api/%2e/", "/")
    methods = ("GET", "POST", "PUT", "OPTIONS")
    for path, prefix, method in itertools.product(CLOSED, prefixes, methods):
        answer = client.http.request(method, f"{prefix}{path}")
        assert answer.status_code in {404, 405}, (method, prefix, path)
