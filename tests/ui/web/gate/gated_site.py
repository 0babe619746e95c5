"""A chat served for tests of the gate, and what a client without a page can do to it."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

import rag
from rag.dossier import Dossier
from tests.ui.web.samples import HOST
from ui.web.listening import listen
from ui.web.serve import Site

PORT = 18900


@dataclass(frozen=True)
class Client:
    """Speaks to the chat as its page does, without being one."""

    site: Site
    http: httpx.Client
    session: str = "session1"

    def own(self) -> "Client":
        """The client that has opened the address printed at the start."""
        self.http.get(self.site.own_url)
        return self

    def event(self, name: str) -> dict[str, Any]:
        """What the page says of an event, named by its element and trigger."""
        return next(e for e in events_of(self.http) if name in e["names"])

    def join(self, name: str, data: list[Any], **changed: Any) -> httpx.Response:
        """Ask for an event."""
        return self.post(self.event(name)["id"], data, **changed)

    def post(self, number: int, data: list[Any], **changed: Any) -> httpx.Response:
        body = {"data": data, "fn_index": number, "session_hash": self.session, **changed}
        return self.http.post("/gradio_api/queue/join", json=body)

    def outcome(self, name: str, data: list[Any], **changed: Any) -> Any:
        """Ask for an event and wait until it has been carried out: its last values."""
        joined = self.join(name, data, **changed)
        assert joined.status_code == 200, joined.text
        return self.completed(joined.json()["event_id"])

    def completed(self, event_id: str) -> Any:
        stream = {"session_hash": self.session}
        with self.http.stream("GET", "/gradio_api/queue/data", params=stream) as lines:
            for line in lines.iter_lines():
                message = json.loads(line.removeprefix("data: ") or "{}")
                if message.get("msg") == "process_completed" and message["event_id"] == event_id:
                    return message
        raise AssertionError("the event was never completed")


def events_of(http: httpx.Client) -> list[dict[str, Any]]:
    """The events that the server carries out, as the page has them."""
    page = http.get("/").text
    found = re.search(r"window\.gradio_config = (\{.*?\});</script>", page)
    assert found
    config = json.loads(found[1])
    elements = {c["id"]: c["props"].get("elem_id", "") for c in config["components"]}
    kinds = {c["id"]: c["type"] for c in config["components"]}
    return [
        {
            "id": event["id"],
            "names": [f"{elements.get(part) or ''}.{name}" for part, name in event["targets"]],
            "inputs": [kinds[part] for part in event["inputs"]],
        }
        for event in config["dependencies"]
        if event["backend_fn"]
    ]


@contextmanager
def serving(dossier: Dossier, address: str = HOST) -> Iterator[Client]:
    """A client of a chat over the library."""
    transport = httpx.HTTPTransport(local_address=address)
    with (
        dossier,
        Site(dossier, listen(HOST, PORT)) as site,
        httpx.Client(base_url=site.url, transport=transport, timeout=30) as http,
    ):
        yield Client(site, http)


@contextmanager
def another(client: Client, address: str) -> Iterator[Client]:
    """A client of the same chat from another address of this machine."""
    transport = httpx.HTTPTransport(local_address=address)
    with httpx.Client(base_url=client.site.url, transport=transport, timeout=30) as http:
        yield Client(client.site, http, "session2")


def settings_with(settings: rag.Settings, **changed: Any) -> rag.Settings:
    """The settings with some of them changed."""
    return rag.Settings(**{**settings.model_dump(), **changed})
