"""Fixtures of the whole suite, and its three groups.

No test reaches the network beyond loopback, or sees settings that are not its own.
"""

import os
import socket
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import ingest
import rag
from rag.models.embedder import Embedder, SentenceTransformerEmbedder
from rag.testing.embedder import FakeEmbedder

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

_INGEST_STEPS = (
    *(f"ingest.syncing.{step}" for step in ("sync", "watch", "removal")),
    "ingest.editing",
)

Write = Callable[[str, str], Path]
Sync = Callable[..., ingest.SyncReport]


NEED_PROCESSES = {"sync", "settings_of_all", "minilm"}
"""Fixtures that read files, which a child process does, or load a model."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put each test in its group: `browser` and `process` by marker or fixture, else `unit`."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if (
            item.get_closest_marker("browser") is None
            and item.get_closest_marker("process") is None
        ):
            group = "process" if names & NEED_PROCESSES else "unit"
            item.add_marker(getattr(pytest.mark, group))


@pytest.fixture(autouse=True)
def units_start_nothing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test of the group `unit` that starts a process or loads a model."""
    if request.node.get_closest_marker("unit") is None:
        return

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the test starts a process or loads a model: mark it `process`")

    monkeypatch.setattr(subprocess.Popen, "__init__", refuse)
    monkeypatch.setattr("rag.models.embedder._load", refuse)


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if not (host in {"localhost", "::1"} or str(host).startswith("127.")):
            raise RuntimeError(f"a test tried to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run in an empty folder, without the settings of whoever runs the suite."""
    for variable in list(os.environ):
        if variable.upper().startswith("DOSSIER_"):
            monkeypatch.delenv(variable)
    folder = tmp_path / "cwd"
    folder.mkdir()
    monkeypatch.chdir(folder)


@pytest.fixture
def settings(tmp_path: Path) -> rag.Settings:
    return rag.Settings(data_dir=tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "briefings"
    path.mkdir()
    return path


@pytest.fixture
def write(folder: Path) -> Write:
    def write_file(name: str, text: str) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    return write_file


@pytest.fixture
def embedder() -> Embedder:
    return FakeEmbedder()


@pytest.fixture
def sync(settings: rag.Settings, folder: Path, embedder: Embedder) -> Sync:
    """Sync the test's folder into the test's library."""

    def run(*paths: Path, **options: Any) -> ingest.SyncReport:
        return ingest.sync(paths or [folder], settings=settings, embedder=embedder, **options)

    return run


@pytest.fixture
def dossier(settings: rag.Settings, embedder: Embedder) -> Iterator[Any]:
    with rag.open(settings, embedder=embedder) as handle:
        yield handle


@pytest.fixture
def fake_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command line, which loads the settings' model, have the fake one."""
    # Where it is defined comes last: a module that is first imported here would keep the fake one.
    for module in ("rag.dossier", *_INGEST_STEPS, "rag.models.embedder"):
        monkeypatch.setattr(f"{module}.SentenceTransformerEmbedder", lambda _: FakeEmbedder())


@pytest.fixture(scope="session")
def minilm() -> SentenceTransformerEmbedder:
    """The real model, loaded once."""
    return SentenceTransformerEmbedder()


def shared(*parts: str) -> Path:
    """A file or folder beside the repository; the test skips where it is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{'/'.join(parts)} is not beside the repository")
    return path


def names(sources: Sequence[str]) -> list[str]:
    return [Path(source).name for source in sources]
