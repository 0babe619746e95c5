"""Kills syncs of a large library, most of them while the vector index is written.

    python -m tests.rag.library.kills FOLDER [--runs 5] [--kills 40] [--passages 40000]

Each run has a seed of its own. After each kill every document must be whole, as it was or as it is;
after each run the library must be, to the byte of each record, one that was never killed, and
answer as that one does.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import ingest
import rag
from rag.testing.embedder import FakeEmbedder
from tests.rag.library.libraries import Syncs, check_whole, contents

PASSAGES_EACH = 20
QUESTIONS = ("Which finding does report 3 name?", "What does report 17 say of harbour 5?")


class KilledLibrary:
    """A folder of reports that changes at random, and the library that its syncs are killed of."""

    def __init__(self, root: Path, passages: int, seed: int) -> None:
        self.folder = root / "reports"
        self.folder.mkdir(parents=True)
        self.settings = rag.Settings(data_dir=root / "data")
        self.root = root
        self.random = random.Random(seed)
        self.edition = 0
        self.seen: dict[str, set[str]] = {}
        self.count = passages // PASSAGES_EACH
        for number in range(self.count):
            self.write(number)
        began = time.perf_counter()
        self.sync(self.settings)
        self.took = time.perf_counter() - began
        self.aimed = 0

    def sync(self, settings: rag.Settings) -> None:
        ingest.sync([self.folder], settings=settings, embedder=FakeEmbedder())

    def write(self, number: int) -> None:
        """Write a new edition of the report of that number."""
        self.edition += 1
        path = self.folder / f"report {number}.txt"
        text = "\n\n".join(
            f"Report {number} of edition {self.edition} names finding {n} in harbour {n % 7}. "
            + " ".join(f"word{self.random.randrange(5_000)}" for _ in range(40))
            + "."
            for n in range(PASSAGES_EACH)
        )
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(self.edition, self.edition))
        self.seen.setdefault(str(path), set()).add(text)

    def kill(self, syncs: Syncs) -> bool:
        """Begin a sync of a changed folder and kill it; whether it had not ended before."""
        for number in self.random.sample(range(self.count), max(self.count // 50, 3)):
            self.write(number)
        began = time.perf_counter()
        process = syncs.start(self.folder, self.settings)
        if self.random.random() < 0.7:
            code = self._wait_for_the_index(syncs)
        else:
            code = syncs.ended(within=self.random.uniform(0, self.took / 10))
        if code is None:
            with suppress(ProcessLookupError):  # it may have ended just now
                os.kill(process, signal.SIGKILL)
            code = syncs.ended()
        assert code in {0, -signal.SIGKILL}
        self.took = max(self.took, time.perf_counter() - began)
        return code != 0

    def _wait_for_the_index(self, syncs: Syncs) -> int | None:
        """Wait until a file of the vector index appears, and then a little.

        Returns:
            The sync's exit code where it has ended meanwhile.
        """
        vectors = self.settings.data_dir / "vectors"
        before = set(vectors.iterdir())
        deadline = time.perf_counter() + 60
        while set(vectors.iterdir()) == before and time.perf_counter() < deadline:
            code = syncs.ended(within=0.0005)
            if code is not None:
                return code
        self.aimed += 1
        return syncs.ended(within=self.random.uniform(0, 0.05))

    def check(self) -> None:
        """Each document is whole, and as one of the editions since the last complete sync."""
        with rag.open(self.settings, embedder=FakeEmbedder()) as dossier:
            for question in QUESTIONS:
                assert dossier.retrieve(question)
        for path, text in check_whole(self.settings).items():
            assert text in self.seen[path], path

    def complete(self) -> None:
        """One more sync: the library is one that was never killed, and answers as that one."""
        self.sync(self.settings)
        undisturbed = rag.Settings(data_dir=self.root / "undisturbed")
        self.sync(undisturbed)
        assert contents(self.settings) == contents(undisturbed)
        # Its statistics count some of what was deleted, which the other library never had.
        shutil.rmtree(self.settings.data_dir / "lexical")
        assert answers(self.settings) == answers(undisturbed)
        shutil.rmtree(undisturbed.data_dir)
        self.seen = {path: {Path(path).read_text(encoding="utf-8")} for path in self.seen}


def answers(settings: rag.Settings) -> list[tuple[str, list[str]]]:
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        found = [dossier.answer(question) for question in QUESTIONS]
    return [(answer.text, [hit.passage.id for hit in answer.hits]) for answer in found]


def run(root: Path, syncs: Syncs, passages: int, kills: int, seed: int) -> tuple[int, int]:
    """Kill so many syncs; how many kills there were, and how many were aimed at the index."""
    library = KilledLibrary(root, passages, seed)
    killed = 0
    while killed < kills:
        killed += library.kill(syncs)
        if killed % 4 == 0:
            library.check()
    library.complete()
    return killed, library.aimed


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.rag.library.kills")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--passages", type=int, default=40_000)
    given = parser.parse_args()
    syncs = Syncs()
    for seed in range(given.runs):
        root = given.folder / str(seed)
        killed, aimed = run(root, syncs, given.passages, given.kills, seed)
        sys.stdout.write(f"seed {seed}: {killed} killed, {aimed} aimed at the vector index\n")
        sys.stdout.flush()
        shutil.rmtree(root)
    syncs.close()


if __name__ == "__main__":
    main()
