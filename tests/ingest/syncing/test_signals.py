"""Ctrl-C and its like: a real signal to a real sync."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import rag
from tests.conftest import ROOT, Sync, Write, names

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(os.name != "posix", reason="Windows sends no such signal"),
]

DOCUMENTS = 18


@pytest.fixture
def corpus(write: Write) -> list[str]:
    """More documents than are embedded together."""
    for n in range(DOCUMENTS):
        words = [f"Rain number {n} {m} fell on the old town of Ostrava today." for m in range(400)]
        write(f"{n:02}.txt", "\n".join(words))
    return [f"{n:02}.txt" for n in range(DOCUMENTS)]


@contextmanager
def running_sync(
    folder: Path, settings: rag.Settings, *before: str
) -> Iterator["subprocess.Popen[str]"]:
    """A sync that waits in its first embedding, with the words before its command."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "WAIT": "1"}
    environment["DOSSIER_DATA_DIR"] = str(settings.data_dir)
    with subprocess.Popen(
        [
            *before,
            sys.executable,
            "-m",
            "tests.ingest.syncing.dossier_with_fake",
            "sync",
            str(folder),
            "--json",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "embedding\n"
        yield process


def go_on(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    assert process.stderr is not None
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stderr.readline() == "embedding\n"


def interrupt(process: "subprocess.Popen[str]", name: str) -> None:
    process.send_signal(signal.Signals[name])
    assert process.stderr is not None
    said = process.stderr.readline()
    assert "Ctrl-C again" in said, said + process.stderr.read()


def finishes(sync: Sync, corpus: list[str], dossier: Any, done: list[str]) -> None:
    """The next sync does what remained, and only that."""
    report = sync()
    assert names(report.unchanged) == done
    assert sorted([*names(report.added), *done]) == corpus
    assert len(dossier.documents()) == DOCUMENTS


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_the_first_stops_after_the_documents_at_hand(
    corpus: list[str], folder: Path, settings: rag.Settings, sync: Sync, dossier: Any, name: str
) -> None:
    with running_sync(folder, settings) as process:
        while not dossier.documents():  # until the first that are embedded together are written
            go_on(process)
        interrupt(process, name)
        printed, said = process.communicate("\n")
    report = json.loads(printed)
    assert process.returncode == 1
    assert 0 < len(report["added"]) < DOCUMENTS
    assert sorted(names([*report["added"], *report["remaining"]])) == corpus
    assert f"{len(report['remaining'])} files left" in said
    assert len(dossier.documents()) == len(report["added"])
    finishes(sync, corpus, dossier, names(report["added"]))


@pytest.mark.parametrize(("first", "second"), [("SIGINT", "SIGINT"), ("SIGHUP", "SIGTERM")])
def test_the_second_ends_at_once(
    corpus: list[str],
    folder: Path,
    settings: rag.Settings,
    sync: Sync,
    dossier: Any,
    first: str,
    second: str,
) -> None:
    with running_sync(folder, settings) as process:
        interrupt(process, first)
        process.send_signal(signal.Signals[second])
        printed, said = process.communicate()
    assert process.returncode in {1, 130}  # as Typer has it
    assert printed == ""
    assert "Traceback" not in said
    finishes(sync, corpus, dossier, [])


def test_a_terminal_that_closes_may_say_so_twice(
    corpus: list[str], folder: Path, settings: rag.Settings
) -> None:
    with running_sync(folder, settings) as process:
        interrupt(process, "SIGHUP")
        process.send_signal(signal.SIGHUP)
        printed, _ = process.communicate("\n")
    assert sorted(names(json.loads(printed)["remaining"])) == corpus


def test_what_nohup_runs_outlives_its_terminal(
    corpus: list[str], folder: Path, settings: rag.Settings
) -> None:
    with running_sync(folder, settings, "nohup") as process:
        process.send_signal(signal.SIGHUP)
        printed, _ = process.communicate("\n" * DOCUMENTS)
    assert process.returncode == 0
    assert sorted(names(json.loads(printed)["added"])) == corpus


def test_a_long_document_does_not_hold_it_up(write: Write, sync: Sync) -> None:
    write("a.txt", "\n".join(f"Rain number {n} fell on Ostrava." for n in range(20_000)))
    asked = iter([False, False, True])
    report = sync(should_stop=lambda: next(asked))
    assert names(report.remaining) == ["a.txt"]
    assert not report.added
    assert names(sync().added) == ["a.txt"]


def test_a_duplicate_of_what_remains_remains(write: Write, sync: Sync) -> None:
    write("a.txt", "Rain fell.")
    write("b.txt", "Rain fell.")
    report = sync(should_stop=lambda: True)
    assert names(report.remaining) == ["a.txt", "b.txt"]
    assert not report.duplicate
    assert names(sync().added) == ["a.txt"]
