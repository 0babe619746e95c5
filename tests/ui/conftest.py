"""A library written without reading files, so that no process starts, and commands on it."""

import logging
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import rag
from rag.dossier import Dossier
from rag.testing.embedder import FakeEmbedder
from tests.rag.library.libraries import indexed, written
from ui.cli import app, main

Run = Callable[..., str]
Program = Callable[..., "subprocess.CompletedProcess[str]"]

VARNA = (
    "The port of Varna handled 42 barges of grain in 2024. Most of it went to Egypt. "
    "On 3 March 2025 the tug Burgas Star sank at berth 7."
)
BOR = "The copper smelter at Bor produced 90 tonnes in May. Bor exports copper to Italy."
VARNA_QUESTION = "How much grain did the port of Varna handle in 2024?"
BOR_QUESTION = "How many tonnes did the copper smelter at Bor produce?"


@pytest.fixture(autouse=True)
def keeps_its_priority(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands that sync run in this process without lowering its priority for good."""
    monkeypatch.setattr("ingest.syncing.process.priority.give_way", lambda: None)


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a library of the Varna report and the Bor report, to be copied."""
    folder = tmp_path_factory.mktemp("original")
    written(
        rag.Settings(data_dir=folder),
        indexed("Varna", VARNA, date(2025, 3, 8)),
        indexed("Bor", BOR, date(2024, 6, 1)),
    )
    return folder


@pytest.fixture
def library(settings: rag.Settings, original: Path) -> Iterator[Dossier]:
    """Two documents, the Varna report and the Bor report."""
    shutil.copytree(original, settings.data_dir)
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        yield dossier


@pytest.fixture
def run(settings: rag.Settings, fake_model: None, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the test's library, and returns what it prints on stdout."""
    monkeypatch.setenv("DOSSIER_DATA_DIR", str(settings.data_dir))

    def run_command(*arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == code, result.output
        return result.stdout

    return run_command


@pytest.fixture
def program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Program]:
    """Runs the whole program in this process, which has imported and loaded all it needs."""
    handlers = list(logging.getLogger().handlers)

    def run_program(*arguments: str) -> "subprocess.CompletedProcess[str]":
        monkeypatch.setattr(sys, "argv", ["dossier", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return subprocess.CompletedProcess(arguments, ended.value.code, printed.out, printed.err)

    yield run_program
    logging.getLogger().handlers[:] = handlers
