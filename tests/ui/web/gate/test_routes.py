"""The routes that are open, and all others."""

import pytest

from ui.web.gate.refusal import Refused
from ui.web.gate.routes import OPEN_ROUTES, route_of


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/", "none"),
        ("HEAD", "/theme.css", "none"),
        ("GET", "/assets/index.js", "none"),
        ("GET", "/documents", "none"),
        ("GET", "/documents/d1", "none"),
        ("GET", "/gradio_api/heartbeat/s1", "none"),
        ("GET", "/gradio_api/queue/data", "none"),
        ("POST", "/gradio_api/queue/join", "event"),
        ("POST", "/gradio_api/cancel", "command"),
        ("POST", "/gradio_api/reset", "command"),
        ("POST", "/gradio_api/upload", "files"),
    ],
)
def test_what_the_page_uses_is_open(method: str, path: str, body: str) -> None:
    assert route_of(method, path).body == body


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/call/ask",
        "/gradio_api/upload/",
        "/gradio_api/UPLOAD",
        "//gradio_api/upload",
        "/gradio_api/queue/joins",
        "/static",
        "/documentsx",
        "/config",
        "/documents/" + "x" * 4_000,
    ],
)
def test_nothing_else_is(path: str) -> None:
    with pytest.raises(Refused) as refused:
        route_of("GET", path)
    assert refused.value.status == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/"), ("DELETE", "/documents"), ("GET", "/gradio_api/upload"), ("OPTIONS", "/")],
)
def test_a_method_that_the_page_does_not_use_is_refused(method: str, path: str) -> None:
    with pytest.raises(Refused) as refused:
        route_of(method, path)
    assert refused.value.status == 405


def test_no_prefix_is_open_by_itself() -> None:
    """ "/assets/*" does not match "/assets/"."""
    for route in OPEN_ROUTES:
        if route.path.endswith("/*"):
            assert not route.matches(route.path[:-1])
            assert route.matches(route.path[:-1] + "x")
