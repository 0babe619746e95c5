"""What a library costs by its size: room, memory, and the time of what is done with it.

    python -m benchmarks.library FOLDER [--texts TEXTS] [PASSAGES…]

builds one library for each number of passages (1,000, 10,000 and 100,000 by default) in FOLDER,
where it is not there yet, and prints a line a measurement, a column a size. Vectors are random, as
long as the default model's; texts are drawn from the sentences of the files in TEXTS, or made of
random words, which take more room than English. Times are medians, questions are searches without
the embedding of their words.
"""

import argparse
import hashlib
import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rag.language.sentences import split_sentences
from rag.library import Entry, IndexedDocument, Library, LibraryWriter, Stamp, View, passage_id
from rag.settings import Settings
from rag.types import Document, DocumentRecord, Filters, Passage, Section

FINGERPRINT = "random-384"
DIMENSION = 384
PASSAGES_EACH = 10
SENTENCES_EACH = 4
DOCUMENTS_AT_ONCE = 50
REPEATS = 7
SPAWN = multiprocessing.get_context("spawn")


def sentences_of(folder: str | None) -> list[str]:
    """The sentences to make texts of."""
    if folder is None:
        words = [hashlib.sha256(str(n).encode()).hexdigest()[:7] for n in range(5_000)]
        random = np.random.default_rng(3)
        return [" ".join(random.choice(words, 25)) + "." for _ in range(5_000)]
    texts = [path.read_text(errors="replace") for path in sorted(Path(folder).glob("*.*"))]
    found = (
        text[start:end] for text in texts for start, end in split_sentences(text, 0, len(text))
    )
    return [sentence for sentence in (" ".join(each.split()) for each in found) if sentence]


class Documents:
    """Makes documents of `PASSAGES_EACH` passages of `SENTENCES_EACH` sentences."""

    def __init__(self, sentences: Sequence[str], seed: int) -> None:
        self._sentences = sentences
        self._random = np.random.default_rng(seed)

    def document(self, number: int) -> IndexedDocument:
        """A document of that number, with random text and random vectors."""
        identifier = f"{number:016x}"
        version = f"{identifier}-{self._random.integers(1 << 48):012x}"
        text, passages = "", []
        for n in range(PASSAGES_EACH):
            spans = []
            for chosen in self._random.integers(len(self._sentences), size=SENTENCES_EACH):
                spans.append((len(text), len(text) + len(self._sentences[chosen])))
                text += self._sentences[chosen] + "\n"
            passages.append(_passage(version, n, text, spans))
        entry = Entry(_record(identifier, version, number, text), Stamp(len(text), 0), "random")
        return IndexedDocument(
            entry,
            _document(entry.record, text),
            tuple(passages),
            self._vectors(PASSAGES_EACH),
            tuple(self._vectors(SENTENCES_EACH) for _ in passages),
            self._vectors(1),
        )

    def _vectors(self, count: int) -> npt.NDArray[np.float32]:
        vectors = self._random.normal(size=(count, DIMENSION)).astype(np.float32)
        unit: npt.NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def _passage(version: str, n: int, text: str, spans: Sequence[tuple[int, int]]) -> Passage:
    start, end = spans[0][0], spans[-1][1]
    document = version.partition("-")[0]
    return Passage(
        passage_id(version, n), document, start, end, None, None, text[start:end], tuple(spans)
    )


def _record(identifier: str, version: str, number: int, text: str) -> DocumentRecord:
    return DocumentRecord(
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


def _document(record: DocumentRecord, text: str) -> Document:
    sections = (Section("", 0, len(text)),)
    return Document(record.id, record.title, record.source, None, text, (), sections, record.sha256)


def build(settings: Settings, passages: int, sentences: Sequence[str]) -> None:
    """Fill the library up to that many passages."""
    writer = LibraryWriter(settings, FINGERPRINT)
    made = Documents(sentences, len(writer.entries()))
    for first in range(len(writer.entries()), passages // PASSAGES_EACH, DOCUMENTS_AT_ONCE):
        last = min(first + DOCUMENTS_AT_ONCE, passages // PASSAGES_EACH)
        writer.put([made.document(number) for number in range(first, last)])
    writer.finish()


def question(random: np.random.Generator) -> npt.NDArray[np.float32]:
    """A random vector of length 1."""
    vector = random.normal(size=DIMENSION).astype(np.float32)
    unit: npt.NDArray[np.float32] = vector / np.linalg.norm(vector)
    return unit


def ask(library: Library, vector: npt.NDArray[np.float32]) -> int:
    """All that a search reads of the library; the number of hits."""
    weights = {"minister": 1.0, "report": 1.0, "year": 1.0}

    def search(view: View) -> int:
        dense = view.dense(vector, 60, Filters())
        words = view.words(weights, 60, Filters())
        current = view.current([*dense, *words])
        view.cosines(vector, current)
        return len(view.passages(list(current)[:20]))

    return library.read(search) or 0


def median_ms(step: Callable[[], object], repeats: int = REPEATS) -> float:
    """The median time of the step, in milliseconds."""
    took = []
    for _ in range(repeats):
        began = time.perf_counter()
        step()
        took.append((time.perf_counter() - began) * 1e3)
    return statistics.median(took)


def measure_room(settings: Settings) -> Iterator[tuple[str, float]]:
    """The room on disk, whole and by part, and as a multiple of the texts."""
    writer = LibraryWriter(settings, FINGERPRINT)
    writer.finish()
    text = sum(entry.record.characters for entry in writer.entries().values())
    files = [path for path in settings.data_dir.rglob("*") if path.is_file()]
    sizes = {path: path.stat().st_size for path in files}
    total = sum(sizes.values())
    yield "texts, MB", text / 1e6
    yield "on disk, MB", total / 1e6
    for name in ("chroma", "lexical", "vectors", "backup-1.sqlite3"):
        part = sum(n for path, n in sizes.items() if name in path.parts)
        yield f"  {name}", part / 1e6
    yield "on disk, times the texts", total / text


def memory() -> int:
    """Bytes of memory that this process has, as Linux tells it."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def _read(settings: Settings, answers: Connection) -> None:
    """In a process of its own: opens and asks, and says how long it took and its memory."""
    random = np.random.default_rng(7)
    before = memory()
    library = Library(settings, FINGERPRINT)
    began = time.perf_counter()
    library.warm_up()
    opened = time.perf_counter()
    ask(library, question(random))
    first = time.perf_counter()
    warm = median_ms(lambda: ask(library, question(random)), 50)
    register = median_ms(lambda: library.read(lambda view: view.records()), 50)
    used = (memory() - before) / 1e6
    answers.send(((opened - began) * 1e3, (first - opened) * 1e3, warm, register, used))


def measure_reading(settings: Settings) -> Iterator[tuple[str, float]]:
    """Opening, asking and listing, each time in a new process."""
    rows = []
    for _ in range(3):
        here, there = SPAWN.Pipe()
        process = SPAWN.Process(target=_read, args=(settings, there))
        process.start()
        rows.append(here.recv())
        process.join()
    names = (
        "open, with Chroma's import",
        "first question",
        "warm question",
        "list of documents, unchanged",
        "memory of a reader, Chroma and Tantivy included, MB",
    )
    for name, values in zip(names, zip(*rows, strict=True), strict=True):
        yield name, statistics.median(values)


def _write(settings: Settings, sentences: Sequence[str], orders: Connection) -> None:
    """A writer in a process of its own, which does what it is told and says how long it took."""
    made = Documents(sentences, 11)
    while (order := orders.recv()) is not None:
        began = time.perf_counter()
        writer = LibraryWriter(settings, FINGERPRINT)
        opened = time.perf_counter()
        if order == "add":
            writer.put([made.document(1 << 40)])
        else:
            writer.remove([f"{1 << 40:016x}"])
        changed = time.perf_counter()
        writer.finish()
        ended = time.perf_counter()
        orders.send([(opened - began) * 1e3, (changed - opened) * 1e3, (ended - changed) * 1e3])


def measure_writing(settings: Settings, sentences: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Adding and removing one document in another process, and asking right after each."""
    random = np.random.default_rng(13)
    here, there = SPAWN.Pipe()
    process = SPAWN.Process(target=_write, args=(settings, sentences, there))
    process.start()
    library = Library(settings, FINGERPRINT)
    ask(library, question(random))
    took: dict[str, list[float]] = {}
    for _ in range(REPEATS):
        for order in ("add", "remove"):
            here.send(order)
            opened, changed, ended = here.recv()
            took.setdefault("open for writing", []).append(opened)
            took.setdefault(f"{order} one document", []).append(changed)
            took.setdefault("end of a sync of one document", []).append(ended)
            began = time.perf_counter()
            ask(library, question(random))
            asked = (time.perf_counter() - began) * 1e3
            took.setdefault("question after another process's change", []).append(asked)
    here.send(None)
    process.join()
    for name, times in took.items():
        yield name, statistics.median(times)


def _sync(settings: Settings, sentences: Sequence[str], orders: Connection) -> None:
    """In a process of its own: replaces documents until it is told to stop."""
    made = Documents(sentences, 17)
    writer = LibraryWriter(settings, FINGERPRINT)
    batch = [made.document(number) for number in range(DOCUMENTS_AT_ONCE)]
    orders.send("begun")
    while not orders.poll():
        writer.put(batch)
        batch = [made.document(number) for number in range(DOCUMENTS_AT_ONCE)]
    writer.finish()


def measure_during(settings: Settings, sentences: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Asking while another process writes without a pause."""
    random = np.random.default_rng(19)
    library = Library(settings, FINGERPRINT)
    ask(library, question(random))
    here, there = SPAWN.Pipe()
    process = SPAWN.Process(target=_sync, args=(settings, sentences, there))
    process.start()
    here.recv()
    took = [median_ms(lambda: ask(library, question(random)), 1) for _ in range(60)]
    here.send("stop")
    process.join()
    yield "question during a sync, median", statistics.median(took)
    yield "question during a sync, worst of 60", max(took)


def measure_removal(settings: Settings) -> Iterator[tuple[str, float]]:
    """Removing documents, seconds; to be measured last."""
    for percent in (1, 5):
        writer = LibraryWriter(settings, FINGERPRINT)
        keys = sorted(writer.entries())
        began = time.perf_counter()
        writer.remove(keys[: len(keys) * percent // 100])
        writer.finish()
        yield f"removal of {percent} % of the documents, s", time.perf_counter() - began


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Build what is missing, then print a line a measurement, a column a size."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.library")
    parser.add_argument("folder", type=Path)
    parser.add_argument("sizes", type=int, nargs="*", metavar="passages")
    parser.add_argument("--texts")
    given = parser.parse_args()
    sentences = sentences_of(given.texts)
    counts = given.sizes or [1_000, 10_000, 100_000]
    columns: list[dict[str, float]] = []
    for count in counts:
        settings = Settings(data_dir=given.folder / str(count))
        began = time.perf_counter()
        build(settings, count, sentences)
        say(f"{count} passages built in {time.perf_counter() - began:.0f} s")
        steps = [
            *measure_room(settings),
            *measure_reading(settings),
            *measure_writing(settings, sentences),
            *measure_during(settings, sentences),
            *measure_removal(settings),
        ]
        columns.append(dict(steps))
    say(f"{'milliseconds, where nothing else is said':45}" + "".join(f"{n:>12,}" for n in counts))
    for name in columns[0]:
        row = "".join(f"{column[name]:12.1f}" for column in columns)
        say(f"{name:45}{row}")


if __name__ == "__main__":
    main()
