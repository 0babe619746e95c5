"""The port, the start and the end of the chat."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag import Settings
from tests.ui.conftest import Program
from ui.messages import serving as serving_texts
from ui.web.serve import serve

ROOT = Path(__file__).resolve().parents[3]
HOST = "127.0.0.1"
PROGRAM = """
import sys
from pathlib import Path
from rag import Settings
from ui.web.serve import serve
serve(Settings(data_dir=Path(sys.argv[1]), port=int(sys.argv[2])))
"""


@pytest.fixture
def busy() -> Iterator[int]:
    """A port that is taken."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_the_command_is_used_wrongly_where_no_host_is_named(program: Program) -> None:
    done = program("serve", "--host", "0.0.0.0")
    assert done.returncode == 2
    assert "DOSSIER_ALLOWED_HOSTS" in done.stderr


@pytest.mark.process
def test_it_says_where_it_is_and_ends_in_order(tmp_path: Path, busy: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "data"), str(busy)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        assert process.stderr.readline() == f"Port {busy} is busy; using {busy + 1} instead.\n"
        url = process.stderr.readline().split()[4]
        with urllib.request.urlopen(url, timeout=30) as response:
            assert "default-src 'self'" in response.headers["content-security-policy"]
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0
    assert out == ""
    assert err.strip() in {"", serving_texts.ENDING}  # the model may still be loading


class Browser:
    """Opens the page, upon which Ctrl-C is pressed."""

    def __init__(self) -> None:
        self.status = 0

    def open(self, url: str) -> None:
        with urllib.request.urlopen(url, timeout=30) as response:
            self.status = response.status
        signal.raise_signal(signal.SIGINT)


def test_ctrl_c_ends_it(
    settings: Settings, fake_model: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser()
    monkeypatch.setattr(webbrowser, "get", lambda: browser)
    serve(settings, open_browser=True)
    assert browser.status == 200
