"""What the README and the docs show runs as they show it."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ingest
import rag
from rag.models.embedder import SentenceTransformerEmbedder
from tests.conftest import ROOT
from ui.cli import app

README = (ROOT / "README.md").read_text(encoding="utf-8")
ASKED = [line for line in README.splitlines() if line.startswith("dossier ask")]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, minilm: SentenceTransformerEmbedder) -> Path:
    settings = rag.Settings(data_dir=tmp_path_factory.mktemp("samples"))
    ingest.sync([ROOT / "briefings"], settings=settings, embedder=minilm)
    return settings.data_dir


@pytest.fixture
def at_hand(library: Path, loaded_model: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is run in this process has the library, and the model without loading it again."""
    monkeypatch.setenv("DOSSIER_DATA_DIR", str(library))


@pytest.mark.usefixtures("at_hand")
@pytest.mark.parametrize("line", ASKED)
def test_the_commands_answer(line: str) -> None:
    result = CliRunner().invoke(app, shlex.split(line)[1:])
    assert result.exit_code == 0, result.output
    printed = result.stdout
    assert "The briefings don't say" not in printed
    assert "[1]" in printed


def test_the_program_answers(library: Path) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DOSSIER_DATA_DIR": str(library)}
    command = [sys.executable, "-c", program]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert ran.returncode == 0, ran.stderr
    assert "415 tonnes" in ran.stdout
    assert "Corvane Strait collision: corrected figures" in ran.stdout


@pytest.mark.usefixtures("at_hand")
def test_the_programs_of_the_python_page_run(capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    asked, plugged = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(asked, {})
    assert "415 tonnes" in capsys.readouterr().out
    exec(plugged, {})
    assert "Corvane Strait collision: corrected figures" in capsys.readouterr().out


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_what_the_docs_name_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("https://") or (page.parent / target).exists(), target
    for path in re.findall(r"`((?:rag|ingest|evals|ui|tests|benchmarks)/[\w./-]+)`", text):
        assert (ROOT / path).exists(), path


def test_every_file_the_readme_links_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), target


def test_every_test_that_is_named_for_security_is_there() -> None:
    named = re.findall(r"`(tests/[^`]+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    assert len(named) > 10
    for path in named:
        assert (ROOT / path).exists(), path


def test_every_target_of_make_is_there() -> None:
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    for target in re.findall(r"`?make (\w+)", README):
        if target != "PYTHON":
            assert target in targets or target in {"is", "and"}, target
