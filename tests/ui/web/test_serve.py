"""The port, the start and the end of the chat."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.test_cli import in_a_process
from ui.messages import serving as serving_texts

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


@pytest.mark.process
def test_the_command_is_used_wrongly_where_no_host_is_named(tmp_path: Path) -> None:
    done = in_a_process("serve", "--host", "0.0.0.0", DOSSIER_DATA_DIR=str(tmp_path / "data"))
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
        assert process.stderr.readline() == f"Port {busy} is busy; using {busy + 1} instead.\n"
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
