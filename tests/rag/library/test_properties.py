"""Whatever happens to the files, after a sync the library is what the folder says."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

import ingest
import rag
from rag.errors import UsageError
from rag.library import examine_library
from rag.testing.embedder import FakeEmbedder
from tests.rag.library.libraries import check_whole

pytestmark = pytest.mark.process

NAMES = ("a.txt", "b.md", "c.txt", "deep/d.txt", "deep/er/e.md")
TEXTS = tuple(
    " ".join(f"Report {number} names finding {n} of the harbour." for n in range(1 + 9 * number))
    for number in range(6)
)
BAD = b"\x00\x01\x02" * 50

a_name = strategies.sampled_from(NAMES)
a_text = strategies.sampled_from(TEXTS)


class Folder(RuleBasedStateMachine):
    """Changes files and syncs, in any order.

    Attributes:
        indexed: the text of each document after the last sync, by the file that it came from. A
            file that is bad keeps it, also one that was deleted and came back bad in between.
    """

    @initialize()
    def begin(self) -> None:
        self.root = Path(tempfile.mkdtemp())
        self.folder = self.root / "briefings"
        (self.folder / "deep" / "er").mkdir(parents=True)
        self.settings = rag.Settings(data_dir=self.root / "data")
        self.indexed: dict[Path, str] = {}
        self.clock = 1

    def teardown(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)

    def set(self, path: Path, data: bytes) -> None:
        path.write_bytes(data)
        self.tick(path)

    def tick(self, path: Path) -> None:
        self.clock += 1
        os.utime(path, ns=(self.clock, self.clock))

    @rule(name=a_name, text=a_text)
    def write(self, name: str, text: str) -> None:
        self.set(self.folder / name, text.encode())

    @rule(name=a_name)
    def make_bad(self, name: str) -> None:
        self.set(self.folder / name, BAD)

    @rule(name=a_name)
    def touch(self, name: str) -> None:
        if (self.folder / name).exists():
            self.tick(self.folder / name)

    @rule(name=a_name)
    def delete(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)

    @rule(old=a_name, new=a_name)
    def rename(self, old: str, new: str) -> None:
        if (self.folder / old).exists() and old != new:
            data = (self.folder / old).read_bytes()
            self.delete(old)
            self.set(self.folder / new, data)

    @rule(old=a_name, new=a_name)
    def copy(self, old: str, new: str) -> None:
        if (self.folder / old).exists() and old != new:
            self.set(self.folder / new, (self.folder / old).read_bytes())

    @rule()
    def sync(self) -> None:
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        try:
            report = self.run_sync()
        except UsageError:
            assert not files
            return
        bad = {path for path in files if path.read_bytes() == BAD}
        assert {Path(source) for source in report.failed} == bad
        readable = {path.read_text() for path in files if path not in bad}
        kept = {path: text for path, text in self.indexed.items() if path in bad}
        whole = {Path(source): text for source, text in check_whole(self.settings).items()}
        assert readable <= set(whole.values()) <= readable | set(kept.values())
        for path, text in whole.items():
            assert text == (kept[path] if path in bad else path.read_text())
        self.indexed = whole
        assert examine_library(self.settings, FakeEmbedder()).findings == ()

    @rule()
    def sync_twice(self) -> None:
        self.sync()
        if any(self.folder.rglob("*.*")):
            report = self.run_sync()
            done = (report.added, report.changed, report.moved, report.removed)
            assert not any(done)

    def run_sync(self) -> ingest.SyncReport:
        return ingest.sync(
            [self.folder], settings=self.settings, embedder=FakeEmbedder(), allow_empty=True
        )


TestFolder = Folder.TestCase
TestFolder.settings = settings(
    max_examples=12,
    stateful_step_count=16,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
