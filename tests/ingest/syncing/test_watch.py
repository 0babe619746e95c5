"""`dossier watch`: a real process follows real files."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

import rag
from tests.conftest import ROOT, Write, names

FAKE = "tests.ingest.syncing.dossier_with_fake"
pytestmark = [pytest.mark.process, pytest.mark.timeout(120)]


class Watching:
    """A `dossier watch` that runs, and the reports it prints."""

    def __init__(self, settings: rag.Settings, *paths: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        environment["DOSSIER_DATA_DIR"] = str(settings.data_dir)
        command = [
            "-m",
            FAKE,
            "watch",
            "--json",
            *map(str, paths),
        ]
        self.process = subprocess.Popen(
            [sys.executable, *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def report(self) -> dict[str, list[str]]:
        """The next report, without what is empty, as names."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.process.communicate()
        return {
            kind: names([s if isinstance(s, str) else s["source"] for s in sources])
            for kind, sources in json.loads(line).items()
            if sources
        }

    def message(self) -> str:
        """The next line on stderr: an error's message, or after it the remedy."""
        assert self.process.stderr is not None
        return self.process.stderr.readline()

    def end(self, number: int = signal.SIGINT) -> tuple[str, str]:
        """Send the signal, Ctrl-C's by default; what else was printed."""
        self.process.send_signal(number)
        return self.process.communicate()


@pytest.fixture
def watching(write: Write, folder: Path, settings: rag.Settings) -> Iterator[Watching]:
    write("a.txt", "Rain fell in Ostrava.")
    watching = Watching(settings, folder)
    assert watching.report() == {"added": ["a.txt"]}
    yield watching
    watching.process.kill()
    watching.process.communicate()


def test_it_follows_files_until_ctrl_c(
    watching: Watching, write: Write, folder: Path, dossier: Any
) -> None:
    write("sub/b.txt", "Snow fell in Brno.")
    assert watching.report() == {"added": ["b.txt"], "unchanged": ["a.txt"]}
    write("a.txt", "Hail fell in Olomouc.")
    assert watching.report() == {"changed": ["a.txt"], "unchanged": ["b.txt"]}
    (folder / "a.txt").rename(folder / "c.txt")
    assert watching.report() == {"moved": ["c.txt"], "unchanged": ["b.txt"]}
    (folder / "sub").rename(folder / "below")
    assert watching.report() == {"moved": ["b.txt"], "unchanged": ["c.txt"]}
    shutil.rmtree(folder / "below")
    assert watching.report() == {"removed": ["b.txt"], "unchanged": ["c.txt"]}
    assert [d.title for d in dossier.documents()] == ["Hail fell in Olomouc."]
    assert watching.end() == ("", "")
    assert watching.process.returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="Windows sends no such signal")
def test_a_service_manager_ends_it_as_ctrl_c_does(watching: Watching) -> None:
    assert watching.end(signal.SIGTERM) == ("", "")
    assert watching.process.returncode == 0


def test_a_file_that_is_still_being_written_is_left_alone(
    watching: Watching, folder: Path, dossier: Any
) -> None:
    words = ""
    until = time.monotonic() + 2.5
    with (folder / "b.txt").open("w") as file:
        while time.monotonic() < until:
            file.write("Snow fell in Brno. ")
            file.flush()
            words += "Snow fell in Brno. "
            Event().wait(0.1)
    assert watching.report() == {"added": ["b.txt"], "unchanged": ["a.txt"]}
    (document,) = [d for d in dossier.documents() if d.source.endswith("b.txt")]
    assert dossier.document(document.id).text == words
    assert watching.end() == ("", "")


def test_what_is_not_read_wakes_nobody(watching: Watching, write: Write) -> None:
    write("a.xyz", "x")
    write(".hidden/b.txt", "Snow fell.")
    write("~$a.txt", "a lock")
    write("c.txt", "Hail fell.")
    assert watching.report() == {
        "added": ["c.txt"],
        "unchanged": ["a.txt"],
        "passed_over": [".xyz"],
    }


def test_a_folder_that_goes_away_is_waited_for(
    watching: Watching, write: Write, folder: Path, dossier: Any
) -> None:
    folder.rename(folder.parent / "elsewhere")
    assert "There is no file or folder" in watching.message()
    assert "Check the path" in watching.message()
    assert len(dossier.documents()) == 1
    (folder.parent / "elsewhere").rename(folder)
    write("b.txt", "Snow fell in Brno.")
    assert watching.report() == {"added": ["b.txt"], "unchanged": ["a.txt"]}
    write("c.txt", "Hail fell in Olomouc.")
    assert watching.report() == {"added": ["c.txt"], "unchanged": ["a.txt", "b.txt"]}


def test_an_emptied_folder_empties_nothing(
    watching: Watching, write: Write, folder: Path, dossier: Any
) -> None:
    (folder / "a.txt").unlink()
    assert "There is nothing to read" in watching.message()
    assert "--allow-empty" in watching.message()
    assert len(dossier.documents()) == 1
    write("b.txt", "Snow fell in Brno.")
    assert watching.report() == {"added": ["b.txt"], "removed": ["a.txt"]}


def test_a_single_file_that_is_replaced(
    write: Write, folder: Path, tmp_path: Path, settings: rag.Settings
) -> None:
    path = write("a.txt", "Rain fell in Ostrava.")
    watching = Watching(settings, path)
    try:
        assert watching.report() == {"added": ["a.txt"]}
        for words in ("Snow fell.", "Hail fell."):
            (tmp_path / "new").write_text(words)
            (tmp_path / "new").replace(path)
            assert watching.report() == {"changed": ["a.txt"]}
        assert watching.end() == ("", "")
    finally:
        watching.process.kill()
        watching.process.communicate()
