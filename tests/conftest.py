"""Fixtures of the whole suite, and its three groups.

No test reaches the network beyond loopback, or sees settings that are not its own.
"""

import gc
import os
import shutil
import socket
import subprocess
import tempfile
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


IN_MEMORY = Path("/dev/shm")
MOST_WRITTEN = 4_000_000_000
"""Several times the bytes that all tests together have on disk at once."""


def pytest_configure() -> None:
    """Have the workers, and what they start, wait for nothing."""
    # They fill the processors already, and threads that wait for one another do so busily: the
    # tests of the real model would take three times the processor's time.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # Chroma has every change written to the disk before it goes on.
    in_memory = IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > MOST_WRITTEN
    if in_memory and "TMPDIR" not in os.environ:
        os.environ["TMPDIR"] = str(IN_MEMORY)
        tempfile.tempdir = None  # it has been looked up before


def pytest_collection_finish() -> None:
    """Leave out of each collection of garbage what lives to the end: all that is imported."""
    gc.freeze()


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


@pytest.fixture(scope="session")
def working_folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("working-folders")


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, working_folders: Path) -> None:
    """Run in an empty folder, without the settings of whoever runs the suite."""
    for variable in list(os.environ):
        if variable.upper().startswith("DOSSIER_"):
            monkeypatch.delenv(variable)
    # Not `tmp_path`, which takes a thousand tests that write nothing most of their time.
    own = tempfile.mkdtemp(dir=working_folders)
    os.chmod(own, 0o755)  # noqa: PTH101 (some tests go on without the rights of its owner)
    monkeypatch.chdir(own)


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


def load_this_instead(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what loads the settings' model have this one."""
    # Where it is defined comes last: a module that is first imported here would keep the fake one.
    for module in ("rag.dossier", *_INGEST_STEPS, "rag.models.embedder"):
        monkeypatch.setattr(f"{module}.SentenceTransformerEmbedder", lambda _: embedder)


@pytest.fixture
def fake_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command line, which loads the settings' model, have the fake one."""
    load_this_instead(FakeEmbedder(), monkeypatch)


@pytest.fixture(scope="session")
def minilm() -> SentenceTransformerEmbedder:
    """The real model, loaded once."""
    return SentenceTransformerEmbedder()


@pytest.fixture
def loaded_model(minilm: SentenceTransformerEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command line, which loads the settings' model, have the one loaded already."""
    load_this_instead(minilm, monkeypatch)


def shared(*parts: str) -> Path:
    """A file or folder beside the repository; the test skips where it is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{'/'.join(parts)} is not beside the repository")
    return path


def names(sources: Sequence[str]) -> list[str]:
    return [Path(source).name for source in sources]
