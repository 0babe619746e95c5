"""Watching folders from a program, without the command line."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import ingest
import rag
from rag.errors import DossierError, UsageError
from rag.testing.embedder import FakeEmbedder
from tests.conftest import Write, names

pytestmark = [pytest.mark.process, pytest.mark.timeout(60)]


class Watching:
    """A watch that settles quickly, and what it has reported."""

    def __init__(self, folder: Path, settings: rag.Settings) -> None:
        self.stop = threading.Event()
        self._reports = ingest.watch(
            [folder],
            settings=settings,
            embedder=FakeEmbedder(),
            stop=self.stop,
            settle_seconds=0.1,
        )

    def report(self) -> ingest.SyncReport:
        report = next(self._reports)
        assert isinstance(report, ingest.SyncReport)
        return report

    def error(self) -> DossierError:
        error = next(self._reports)
        assert isinstance(error, DossierError)
        return error

    def rest(self) -> list[ingest.SyncReport | DossierError]:
        return list(self._reports)


@pytest.fixture
def watching(write: Write, folder: Path, settings: rag.Settings) -> Iterator[Watching]:
    write("a.txt", "Rain fell.")
    watching = Watching(folder, settings)
    assert names(watching.report().added) == ["a.txt"]
    yield watching
    watching.stop.set()
    watching.rest()


def test_a_change_before_the_watching_begins_is_found(watching: Watching, write: Write) -> None:
    write("b.txt", "Snow fell.")
    assert names(watching.report().added) == ["b.txt"]


def test_an_error_is_reported_once_and_the_watching_goes_on(
    watching: Watching, write: Write, folder: Path
) -> None:
    folder.rename(folder.parent / "elsewhere")
    error = watching.error()
    assert isinstance(error, UsageError)
    assert error.remedy == "Check the path."
    timer = threading.Timer(0.5, (folder.parent / "elsewhere").rename, [folder])
    timer.start()
    write_later = threading.Timer(0.7, lambda: (folder / "b.txt").write_text("Snow fell."))
    write_later.start()
    assert names(watching.report().added) == ["b.txt"]


def test_hidden_files_and_other_formats_are_no_change(watching: Watching, write: Write) -> None:
    write(".b.txt", "Snow fell.")
    write("c.xyz", "Snow fell.")
    write("d.txt", "Hail fell.")
    report = watching.report()
    assert names(report.added) == ["d.txt"]
    assert names(report.unchanged) == ["a.txt"]


def test_it_ends_when_told_to(watching: Watching) -> None:
    watching.stop.set()
    assert watching.rest() == []


def test_the_first_sync_raises_its_error(folder: Path, settings: rag.Settings) -> None:
    with pytest.raises(UsageError, match="There is nothing to read"):
        Watching(folder, settings).report()
