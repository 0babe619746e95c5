"""Whatever is done to the files, the library holds what they hold after a sync."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import ingest
import rag
from rag.errors import UsageError
from rag.testing.embedder import FakeEmbedder

pytestmark = pytest.mark.process

NAMES = st.sampled_from(["a.txt", "b.txt", "c.md", "sub/a.txt", "sub/b.md", "sub/low/d.txt"])
TEXTS = st.sampled_from(
    ["Rain fell in Ostrava.", "Snow fell in Brno.", "Hail fell in Olomouc.", "# Head\n\nFog.", ""]
)


def by_content(folder: Path) -> dict[str, set[str]]:
    """The files that can be read, by the SHA-256 of their content."""
    found: dict[str, set[str]] = {}
    for path in folder.rglob("*.*"):
        if data := path.read_bytes():
            found.setdefault(hashlib.sha256(data).hexdigest(), set()).add(str(path))
    return found


class FolderAndLibrary(RuleBasedStateMachine):
    """Files are written, moved, copied and removed; now and then there is a sync."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp())
        self.folder = self.place / "briefings"
        self.folder.mkdir()
        self.settings = rag.Settings(data_dir=self.place / "data")
        self.synced = True
        self.failed: set[str] = set()
        self.report = ingest.SyncReport()

    def teardown(self) -> None:
        shutil.rmtree(self.place)

    def change(self, name: str, action: Callable[[Path], object]) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        action(path)
        self.synced = False

    @rule(name=NAMES, text=TEXTS)
    def write(self, name: str, text: str) -> None:
        self.change(name, lambda path: path.write_text(text))

    @rule(name=NAMES)
    def remove(self, name: str) -> None:
        self.change(name, lambda path: path.unlink(missing_ok=True))

    @rule(name=NAMES, to=NAMES)
    def move(self, name: str, to: str) -> None:
        if (self.folder / name).exists():
            self.change(to, (self.folder / name).replace)

    @rule(name=NAMES, to=NAMES)
    def copy(self, name: str, to: str) -> None:
        if (self.folder / name).exists() and name != to:
            self.change(to, lambda path: shutil.copy2(self.folder / name, path))

    @rule(name=NAMES)
    def touch(self, name: str) -> None:
        if (self.folder / name).exists():
            self.change(name, lambda path: path.touch())

    @precondition(lambda self: not self.synced)
    @rule()
    def lose_the_note(self) -> None:
        for path in self.settings.data_dir.glob("snapshot-*.json"):
            path.unlink()

    @precondition(lambda self: not self.synced)
    @rule()
    def sync(self) -> None:
        try:
            self.report = self.run(dry_run=True)
        except UsageError:
            assert not list(self.folder.rglob("*.*"))
            return
        done = self.run()
        self.failed = set(done.failed)
        assert set(self.report.added) - self.failed == set(done.added)
        assert set(self.report.moved) - self.failed == set(done.moved)
        assert self.report.removed == done.removed
        self.synced = True
        if by_content(self.folder):
            again = self.run()
            assert not [*again.added, *again.changed, *again.moved, *again.removed]

    def run(self, *, dry_run: bool = False) -> ingest.SyncReport:
        return ingest.sync(
            [self.folder],
            settings=self.settings,
            embedder=FakeEmbedder(),
            allow_empty=True,
            dry_run=dry_run,
        )

    @invariant()
    def the_library_equals_the_folder(self) -> None:
        if not self.synced or not self.settings.data_dir.exists():
            return
        files = by_content(self.folder)
        with rag.open(self.settings, embedder=FakeEmbedder()) as dossier:
            records = dossier.documents()
            assert {record.sha256 for record in records} >= set(files)
            # A file that failed keeps the version it had.
            records = [record for record in records if record.source not in self.failed]
            assert len({record.sha256 for record in records}) == len(records)
            for record in records:
                document = dossier.document(record.id)
                assert record.source in files[record.sha256]
                assert hashlib.sha256(document.text.encode()).hexdigest() == record.sha256


TestFolderAndLibrary = FolderAndLibrary.TestCase
TestFolderAndLibrary.settings = settings(
    max_examples=12,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
