"""The command line, run as a person runs it."""

import contextlib
import json
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from typer.testing import CliRunner

import rag
from rag.testing.embedder import FakeEmbedder
from tests.conftest import ROOT, Sync, Write
from tests.rag.models.model_server import Reply, model_server
from tests.ui.conftest import Program
from ui.cli import app

Result = subprocess.CompletedProcess[str]
WITH_FAKE = """
import rag.dossier
from rag.testing.embedder import FakeEmbedder
from ui.cli import main
rag.dossier.SentenceTransformerEmbedder = lambda _: FakeEmbedder()
main()
"""


def in_a_process(*arguments: str, **environment: str) -> Result:
    return subprocess.run(
        [sys.executable, "-m", "ui.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", **environment},
    )


@pytest.fixture
def run(loaded_model: None, program: Program) -> Program:
    """Runs the program, with the model that is loaded already."""
    return program


def printed(result: Result) -> Any:
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def assert_one_sentence(result: Result, code: int, *words: str) -> None:
    """The message names the thing and the remedy, without a trace of the program's inside."""
    assert result.returncode == code
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr


def test_from_folder_to_answer(write: Write, folder: Path, run: Program) -> None:
    path = write("2026-03-04-dam.md", "# The dam\n\n## Damage\n\nThe dam at Harta lost 3 gates.")
    report = printed(in_a_process("sync", str(folder), "--json"))
    assert report == {
        "added": [str(path)],
        "changed": [],
        "moved": [],
        "removed": [],
        "unchanged": [],
        "duplicate": [],
        "failed": [],
        "remaining": [],
        "passed_over": {},
        "omissions": [],
    }

    answer = printed(in_a_process("ask", "How many gates did the dam lose?", "--json"))
    text = path.read_text()
    (citation,) = answer["citations"]
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    hits = {hit["passage_id"]: hit for hit in answer["hits"]}
    hit = hits[citation["passage_id"]]
    (document,) = printed(run("documents", "--json"))
    assert set(answer) >= {
        *("question", "search_text", "text", "answered", "confidence", "engine"),
        *("sentences", "citations", "hits", "timings"),
    }
    assert answer["text"] == "The dam at Harta lost 3 gates. [1]"
    assert answer["sentences"] == [
        {
            "text": "The dam at Harta lost 3 gates.",
            "markers": [1],
            "supported": True,
            "support": 1.0,
            "reason": "",
        }
    ]
    assert citation == {
        "marker": 1,
        "passage_id": hit["passage_id"],
        "document_id": document["document_id"],
        "title": "The dam",
        "source": str(path),
        "published": "2026-03-04",
        "page": None,
        "section": "Damage",
        "start": text.index("The dam at"),
        "end": len(text),
        "quote": "The dam at Harta lost 3 gates.",
        "speaker": None,
        "sent": None,
        "row": [],
    }
    assert set(document) == {
        *("document_id", "title", "source", "published", "sha256"),
        *("passages", "characters", "indexed_at", "title_from", "published_from"),
    }
    assert set(answer["timings"]) == {"search_ms", "answer_ms"}

    found = printed(run("search", "gates", "--json", "--limit", "1"))
    assert set(found) == {"question", "hits", "notices"}
    assert {"passage_id", "document_id", "title", "source", "start", "end", "text", "score"} <= set(
        found["hits"][0]
    )

    shown = run("ask", "How many gates did the dam lose?")
    assert "“The dam at Harta lost 3 gates.”" in shown.stdout
    assert "The dam, 2026-03-04, Damage" in shown.stdout
    assert "Damage" in run("show", document["document_id"]).stdout
    assert run("show", document["document_id"], "--text").stdout == text
    assert str(path) in run("remove", document["document_id"]).stdout
    assert printed(run("documents", "--json")) == []


def test_filters_and_abstention(write: Write, folder: Path, run: Program) -> None:
    write("2026-03-04-dam.md", "# The dam\n\nThe dam at Harta lost 3 gates.")
    run("sync", str(folder))
    for option, day, answered in (
        ("--since", "2026-03-04", True),
        ("--since", "2026-03-05", False),
        ("--until", "2026-03-03", False),
    ):
        asked = ("ask", "How many gates did the dam lose?", "--json", option, day)
        assert printed(run(*asked))["answered"] is answered
    shown = run("ask", "How is sourdough bread baked?").stdout
    assert "The briefings don't say." in shown
    assert "nearest passages" in shown
    assert_one_sentence(run("ask", "x", "--since", "yesterday"), 2, "yesterday")


def test_answers_of_a_language_model(
    write: Write, sync: Sync, settings: rag.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("2026-03-04-dam.md", "# The dam\n\nThe dam at Harta lost 3 gates.")
    sync()
    monkeypatch.setattr("rag.dossier.SentenceTransformerEmbedder", lambda _: FakeEmbedder())
    monkeypatch.setenv("DOSSIER_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("DOSSIER_LLM_MODEL", "qwen3")
    good = "The dam at Harta lost 3 gates [1]. "
    steps = [Reply([good, "The dam at Harta lost 30 gates [1]."])] * 2
    with model_server(*steps, Reply(["The dam at"], cut=True)) as server:
        monkeypatch.setenv("DOSSIER_LLM_BASE_URL", server.url)
        ask = ["ask", "How many gates did the dam at Harta lose?"]
        printed, shown, cut = (
            CliRunner().invoke(app, [*ask, *options]).stdout for options in (["--json"], [], [])
        )
    answer = json.loads(printed)
    assert answer["engine"] == "llm:qwen3"
    assert [sentence["supported"] for sentence in answer["sentences"]] == [True, False]
    assert "3" in answer["sentences"][1]["reason"]
    assert "Not supported: “The dam at Harta lost 30 gates.”" in shown
    assert "“The dam at Harta lost 3 gates.”" in shown
    assert cut.startswith("The dam at Harta lost 3 gates. [1]")
    assert "broke off" in cut


def test_in_a_terminal_the_answer_is_shown_as_it_comes(
    write: Write, sync: Sync, settings: rag.Settings
) -> None:
    import pty

    write("2026-03-04-dam.md", "# The dam\n\nThe dam at Harta lost 3 gates.")
    sync()
    rest = threading.Event()
    steps = [Reply(["The dam at", rest, " Harta lost 3 gates [1]."])]
    ours, theirs = pty.openpty()
    with model_server(*steps) as server:
        named = {
            "DOSSIER_DATA_DIR": str(settings.data_dir),
            "DOSSIER_LLM_MODEL": "qwen3",
            "DOSSIER_LLM_BASE_URL": server.url,
        }
        process = subprocess.Popen(
            [sys.executable, "-c", WITH_FAKE, "ask", "How many gates did the dam lose?"],
            stdout=theirs,
            env={**os.environ, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", **named},
        )
        os.close(theirs)
        shown = b""
        while b"The dam at" not in shown:
            shown += os.read(ours, 1024)
        rest.set()
        while b"3 gates. [1]" not in shown:
            shown += os.read(ours, 1024)
        with contextlib.suppress(OSError):  # the end of a pseudo-terminal
            while os.read(ours, 1024):
                pass
        assert process.wait() == 0
    os.close(ours)


def test_a_failed_file_is_named_and_the_exit_code_is_1(
    write: Write, folder: Path, run: Program
) -> None:
    write("good.txt", "Rain fell in Ostrava.")
    bad = write("bad.txt", "\x00\x01")
    result = run("sync", str(folder), "--json")
    assert result.returncode == 1
    (failed,) = json.loads(result.stdout)["failed"]
    assert failed["source"] == str(bad)
    assert "binary" in failed["reason"]


@pytest.mark.process
def test_wrong_use_gets_one_sentence(
    folder: Path, tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = program
    assert_one_sentence(run("ask", " "), 2, "question is empty")
    assert_one_sentence(run("ask", "Rain?"), 1, "dossier sync", str(Path.cwd() / ".dossier"))
    assert_one_sentence(run("sync", "nowhere"), 2, "nowhere", "Check the path")
    assert_one_sentence(run("sync", str(folder)), 2, str(folder), ".txt")
    assert_one_sentence(run("show", "x"), 2, "'x'", "dossier documents")
    mistyped = in_a_process("documents", DOSSIER_PROT="1")
    assert_one_sentence(mistyped, 2, "DOSSIER_PROT", "DOSSIER_PORT")
    assert_one_sentence(run("nonsense"), 2, "nonsense")
    (tmp_path / "file").write_text("a file")
    data = str(tmp_path / "file")
    (folder / "a.txt").write_text("Rain fell.")
    monkeypatch.setenv("DOSSIER_DATA_DIR", data)
    assert_one_sentence(run("sync", str(folder)), 1, data)


def test_control_characters_do_not_reach_the_terminal(
    write: Write, folder: Path, run: Program
) -> None:
    write("a.txt", "The dam\x1b[31m at Harta\x07 lost 3 gates [bold]now[/bold].")
    run("sync", str(folder))
    shown = run("ask", "How many gates did the dam at Harta lose?").stdout
    assert "\x1b[31m" not in shown
    assert "\x07" not in shown
    assert "[bold]now[/bold]" in shown


@pytest.mark.parametrize("command", ["sync", "ask", "search", "documents", "show", "remove"])
def test_every_command_has_help(command: str, program: Program) -> None:
    assert "Usage" in program(command, "--help").stdout


@pytest.mark.process
def test_help_is_instant() -> None:
    """`dossier --help` loads nothing but Typer: no settings, no model, no store."""
    script = (
        "import sys; sys.argv = ['dossier', '--help']\n"
        "from ui.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'pydantic', 'torch', 'chromadb', 'gradio', 'llama_index', 'rag', 'ingest'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", script], check=True, env=environment, capture_output=True)


@pytest.mark.process
def test_help_takes_no_more_than_three_times_typer() -> None:
    def seconds(*command: str) -> float:
        began = time.perf_counter()
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, *command], check=True, capture_output=True, env=environment)
        return time.perf_counter() - began

    pairs = [(seconds("-m", "ui.cli", "--help"), seconds("-c", "import typer")) for _ in range(7)]
    assert median(help_ / typer for help_, typer in pairs) <= 3


def test_the_version_is_printed() -> None:
    result = CliRunner().invoke(app, ["--version"])
    assert result.exit_code == 0
    assert re.fullmatch(r"dossier \d+\.\d+\.\d+\n", result.stdout)
