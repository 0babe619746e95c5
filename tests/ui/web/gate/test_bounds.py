"""What one client may send, keep waiting and have kept (A13, A24, A25)."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from typing import Any

import httpx
import pytest

import rag
from rag.testing.embedder import FakeEmbedder
from tests.ui.web.gate.gated_site import Client, another, serving, settings_with
from tests.ui.web.samples import HOST, VARNA_QUESTION, Held
from ui.messages import library as library_messages
from ui.web.gate import bodies, connections, sharing

ASK = "question.submit"


def asked(question: str) -> list[Any]:
    return [question, None, None, None, None]


@pytest.mark.parametrize(
    ("event", "data"),
    [
        (ASK, asked("x" * 2_001)),
        (ASK, ["Why?", None, "2" * 11, None, None]),
        (ASK, ["Why?", None, None, None, ["d"] * 1_001]),
        (ASK, ["Why?", None, None, None, ["d" * 201]]),
        ("name.submit", ["n" * 201, None]),
        ("comment.submit", ["w" * 2_001, None, None]),
        ("search.change", ["s" * 4_097, None]),
        ("sync.click", ["f" * 4_097]),
    ],
)
def test_no_value_is_longer_than_the_page_makes_it(
    client: Client, event: str, data: list[Any]
) -> None:
    answer = client.join(event, data)
    assert answer.status_code == 422
    assert "shorten it" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("event", "data", "changed"),
    [
        (ASK, asked("Why?")[:4], {}),
        (ASK, [*asked("Why?"), None], {}),
        (ASK, [["Why?"], None, None, None, None], {}),
        (ASK, ["Why?", {"exchanges": []}, None, None, None], {}),
        (ASK, ["Why?", None, None, None, "d"], {}),
        ("saving-enabled.input", ["yes", None], {}),
        (ASK, asked("Why?"), {"session_hash": None}),
        (ASK, asked("Why?"), {"session_hash": "s" * 65}),
        (ASK, asked("Why?"), {"session_hash": "../s"}),
        (ASK, asked("Why?"), {"fn_index": -1}),
        (ASK, asked("Why?"), {"fn_index": 10_000}),
        (ASK, asked("Why?"), {"fn_index": "0"}),
        (ASK, asked("Why?"), {"batched": True}),
        (ASK, asked("Why?"), {"simple_format": True}),
        (ASK, asked("Why?"), {"oauth_token": "t"}),
    ],
)
def test_what_is_no_event_of_the_page_is_refused(
    client: Client, event: str, data: list[Any], changed: dict[str, Any]
) -> None:
    assert client.join(event, data, **changed).status_code == 422


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b"null"])
@pytest.mark.parametrize("path", ["queue/join", "cancel", "reset"])
def test_a_body_that_is_none_is_refused(client: Client, path: str, body: bytes) -> None:
    assert client.http.post(f"/gradio_api/{path}", content=body).status_code in {413, 422}


def test_an_event_without_a_conversation_is_small(client: Client) -> None:
    padded = client.join("table.sort", [None], event_data={"column": "c" * 256_000})
    assert padded.status_code == 413


BODIES = [("queue/join", 4_000_000), ("cancel", 4_096), ("reset", 4_096)]


@pytest.mark.parametrize(("path", "most"), BODIES)
def test_a_body_that_says_it_is_too_large_is_not_received(
    client: Client, path: str, most: int
) -> None:
    headers = {"content-length": str(most + 1)}
    assert refused_by_its_length(client, f"/gradio_api/{path}", headers)


@pytest.mark.parametrize("length", ["-1", "x", "9" * 30, "٣"])
def test_a_length_that_is_none_is_refused(client: Client, length: str) -> None:
    with connection(client) as plain:
        head = f"POST /gradio_api/cancel HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}"
        plain.sendall(f"{head}\r\n\r\n".encode())
        assert plain.recv(100).split()[1] in {b"400", b"413"}


@pytest.mark.parametrize(("path", "most"), BODIES)
def test_a_body_that_turns_out_to_be_too_large_is_not_received(
    client: Client, path: str, most: int
) -> None:
    piece = b" " * 65_536
    sent = 0

    def pieces() -> Iterator[bytes]:
        nonlocal sent
        while sent < 20 * most + 50_000_000:
            sent += len(piece)
            yield piece

    with suppress(httpx.TransportError):  # the server hangs up rather than receive the rest
        assert client.http.post(f"/gradio_api/{path}", content=pieces()).status_code == 413
    assert sent < 2 * most + 20_000_000  # the system itself takes some


def test_an_upload_is_bounded_as_a_whole(client: Client, settings_of_all: rag.Settings) -> None:
    most = 10 * settings_of_all.max_file_mb * 1_000_000
    headers = {"content-type": "multipart/form-data; boundary=x", "content-length": str(most + 1)}
    with another(client, HOST) as owner:
        assert refused_by_its_length(owner.own(), "/gradio_api/upload", headers)


def refused_by_its_length(client: Client, path: str, headers: dict[str, str]) -> bool:
    """Whether the head of a request is enough for the server to refuse it, and to hang up."""
    with connection(client) as plain:
        cookie = "; ".join(f"{name}={value}" for name, value in client.http.cookies.items())
        named = {"Host": "localhost", "Cookie": cookie, **headers}
        lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in named.items())]
        plain.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = b"".join(iter(lambda: plain.recv(65_536), b""))
        return answer.startswith(b"HTTP/1.1 413 ")


def connection(client: Client) -> socket.socket:
    port = int(client.site.url.rstrip("/").rpartition(":")[2])
    return socket.create_connection((HOST, port), timeout=20)


def test_an_upload_that_turns_out_to_be_too_large_is_given_up(
    settings_of_all: rag.Settings,
) -> None:
    """Each file may be as large as it is; together they may not."""
    small = settings_with(settings_of_all, max_file_mb=1)
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'

    def files() -> Iterator[bytes]:
        for _ in range(50):
            yield head + b" " * 1_000_000 + b"\r\n"
        yield b"--x--\r\n"

    kind = {"content-type": "multipart/form-data; boundary=x"}
    with serving(rag.open(small, embedder=FakeEmbedder())) as client, suppress(httpx.WriteError):
        sent = client.own().http.post("/gradio_api/upload", content=files(), headers=kind)
        assert sent.status_code == 413
        assert "larger" in sent.json()["detail"]


def test_a_page_asks_with_no_body(client: Client) -> None:
    assert client.http.request("GET", "/", content=b"x").status_code == 413


@pytest.mark.parametrize("part", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: localhost\r\nA: "])
def test_a_request_that_is_half_sent_is_given_up(
    settings_of_all: rag.Settings, part: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_SECONDS", 0.2)
    with serving(rag.open(settings_of_all, embedder=FakeEmbedder())) as client:
        with connection(client) as plain:
            plain.sendall(part)
            assert plain.recv(1) == b""
        assert client.http.get("/documents").status_code == 200


def test_a_body_that_does_not_come_is_given_up(
    settings_of_all: rag.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "_SECONDS", 0.2)
    with serving(rag.open(settings_of_all, embedder=FakeEmbedder())) as client:
        port = int(client.site.url.rstrip("/").rpartition(":")[2])
        with socket.create_connection((HOST, port), timeout=20) as connection:
            head = (
                b"POST /gradio_api/cancel HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"
            )
            connection.sendall(head + b"{")
            assert b" 408 " in connection.recv(100)


def test_one_client_does_not_fill_the_queue_for_others(settings_of_all: rag.Settings) -> None:
    dossier = Held(settings_of_all)
    with serving(dossier) as client, another(client, "127.0.0.2") as other:
        joined = [client.join(ASK, asked("What?"), session_hash=f"s{n}") for n in range(40)]
        statuses = [answer.status_code for answer in joined]
        assert statuses[: sharing.MOST_WAITING] == [200] * sharing.MOST_WAITING
        assert statuses[-20:] == [429] * 20
        refused = client.join(ASK, asked("What else?"))
        assert "try again" in refused.json()["detail"]
        assert other.join(ASK, asked("And this?")).status_code == 200
        assert client.join("since.change", [None, None, None]).status_code == 200
        dossier.released.set()


def test_one_client_has_so_many_requests_open_and_no_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "MOST_REQUESTS", 3)
    with another(client, "127.0.0.2") as other, ExitStack() as held:
        for page in "abc":
            held.enter_context(client.http.stream("GET", f"/gradio_api/heartbeat/{page}"))
        assert client.http.get("/documents").status_code == 429
        assert other.http.get("/documents").status_code == 200


def test_a_question_leaves_nothing_behind_in_the_session(client: Client) -> None:
    """Gradio makes new components for each, and would keep them all."""
    state = client.site.application.gradio.state_holder

    def kept() -> int:
        return len(state.session_data[client.session].blocks_config.blocks)

    for _ in range(2):
        client.outcome(ASK, asked(VARNA_QUESTION))
    before = kept()
    for _ in range(4):
        completed = client.outcome(ASK, asked(VARNA_QUESTION))
    assert kept() == before
    assert "4.2 million" in json.dumps(completed)


def test_of_the_sessions_the_oldest_is_forgotten(client: Client) -> None:
    holder = client.site.application.gradio.state_holder
    assert holder.capacity == sharing.MOST_SESSIONS


def test_what_is_refused_says_why_in_the_page(client: Client) -> None:
    assert client.join("files.upload", [[]]).json()["detail"] == library_messages.READ_ONLY
