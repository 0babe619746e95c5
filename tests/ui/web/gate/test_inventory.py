"""What Gradio serves and what the page has, in full: what an update adds has to be decided on.

Whoever changes one of the two lists decides at the same time whether the gate may let it through.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import rag
from rag.testing.embedder import FakeEmbedder
from tests.ui.web.gate.gated_site import Client, events_of, serving
from ui.web.gate.routes import OPEN_ROUTES

_ROUTES = Path(__file__).with_name("gradio_routes.txt")
_EVENTS = Path(__file__).with_name("page_events.txt")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    settings = rag.Settings(data_dir=tmp_path_factory.mktemp("data"))
    with serving(rag.open(settings, embedder=FakeEmbedder())) as client:
        yield client


def routes(several: Iterable[Any]) -> Iterator[str]:
    """Method and path of each route, also of the routers within."""
    for route in several:
        if hasattr(route, "path"):
            for method in sorted(route.methods or ["ANY"]):
                yield f"{method} {route.path}"
        else:
            yield from routes(route.original_router.routes)


def test_gradio_serves_the_routes_that_are_known_and_no_other(client: Client) -> None:
    served = sorted(set(routes(client.site.application.gradio.routes)))
    assert served == _ROUTES.read_text(encoding="utf-8").splitlines()


def test_the_page_has_the_events_that_are_known_and_no_other(client: Client) -> None:
    had = [f"{' '.join(e['names'])}: {' '.join(e['inputs'])}" for e in events_of(client.http)]
    assert had == _EVENTS.read_text(encoding="utf-8").splitlines()


def test_of_gradios_routes_only_those_of_the_page_are_open(client: Client) -> None:
    for line in _ROUTES.read_text(encoding="utf-8").splitlines():
        method, _, path = line.partition(" ")
        if any(route.matches(path) and method in route.methods for route in OPEN_ROUTES):
            continue
        answer = client.own().http.request(method, path.replace("{path:path}", "x"))
        assert answer.status_code in {404, 405}, line
        assert "Dossier" not in answer.text, line
