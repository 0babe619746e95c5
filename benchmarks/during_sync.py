"""How long a question takes while a sync is running, beside its time at rest.

    python -m benchmarks.during_sync FOLDER [--seconds N]

makes texts in FOLDER, indexes some 1,000 passages of them where that was not done yet, and asks
questions in this process: at rest, while a job of the page syncs about 10,000 further passages, and
while `dossier sync` does so in another process. Each sync is stopped after N seconds, and its
passages are dropped with the copy of the library that they went to. Prints one JSON object: the
times of a question in milliseconds, and how many passages a second were indexed meanwhile.
"""

import argparse
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import ingest
import rag
from rag.dossier import Dossier
from ui.service import library_jobs

PASSAGES_EACH = 20
"""Passages of one document, about."""
SENTENCES_EACH = PASSAGES_EACH * 14
AT_REST, TO_SYNC = 50, 500
"""Documents: some 1,000 passages, and some 10,000."""
PAUSE_SECONDS = 0.2
"""Between two questions, as a reader leaves one."""

_WHO = "The ministry,The port,A convoy,The envoy,The central bank,A tanker,The council,The army"
_DID = "reported,delayed,signed,inspected,refused,announced,repaired,counted,returned,closed"
_WHAT = "grain,fuel,copper,pipes,vaccines,turbines,timber,cement,permits,loans,barges,engines"
_WHERE = "Varna,Ostrava,Bor,Harta,Kessary,Brno,Burgas,Teshk,Corvane,Olomouc,Merevia,Plovdiv"
_WHY = (
    "because the river was low,after the strike ended,although the treaty forbids it,"
    "before the inspectors came,while the bridge was closed,as the budget of the year allows"
)


def main() -> None:
    """Print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    base, more = options.folder / "base", options.folder / "more"
    make_texts(base, AT_REST, seed=1)
    make_texts(more, TO_SYNC, seed=2)
    library = options.folder / "library"
    ingest.sync([base], settings=rag.Settings(data_dir=library))
    figures = {
        "page": measure(library, options.seconds, lambda dossier: job_of_page(dossier, more)),
        "command": measure(library, options.seconds, lambda dossier: command(dossier, more)),
    }
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


def make_texts(folder: Path, documents: int, seed: int) -> None:
    """Make files of generated sentences, the same ones each time."""
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(documents):
        sentences = [_sentence(chance) for _ in range(SENTENCES_EACH)]
        text = f"Report {seed}-{number}\n\n" + " ".join(sentences) + "\n"
        path = folder / f"{number:04}.txt"
        if not path.exists():
            path.write_text(text, encoding="utf-8")


def _sentence(chance: random.Random) -> str:
    who, did, what, where, why = (
        chance.choice(words.split(",")) for words in (_WHO, _DID, _WHAT, _WHERE, _WHY)
    )
    number = chance.randrange(2, 5000)
    day = f"{chance.randrange(1, 29)} March {chance.randrange(2015, 2026)}"
    return f"{who} {did} {number} tonnes of {what} at {where} on {day}, {why}."


def measure(
    library: Path, seconds: float, syncing: Callable[[Dossier], AbstractContextManager[None]]
) -> dict[str, object]:
    """The times of questions at rest, and during a sync of a copy of the library."""
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(temporary) / "data"
        shutil.copytree(library, data)
        with rag.open(rag.Settings(data_dir=data)) as dossier:
            dossier.warm_up()
            ask_for(dossier, 5.0)
            before = passages_in(dossier)
            rest = ask_for(dossier, seconds / 4)
            with syncing(dossier):
                began = time.monotonic()
                during = ask_for(dossier, seconds)
                took = time.monotonic() - began
            rest += ask_for(dossier, seconds / 4)  # on both sides: the machine may have other work
            added = passages_in(dossier) - before
    return {
        "at_rest_ms": figures_of(rest),
        "during_ms": figures_of(during),
        "ratio_of_medians": round(statistics.median(during) / statistics.median(rest), 2),
        "ratio_of_worst": round(max(during) / max(rest), 2),
        "passages_a_second": round(added / took, 1),
    }


@contextmanager
def job_of_page(dossier: Dossier, folder: Path) -> Iterator[None]:
    """A sync by the work that the page's jobs run, stopped at the end."""
    stop = threading.Event()
    work = library_jobs.sync_folder(dossier, str(folder))
    thread = threading.Thread(target=work, args=(lambda _: None, stop.is_set))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextmanager
def command(dossier: Dossier, folder: Path) -> Iterator[None]:
    """A sync by the command, in another process, stopped at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ui.cli", "sync", str(folder), "--json"],
        env={**os.environ, "DOSSIER_DATA_DIR": str(dossier.settings.data_dir)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def ask_for(dossier: Dossier, seconds: float) -> list[float]:
    """Ask different questions for that long; the milliseconds that each took."""
    chance = random.Random(3)
    took = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        what, where = (chance.choice(words.split(",")) for words in (_WHAT, _WHERE))
        question = f"How many tonnes of {what} were counted at {where}?"
        began = time.perf_counter()
        dossier.answer(question)
        took.append((time.perf_counter() - began) * 1e3)
        time.sleep(PAUSE_SECONDS)
    return took


def passages_in(dossier: Dossier) -> int:
    """How many passages the library has."""
    return sum(record.passages for record in dossier.documents())


def figures_of(took: list[float]) -> dict[str, float]:
    """Number, median, 95th percentile and worst."""
    return {
        "questions": len(took),
        "median": round(statistics.median(took), 1),
        "p95": round(sorted(took)[int(0.95 * (len(took) - 1))], 1),
        "worst": round(max(took), 1),
    }


if __name__ == "__main__":
    main()
