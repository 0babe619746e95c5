"""The port, the start and the end of the chat."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rag import Settings, UsageError
from tests.ui.test_cli import run
from ui.messages import serving as serving_texts
from ui.web import listening

ROOT = Path(__file__).resolve().parents[3]
HOST = "127.0.0.1"
PROGRAM = """
import signal, sys
from pathlib import Path
from rag import Settings
from ui.web.serve import serve
signal.signal(signal.SIGINT, signal.default_int_handler)
serve(Settings(data_dir=Path(sys.argv[1]), port=int(sys.argv[2])))
"""


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


@pytest.mark.process
def test_the_command_is_used_wrongly_where_no_host_is_named(tmp_path: Path) -> None:
    done = run("serve", "--host", "0.0.0.0", DOSSIER_DATA_DIR=str(tmp_path / "data"))
    assert done.returncode == 2
    assert "DOSSIER_ALLOWED_HOSTS" in done.stderr


@pytest.mark.process
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_ends_in_order(
    tmp_path: Path, busy: int, ending: signal.Signals
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "data"), str(busy)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        assert process.stderr.readline() == f"Port {busy} is busy; taking {busy + 1}.\n"
        url = process.stderr.readline().split()[4]
        with urllib.request.urlopen(url, timeout=30) as response:
            assert "default-src 'self'" in response.headers["content-security-policy"]
        process.send_signal(ending)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0
    assert out == ""
    assert err.strip() in {"", serving_texts.ENDING}  # the model may still be loading
