"""The port that is taken, its URL, and who can reach it."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rag import Settings, UsageError
from ui.web import listening

HOST = "127.0.0.1"


@pytest.fixture
def busy() -> Iterator[int]:
    """A port that is taken."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_busy_port_gives_way_to_the_next_free_one(busy: int) -> None:
    with listening.listen(HOST, busy) as listener:
        assert busy < listener.getsockname()[1] <= busy + listening.PORTS


def test_without_a_free_port_the_error_says_which_were_tried(
    busy: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "PORTS", 0)
    with pytest.raises(UsageError, match=f"{busy} to {busy} are all busy"):
        listening.listen(HOST, busy)


def test_an_address_of_another_machine_is_an_error_with_a_remedy() -> None:
    with pytest.raises(UsageError, match=r"cannot listen on '192\.0\.2\.1'.*--host"):
        listening.listen("192.0.2.1", 7860)


def exposure_of(host: str, **changed: Any) -> str:
    settings = Settings(data_dir=Path("x"), host=host, **changed)
    with listening.listen(host, 18950) as listener:
        return listening.exposure(listener, settings)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_on_this_machine_alone_nothing_is_exposed(host: str) -> None:
    assert exposure_of(host) == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_beyond_this_machine_the_hosts_have_to_be_named(host: str) -> None:
    with pytest.raises(UsageError, match=r"beyond this machine.*DOSSIER_ALLOWED_HOSTS"):
        exposure_of(host)


@pytest.mark.parametrize(
    ("remote_changes", "can"),
    [
        ("none", "cannot change the library"),
        ("files", "add and remove documents"),
        ("folders", "and so read, every folder"),
    ],
)
def test_beyond_this_machine_it_says_what_is_exposed(remote_changes: str, can: str) -> None:
    said = exposure_of(
        "0.0.0.0", allowed_hosts="briefings.example, Other.Example", remote_changes=remote_changes
    )
    assert "http://briefings.example:18950/, http://other.example:18950/" in said
    for exposed in ("every document", "path", "answer", "without signing in", "not encrypted", can):
        assert exposed in said


@pytest.mark.parametrize(
    ("host", "url"), [("127.0.0.1", "127.0.0.1"), ("::1", "[::1]"), ("0.0.0.0", "localhost")]
)
def test_the_url_is_one_that_a_browser_here_can_open(host: str, url: str) -> None:
    with listening.listen(host, 18960) as listener:
        port = listening.address_of(listener)[1]
        assert listening.url_of(listener) == f"http://{url}:{port}/"


def test_every_error_has_a_remedy_of_its_own(busy: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "PORTS", 0)
    with pytest.raises(UsageError) as error:
        listening.listen(HOST, busy)
    assert error.value.message == f"The ports {busy} to {busy} are all busy."
    assert error.value.remedy == "Name another port with --port."
