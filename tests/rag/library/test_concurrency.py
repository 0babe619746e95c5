"""Promise 5: readers see each change within 2 seconds, while a writer changes, adds and removes.

Every sentence of a file says the file's name and its edition; the names are never used again after
a removal, so that what was removed would show.
"""

import re
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

import rag
from rag.dossier import Dossier
from rag.testing.embedder import FakeEmbedder
from tests.rag.library.libraries import Syncs, chroma_server

pytestmark = pytest.mark.process

VISIBLE_S = 2.0
STAMP = re.compile(r"Station (\w+) edition (\d+) finding")


class Ledger:
    """What the files said, and until when each edition of a file may be read.

    Attributes:
        ends: when the sync that replaced or removed an edition had ended, by file and edition.
        begins: when the sync that brought the edition had ended.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.current: dict[str, int] = {}
        self.begins: dict[tuple[str, int], float] = {}
        self.ends: dict[tuple[str, int], float] = {}

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.txt"

    def write(self, name: str, edition: int) -> None:
        findings = range(20 + edition % 5)
        text = " ".join(f"Station {name} edition {edition} finding {n} holds." for n in findings)
        self.path(name).write_text(text)

    def change(self, step: int) -> dict[str, int]:
        """Change one file, add one, remove one; what the library is to hold after the sync."""
        after = dict(self.current)
        names = sorted(after)
        if len(names) > 3:
            self.path(names[0]).unlink()
            del after[names[0]]
        if len(names) > 1:
            after[names[-1]] = step
        after[f"N{step:03}"] = step
        for name, edition in after.items():
            if self.current.get(name) != edition:
                self.write(name, edition)
        return after

    def synced(self, after: dict[str, int], when: float) -> None:
        for key in self.current.items() - after.items():
            self.ends[key] = when
        for key in after.items() - self.current.items():
            self.begins[key] = when
        self.current = after

    def check(self, editions: dict[str, set[int]], asked: float) -> None:
        """What an answer showed, against what was there when its question was asked."""
        for name, found in editions.items():
            assert len(found) == 1, f"{name} is a mixture of editions {found}"
            ended = self.ends.get((name, min(found)))
            assert ended is None or asked < ended + VISIBLE_S, f"{name} {found} was long replaced"


def editions_of(texts: list[str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for text in texts:
        for name, edition in STAMP.findall(text):
            found.setdefault(name, set()).add(int(edition))
    return found


class Reader(threading.Thread):
    """Asks all the time, and keeps the first failure."""

    def __init__(self, dossier: Dossier, ledger: Ledger) -> None:
        super().__init__()
        self.dossier = dossier
        self.ledger = ledger
        self.questions = 0
        self.failure: BaseException | None = None
        self.done = threading.Event()

    def run(self) -> None:
        try:
            while not self.done.is_set():
                self.ask()
        except BaseException as error:  # noqa: BLE001 (raised again by the test)
            self.failure = error

    def ask(self) -> None:
        asked = time.monotonic()
        name = max(self.ledger.current, default="N000")
        question = f"Which finding has station {name}?"
        if self.questions % 2:
            hits = self.dossier.retrieve(question, limit=20)
            shown = [hit.passage.text for hit in hits]
        else:
            answer = self.dossier.answer(question)
            for citation in answer.citations:
                assert citation.quote
            shown = [hit.passage.text for hit in answer.hits]
            shown += [citation.quote for citation in answer.citations]
        self.ledger.check(editions_of(shown), asked)
        self.questions += 1

    def stop(self) -> None:
        self.done.set()
        self.join(20)
        if self.failure is not None:
            raise self.failure


@pytest.fixture(scope="module")
def syncs() -> Iterator[Syncs]:
    syncs = Syncs()
    yield syncs
    syncs.close()


@pytest.fixture
def ledger(folder: Path) -> Ledger:
    return Ledger(folder)


def sees(dossier: Dossier, ledger: Ledger) -> bool:
    """Whether a search for each file finds its current edition, and no file that is gone."""
    for name, edition in ledger.current.items():
        hits = dossier.retrieve(f"station {name} finding", limit=50)
        if editions_of([hit.passage.text for hit in hits]).get(name) != {edition}:
            return False
    sources = {Path(record.source).stem for record in dossier.documents()}
    return sources == set(ledger.current)


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    """Whether the condition comes to hold before that many seconds are over."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
    return True


def change_while_asking(
    ledger: Ledger, settings: rag.Settings, syncs: Syncs, handles: int, threads: int, steps: int
) -> None:
    """Sync changes in another process while readers ask, and see each change in time."""

    def sync(step: int) -> None:
        after = ledger.change(step)
        syncs.start(ledger.folder, settings)
        assert syncs.ended(within=30) == 0
        ledger.synced(after, time.monotonic())

    sync(0)
    dossiers = [rag.open(settings, embedder=FakeEmbedder()) for _ in range(handles)]
    readers = [Reader(dossier, ledger) for dossier in dossiers for _ in range(threads)]
    for reader in readers:
        reader.start()
    for step in range(1, steps):
        sync(step)
        for dossier in dossiers:
            assert within(VISIBLE_S, partial(sees, dossier, ledger))
    for reader in readers:
        reader.stop()
        assert reader.questions > steps
    for dossier in dossiers:
        dossier.close()


def test_a_reader_beside_a_writer(ledger: Ledger, settings: rag.Settings, syncs: Syncs) -> None:
    change_while_asking(ledger, settings, syncs, handles=1, threads=1, steps=16)


def test_two_handles_and_threads(ledger: Ledger, settings: rag.Settings, syncs: Syncs) -> None:
    change_while_asking(ledger, settings, syncs, handles=2, threads=2, steps=8)


@pytest.mark.process
def test_a_reader_of_a_server(ledger: Ledger, tmp_path: Path, syncs: Syncs) -> None:
    with chroma_server(tmp_path / "server") as server:
        settings = rag.Settings(data_dir=tmp_path / "data", chroma_url=server.url)
        change_while_asking(ledger, settings, syncs, handles=1, threads=2, steps=8)
