"""What a file says, and what it is called, neither steers the terminal nor hides there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import rag
from tests.conftest import ROOT, Sync, Write
from ui.cli import app
from ui.safe_text import one_line, plain

MARK = "\N{REPLACEMENT CHARACTER}"
STEERING = "\x1b\x07\x9b\x7f\r\u202e\u2066"
UNSEEN = "\u061c\u200b\u200e\u200f\u2028\u2029\u2060\ufeff\xad"
NAME = "dam\x1b[31m\x9b2J\u202etxt\nfailed  b\u200b.md"
TEXT = "# Dam\x1b[31m\u202e at Harta\n\nThe dam\x1b[31m at \u2066Harta lost 3 gates."


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )


@pytest.mark.parametrize("character", [*STEERING, "\udce9"])
def test_what_steers_a_terminal_becomes_visible(character: str) -> None:
    assert plain(f"a{character}b") == one_line(f"a{character}b") == f"a{MARK}b"


@pytest.mark.parametrize("character", [*UNSEEN, "\n", "\t", "\U000e0041"])
def test_what_cannot_be_seen_becomes_visible_in_a_name(character: str) -> None:
    assert one_line(f"a{character}b") == f"a{MARK}b"


@pytest.mark.parametrize(
    "name", ["می\u200cخواهم", "क्\u200dष", "👩\u200d🚒", "🌧️ déšť", "葛\U000e0100飾", "שלום"]
)
def test_names_of_any_script_stay_as_they_are(name: str) -> None:
    assert one_line(name) == plain(name) == name


def test_a_text_keeps_its_lines_and_marks_of_direction() -> None:
    assert plain("a\tb\r\nc\u200f.\n") == "a\tb\nc\u200f.\n"


@pytest.fixture
def synced(
    write: Write,
    sync: Sync,
    settings: rag.Settings,
    fake_model: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A file with a hostile name and hostile words; it is in the library."""
    monkeypatch.setenv("DOSSIER_DATA_DIR", str(settings.data_dir))
    path = write(NAME, TEXT)
    sync()
    return path


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such names")
def test_every_command_shows_names_and_texts_safely(
    synced: Path, write: Write, folder: Path
) -> None:
    def shown(*arguments: str) -> str:
        result = CliRunner().invoke(app, arguments)
        assert not set(result.output) & set(STEERING), arguments
        assert not isinstance(result.exception, Exception), result.exception
        return result.output

    identifier = json.loads(shown("documents", "--json"))[0]["document_id"]
    shown("documents")
    assert f"source      {one_line(str(synced))}" in shown("show", identifier)
    for command in ("ask", "search"):
        assert one_line(str(synced)) in shown(command, "How many gates did the dam at Harta lose?")
    write("copy.md", TEXT)
    write("bad\x1b\u202e.txt", "\x00")
    report = shown("sync", str(folder)).splitlines()
    assert len(report) == 3
    assert report[1].startswith("failed")
    assert one_line(str(synced)) in shown("remove", identifier)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such names")
def test_json_escapes_what_steers_a_terminal_and_says_the_same(synced: Path) -> None:
    printed = CliRunner().invoke(app, ["documents", "--json"]).stdout
    assert "\\u202e" in printed
    assert not set(printed) & set(STEERING)
    assert json.loads(printed)[0]["source"] == str(synced)


@pytest.mark.process
@pytest.mark.skipif(os.name != "posix", reason="Windows has no such names")
def test_an_error_names_a_path_safely(folder: Path) -> None:
    data = folder / NAME
    data.write_text("A file.")
    (folder / "a.txt").write_text("Rain fell.")
    module = ("-m", "tests.ingest.syncing.dossier_with_fake")
    result = run(*module, "sync", str(folder), DOSSIER_DATA_DIR=str(data))
    assert result.returncode == 1
    assert one_line(str(data)) in result.stderr
    assert not set(result.stderr) & set(STEERING)
