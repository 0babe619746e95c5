"""What it costs to sync a folder in which nothing has changed, beside reading its metadata.

python -m benchmarks.resync [--files N] [--runs N]

Both are timed in one process, in turns, and the medians are printed with their ratio. Imports and
the first sync, which indexes the files, are not timed; the stand-in for the embedding model spares
that first sync the time of a real one, and a sync without changes embeds nothing.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import ingest
import rag
from rag.testing.embedder import FakeEmbedder

FOLDERS = 100


def main() -> None:
    """Print one JSON object: files, medians in milliseconds, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--place", type=Path, help="folder to make the files in, and keep them")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        place = options.place or Path(temporary)
        figures = measure(place, options.files, options.runs)
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


def measure(place: Path, files: int, runs: int) -> dict[str, float]:
    """Time both in turns."""
    folder = place / "briefings"
    make_files(folder, files)
    settings = rag.Settings(data_dir=place / "data")
    embedder = FakeEmbedder()

    def sync() -> int:
        return len(ingest.sync([folder], settings=settings, embedder=embedder).unchanged)

    sync()
    assert sync() == read_metadata(str(folder)) == files
    pairs = [(seconds(lambda: read_metadata(str(folder))), seconds(sync)) for _ in range(runs)]
    return {
        "files": files,
        "scandir_and_stat_ms": round(1000 * statistics.median(a for a, _ in pairs), 1),
        "sync_ms": round(1000 * statistics.median(b for _, b in pairs), 1),
        "ratio": round(statistics.median(b / a for a, b in pairs), 2),
    }


def make_files(folder: Path, files: int) -> None:
    """Make small files in many folders; those that exist stay as they are."""
    for n in range(files):
        path = folder / f"{n % FOLDERS:03}" / f"{n:06}.txt"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"Report {n}\n\nRain number {n} fell on the town.\n")


def read_metadata(folder: str) -> int:
    """Read every file's metadata as quickly as Python can; how many there are."""
    count, folders = 0, [folder]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    entry.stat()
                    count += 1
    return count


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
