"""What one client may use of the server, and the answer to what is refused."""

import json

import pytest

from ui.web.gate import sharing
from ui.web.gate.refusal import Refused


def test_open_requests_are_counted_by_client(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MOST_REQUESTS", 2)
    requests = sharing.OpenRequests()
    with requests.counted("a"), requests.counted("a"):
        with pytest.raises(Refused) as refused, requests.counted("a"):
            pass
        with requests.counted("b"):
            pass
    assert refused.value.status == 429
    with requests.counted("a"):
        pass


def test_a_request_that_fails_is_no_longer_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MOST_REQUESTS", 1)
    requests = sharing.OpenRequests()
    with pytest.raises(ValueError, match="x"), requests.counted("a"):
        raise ValueError("x")
    with requests.counted("a"):
        pass


@pytest.mark.parametrize(
    ("scope", "client"),
    [({"client": ("10.0.0.7", 4)}, "10.0.0.7"), ({"client": None}, ""), ({}, "")],
)
def test_a_client_is_known_by_its_address(scope: dict[str, object], client: str) -> None:
    assert sharing.client_of(scope) == client


def test_a_refusal_has_the_form_of_gradios_errors_where_something_was_posted() -> None:
    posted = Refused(413, "Too large.").response("POST")
    assert json.loads(bytes(posted.body)) == {"detail": "Too large."}
    assert posted.headers["connection"] == "close"
    read = Refused(404, "Nothing.").response("GET")
    assert bytes(read.body) == b"Nothing."
    assert read.status_code == 404
