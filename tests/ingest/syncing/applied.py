"""A real library to which a folder is applied step by step, its files read in this process."""

from collections.abc import Callable
from pathlib import Path

import ingest
import rag
from ingest.syncing.apply import PlanApplier
from ingest.syncing.plan import Plan, make_plan
from rag.library import LibraryWriter
from rag.testing.embedder import FakeEmbedder
from tests.conftest import names
from tests.ingest.reading import NoProcess
from tests.ingest.syncing.registered import found_in


class Library:
    """A library, and a folder that is applied to it step by step."""

    def __init__(self, folder: Path, settings: rag.Settings) -> None:
        self.folder, self.settings = folder, settings
        self.writer = LibraryWriter(settings, FakeEmbedder.fingerprint)
        self.seen: list[ingest.Progress] = []

    def plan(self) -> Plan:
        return make_plan(found_in(self.folder), self.writer.entries(), {}, self.settings)

    def apply(self, plan: Plan, should_stop: Callable[[], bool] = lambda: False) -> PlanApplier:
        self.seen.clear()
        applier = PlanApplier(
            self.writer,
            self.writer.entries(),
            FakeEmbedder(),
            self.settings,
            NoProcess(),
            should_stop,
        )
        applier.apply(plan, self.seen.append)
        written = self.writer.entries()
        assert {key: e.record for key, e in written.items()} == {
            key: e.record for key, e in applier.entries.items()
        }
        assert {e.stamp for e in written.values()} == {e.stamp for e in applier.entries.values()}
        return applier

    @property
    def done(self) -> list[tuple[int, int, int]]:
        """Of each progress: documents done, documents, passages done."""
        return [(p.documents_done, p.documents, p.passages_done) for p in self.seen]

    @property
    def sources(self) -> list[str]:
        return sorted(names([e.record.source for e in self.writer.entries().values()]))
