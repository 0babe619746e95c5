"""Promise 4: a process killed at any instant leaves each document whole, and the next sync repairs.

A sync is killed again and again while documents are added, changed and removed. Each text says in
every sentence which file and which edition it is, so that a mixture shows.
"""

import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

import ingest
import rag
from rag.errors import LibraryError
from rag.testing.embedder import FakeEmbedder
from tests.rag.library import kills
from tests.rag.library.libraries import (
    ChromaServer,
    Syncs,
    check_whole,
    chroma_server,
    contents,
)

pytestmark = pytest.mark.process

NAMES = [f"{name}.txt" for name in ("Arrow", "Birch", "Cedar", "Drift", "Ember", "Fjord")]


@pytest.fixture(scope="module")
def syncs() -> Iterator[Syncs]:
    syncs = Syncs()
    yield syncs
    syncs.close()


class Briefings:
    """A folder that changes at random, and what a reader of its library may see.

    Attributes:
        texts: the text of each file by its path; None where there is no file.
        seen: what each document may be: the texts since the last complete sync.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.random = random.Random(seed)
        self.edition = 0
        self.texts: dict[str, str | None] = {str(folder / name): None for name in NAMES}
        self.seen: dict[str, set[str | None]] = {path: {None} for path in self.texts}

    def change(self) -> None:
        """Write or delete about half of the files."""
        for path in self.random.sample(sorted(self.texts), 3):
            self.edition += 1
            if self.texts[path] is not None and self.random.random() < 0.3:
                Path(path).unlink()
                self.texts[path] = None
            else:
                self.texts[path] = self._text(Path(path).stem)
                Path(path).write_text(self.texts[path] or "")
                os.utime(path, ns=(self.edition, self.edition))
            self.seen[path].add(self.texts[path])

    def synced(self) -> None:
        self.seen = {path: {text} for path, text in self.texts.items()}

    def _text(self, name: str) -> str:
        sentences = self.random.randint(3, 60)
        return " ".join(
            f"The {name} report of edition {self.edition} names finding {n} in harbour {n % 7}."
            for n in range(sentences)
        )


def check_reader(briefings: Briefings, settings: rag.Settings) -> None:
    """What a new reader sees: each document wholly as it was or wholly as it is."""
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        if not dossier.documents():
            assert all(None in texts for texts in briefings.seen.values())
            return
        whole = check_whole(settings)
        for path, allowed in briefings.seen.items():
            assert whole.get(path) in allowed
        texts = {record.id: dossier.document(record.id).text for record in dossier.documents()}
        for name in NAMES[:3]:
            answer = dossier.answer(f"Which finding does the {Path(name).stem} report name?")
            for hit in answer.hits:
                passage = hit.passage
                text = texts[passage.document_id]
                assert passage.text == text[passage.start : passage.end]
            for citation in answer.citations:
                text = texts[citation.document.id]
                assert citation.quote == text[citation.start : citation.end]


class Crashes:
    """Kills syncs of one library, and syncs another library of the same folder undisturbed."""

    def __init__(self, tmp_path: Path, folder: Path, syncs: Syncs, url: str | None) -> None:
        self.settings = rag.Settings(data_dir=tmp_path / "data", chroma_url=url)
        self.undisturbed = rag.Settings(data_dir=tmp_path / "undisturbed")
        self.briefings = Briefings(folder, seed=3)
        self.syncs = syncs
        self.killed = 0
        self.took = 0.5

    def sync(self, settings: rag.Settings) -> None:
        folder = self.briefings.folder
        ingest.sync([folder], settings=settings, embedder=FakeEmbedder(), allow_empty=True)

    def complete(self) -> None:
        """One more sync: the library is what one that was never disturbed is."""
        began = time.perf_counter()
        self.sync(self.settings)
        self.took = time.perf_counter() - began
        self.sync(self.undisturbed)
        assert contents(self.settings) == contents(self.undisturbed)
        self.briefings.synced()

    def kill(self) -> None:
        """Begin a sync of a changed folder, and kill it somewhere on its way."""
        self.briefings.change()
        delay = self.briefings.random.uniform(0, self.took)
        process = self.syncs.start(self.briefings.folder, self.settings)
        code = self.syncs.ended(within=delay)
        if code is None:
            with suppress(ProcessLookupError):  # it may have ended just now
                os.kill(process, signal.SIGKILL)
            code = self.syncs.ended()
        assert code in {0, -signal.SIGKILL}
        self.killed += code != 0


@pytest.mark.process
def test_a_sync_killed_at_any_instant(tmp_path: Path, folder: Path, syncs: Syncs) -> None:
    crashes = Crashes(tmp_path, folder, syncs, None)
    while crashes.killed < 24:
        for _ in range(3):
            crashes.kill()
            check_reader(crashes.briefings, crashes.settings)
        crashes.complete()


@pytest.mark.process
def test_killed_with_the_lexical_index_deleted(tmp_path: Path, folder: Path, syncs: Syncs) -> None:
    crashes = Crashes(tmp_path, folder, syncs, None)
    while crashes.killed < 6:
        for _ in range(2):
            shutil.rmtree(crashes.settings.data_dir / "lexical", ignore_errors=True)
            crashes.kill()
            check_reader(crashes.briefings, crashes.settings)
        shutil.rmtree(crashes.settings.data_dir / "lexical", ignore_errors=True)
        crashes.complete()


@pytest.mark.process
def test_a_sync_killed_that_writes_to_a_server(tmp_path: Path, folder: Path, syncs: Syncs) -> None:
    with chroma_server(tmp_path / "server") as server:
        crashes = Crashes(tmp_path, folder, syncs, server.url)
        while crashes.killed < 6:
            for _ in range(2):
                crashes.kill()
                check_reader(crashes.briefings, crashes.settings)
            crashes.complete()


@pytest.mark.process
def test_a_server_killed_in_the_middle(tmp_path: Path, folder: Path, syncs: Syncs) -> None:
    with chroma_server(tmp_path / "server") as server:
        crashes = Crashes(tmp_path, folder, syncs, server.url)
        crashes.briefings.change()
        crashes.complete()
        for _ in range(2):
            for _ in range(2):
                kill_server(crashes, server)
                check_reader(crashes.briefings, crashes.settings)
            crashes.complete()


def kill_server(crashes: Crashes, server: ChromaServer) -> None:
    """Kill the server during a sync, which says so, and start it again."""
    crashes.briefings.change()
    crashes.syncs.start(crashes.briefings.folder, crashes.settings)
    code = crashes.syncs.ended(within=crashes.briefings.random.uniform(0, crashes.took))
    server.kill()
    assert (crashes.syncs.ended(within=20) if code is None else code) in {0, 1}
    with rag.open(crashes.settings, embedder=FakeEmbedder()) as dossier:
        began = time.perf_counter()
        with pytest.raises(LibraryError, match="Start it, or set DOSSIER_CHROMA_URL"):
            dossier.retrieve("anything")
        assert time.perf_counter() - began < 5
        server.start()
        dossier.warm_up()


@pytest.mark.process
def test_a_sync_killed_while_it_writes_the_vector_index(tmp_path: Path, syncs: Syncs) -> None:
    killed, aimed = kills.run(tmp_path, syncs, passages=400, kills=6, seed=11)
    assert killed == 6
    assert aimed
