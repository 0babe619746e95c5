"""How long the library takes to open, to notice a change and to remove a document, by its size.

    python -m benchmarks.library FOLDER [PASSAGES…]

builds one library of random vectors for each number of passages (1,000 and 100,000 by default) in
FOLDER, where it is not there yet, and prints medians in milliseconds.
"""

import hashlib
import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rag.library import Entry, IndexedDocument, Library, LibraryWriter, Stamp, passage_id
from rag.settings import Settings
from rag.types import DocumentRecord, Filters, Passage, Section

FINGERPRINT = "random-384"
DIMENSION = 384
PASSAGES_EACH = 10
DOCUMENTS_AT_ONCE = 100
REPEATS = 7
_WORDS = [hashlib.sha256(str(n).encode()).hexdigest()[:7] for n in range(5_000)]


def random_document(number: int, random: np.random.Generator) -> IndexedDocument:
    """A document of `PASSAGES_EACH` passages of 60 random words, with random vectors."""
    identifier = f"{number:016x}"
    version = f"{identifier}-{random.integers(1 << 48):012x}"
    lines = [" ".join(random.choice(_WORDS, 60)) + "." for _ in range(PASSAGES_EACH)]
    text = "\n".join(lines)
    passages = []
    start = 0
    for n, line in enumerate(lines):
        end = start + len(line)
        passages.append(
            Passage(
                id=passage_id(version, n),
                document_id=identifier,
                start=start,
                end=end,
                section=None,
                page=None,
                text=line,
                sentences=((start, end),),
            )
        )
        start = end + 1
    record = DocumentRecord(
        id=identifier,
        title=f"Document {number}",
        source=f"/briefings/{number}.txt",
        published=None,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        version=version,
        passages=PASSAGES_EACH,
        characters=len(text),
        indexed_at=datetime.now(UTC),
    )
    entry = Entry(record, Stamp(len(text), 0), "random", (), (Section("", 0, len(text)),))
    vectors = random.normal(size=(PASSAGES_EACH, DIMENSION)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return IndexedDocument(
        entry, text, tuple(passages), vectors, tuple(vectors[:, None]), vectors[:1]
    )


def build(settings: Settings, passages: int) -> None:
    """Fill the library up to that many passages."""
    writer = LibraryWriter(settings, FINGERPRINT)
    random = np.random.default_rng(len(writer.entries()))
    for first in range(len(writer.entries()), passages // PASSAGES_EACH, DOCUMENTS_AT_ONCE):
        last = min(first + DOCUMENTS_AT_ONCE, passages // PASSAGES_EACH)
        writer.put([random_document(number, random) for number in range(first, last)])
    writer.finish()


def question(random: np.random.Generator) -> npt.NDArray[np.float32]:
    """A random vector."""
    return random.normal(size=DIMENSION).astype(np.float32)


def ask(library: Library, vector: npt.NDArray[np.float32]) -> int:
    """What a search reads of the library; the number of hits."""
    found = library.read(
        lambda view: view.passages(
            view.current(
                [
                    *view.dense(vector, 60, Filters()),
                    *view.words(dict.fromkeys(_WORDS[:3], 1.0), 60, Filters()),
                ]
            )
        )
    )
    return len(found or {})


def median_ms(step: Callable[[], object], repeats: int = REPEATS) -> float:
    """The median time of the step, in milliseconds."""
    took = []
    for _ in range(repeats):
        began = time.perf_counter()
        step()
        took.append((time.perf_counter() - began) * 1e3)
    return statistics.median(took)


def measure_reading(settings: Settings) -> Iterator[tuple[str, float]]:
    """Opening and asking."""
    random = np.random.default_rng(7)

    def open_and_ask() -> None:
        library = Library(settings, FINGERPRINT)
        ask(library, question(random))
        library.close()

    yield "open and ask once", median_ms(open_and_ask)
    library = Library(settings, FINGERPRINT)
    yield "open", median_ms(lambda: (library.close(), library.warm_up()))
    ask(library, question(random))
    yield "ask", median_ms(lambda: ask(library, question(random)), 50)
    view = library.read(lambda view: view)
    assert view is not None
    ids = list(view.dense(question(random), 100, Filters()))
    with_state = median_ms(lambda: view.current(ids), 50)
    yield "read the register for 100 hits, generation included", with_state
    documents = list({passage.partition("-")[0] for passage in ids})
    without = median_ms(lambda: view.store.documents.get(ids=documents, include=["metadatas"]), 50)
    yield "the same without the generation", without


def _write(settings: Settings, orders: Connection) -> None:
    """A writer in a process of its own: adds or removes a document at each order, and times it."""
    random = np.random.default_rng(11)
    while (order := orders.recv()) is not None:
        began = time.perf_counter()
        writer = LibraryWriter(settings, FINGERPRINT)
        opened = time.perf_counter()
        if order == "add":
            writer.put([random_document(1 << 40, random)])
        else:
            writer.remove([f"{1 << 40:016x}"])
        writer.finish()
        orders.send(((opened - began) * 1e3, (time.perf_counter() - opened) * 1e3))


def measure_writing(settings: Settings) -> Iterator[tuple[str, float]]:
    """Adding and removing one document in another process, and asking right after each."""
    random = np.random.default_rng(13)
    here, there = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_write, args=(settings, there))
    process.start()
    library = Library(settings, FINGERPRINT)
    ask(library, question(random))
    took: dict[str, list[float]] = {}
    for _ in range(REPEATS):
        for order in ("add", "remove"):
            here.send(order)
            opened, changed = here.recv()
            took.setdefault("open for writing", []).append(opened)
            took.setdefault(f"{order} one document", []).append(changed)
            began = time.perf_counter()
            ask(library, question(random))
            asked = (time.perf_counter() - began) * 1e3
            took.setdefault("ask after another process's change", []).append(asked)
    here.send(None)
    process.join()
    for name, times in took.items():
        yield name, statistics.median(times)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(folder: str, *sizes: str) -> None:
    """Build what is missing, then print a line a measurement, a column a size."""
    counts = [int(size) for size in sizes] or [1_000, 100_000]
    columns: list[dict[str, float]] = []
    for count in counts:
        settings = Settings(data_dir=Path(folder) / str(count))
        began = time.perf_counter()
        build(settings, count)
        say(f"{count} passages built in {time.perf_counter() - began:.0f} s")
        columns.append(dict([*measure_reading(settings), *measure_writing(settings)]))
    say(f"{'milliseconds, median':55}" + "".join(f"{count:>12,}" for count in counts))
    for name in columns[0]:
        row = "".join(f"{column[name]:12.1f}" for column in columns)
        say(f"{name:55}{row}")


if __name__ == "__main__":
    main(*sys.argv[1:])
