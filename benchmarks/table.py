"""How long the page takes to show its documents, by how many the library has.

python -m benchmarks.table [DOCUMENTS…]

makes that many files (1,000 and 10,000 by default), lists them as a register would, and prints the
median time of each handler in milliseconds, the same for the first call after a change of the
library, and the size of what goes to the browser. The register
is in memory: what reading it costs is measured by `benchmarks.library`.
"""

import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
from starlette.requests import Request

import rag
from benchmarks.library import median_ms, say
from ingest.index_format import INDEX_FORMAT
from rag.dossier import Dossier
from rag.library import Entry, Stamp
from rag.search.dates import date_scope
from rag.testing.embedder import FakeEmbedder
from rag.types import DocumentRecord
from ui.service.access import AccessPolicy
from ui.service.documents import View
from ui.service.jobs import JobRunner
from ui.service.warmup import Warmup
from ui.web.app import head_states
from ui.web.ask.layout import ask_tab
from ui.web.ask.scope import ScopeHandlers
from ui.web.library.handlers import LibraryHandlers
from ui.web.library.layout import library_tab

_REPEATS = 15
_SECOND = timedelta(seconds=1)
_FOLDERS = 20
_PLACES = ("Varna", "Bor", "Rotterdam", "Gdańsk", "Piraeus", "Ostrava", "Tromsø")
_MATTERS = ("grain exports", "the smelter", "harbour dues", "a new dam", "ferry timetables")

Steps = dict[str, Callable[[], object]]


class ListedDossier(Dossier):
    """A library whose register is in memory, as one is that has not changed since it was read."""

    def __init__(self, settings: rag.Settings, entries: list[Entry]) -> None:
        super().__init__(settings, embedder=FakeEmbedder())
        self._entries = entries
        latest = sorted(entries, key=lambda e: e.record.published or date.min, reverse=True)
        self._records = [entry.record for entry in latest]

    def documents(self) -> list[DocumentRecord]:
        """All of them, the latest first."""
        return self._records

    def change(self) -> None:
        """Read the register again, as after a change of the library."""
        self._entries = [
            replace(one, record=replace(one.record, indexed_at=one.record.indexed_at + _SECOND))
            for one in self._entries
        ]

    def entries(self) -> list[Entry]:
        """All of them."""
        return list(self._entries)

    def warm_up(self) -> None:
        """Nothing has to be loaded."""


def entry(folder: Path, number: int) -> Entry:
    """One document, with a file of its own."""
    path = folder / f"{number % _FOLDERS:02}" / f"{number:06}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"Report {number}\n", encoding="utf-8")
    place, matter = _PLACES[number % len(_PLACES)], _MATTERS[number % len(_MATTERS)]
    record = DocumentRecord(
        id=f"{number:016x}",
        title=f"Briefing {number}: {matter} at {place}",
        source=str(path),
        published=None if number % 50 == 0 else date(2020, 1, 1) + timedelta(days=number % 2_000),
        sha256=f"{number:064x}",
        version=f"{number:016x}-{number:012x}",
        passages=1 + number % 40,
        characters=4_000 + number,
        indexed_at=datetime(2026, 5, 8, tzinfo=UTC) + timedelta(seconds=number),
    )
    return Entry(record, Stamp.of(path.stat()), INDEX_FORMAT)


def steps(place: Path, documents: int) -> tuple[ListedDossier, Steps]:
    """What is measured, by name, over a library of that many documents."""
    settings = rag.Settings(data_dir=place / "data")
    dossier = ListedDossier(settings, [entry(place / "files", n) for n in range(documents)])
    policy = AccessPolicy(settings, ("127.0.0.1", 1))
    with gr.Blocks():
        library, ask = library_tab(), ask_tab()
    handlers = LibraryHandlers(dossier, JobRunner(), policy, place, library)
    scopes = ScopeHandlers(dossier, ask.scope)
    warmup = Warmup(dossier)
    warmup.start()
    own = _request(policy)
    typed: Any = SimpleNamespace(input_value="varna")
    wide = View(limit=100_000)

    def load() -> Any:
        return [*head_states(dossier, warmup), handlers.open(View(), own)]

    def sort(column: str) -> Any:
        return handlers.sort(View(), SimpleNamespace(column=column), own)  # type: ignore[arg-type]

    return dossier, {
        "page load: head, table, rights": load,
        "the tab is chosen": lambda: handlers.refresh(View(), own),
        "search: a letter": lambda: handlers.search("g", View(), own),
        "search: words of a title": lambda: handlers.search("grain varna", View(), own),
        "search: a state": lambda: handlers.search("file missing", View(), own),
        "sort by title": lambda: sort("title"),
        "sort by state": lambda: sort("state"),
        "as many rows as can be shown": lambda: handlers.refresh(wide, own),
        "documents that can be chosen": lambda: scopes.choices(None),
        "the same, for what is typed": lambda: scopes.find(typed, None),
        "dates of a question": lambda: date_scope(
            "What changed since May 2023?", dossier.documents()
        ),
    }


def _request(policy: AccessPolicy) -> gr.Request:
    headers = {"host": "localhost", "cookie": f"{policy.cookie}={policy.token}"}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return gr.Request(Request({"type": "http", "headers": raw}))


def size_kb(values: object) -> float:
    """Thousands of bytes that a handler's values take in a message to the browser."""
    return len(json.dumps(values, default=_sent)) / 1e3


def _sent(value: object) -> object:
    return getattr(value, "choices", None) or str(value)


def _named(values: object) -> object:
    """The same, where values are given by component: without the components."""
    if isinstance(values, dict):
        return [_named(value) for value in values.values()]
    return [_named(value) for value in values] if isinstance(values, list) else values


def measured(documents: int) -> Iterator[tuple[str, str]]:
    """Each handler with its figures: the library as it was, then right after a change of it."""
    with tempfile.TemporaryDirectory() as place:
        dossier, named = steps(Path(place), documents)
        for name, step in named.items():
            kept = median_ms(step, _REPEATS)
            changed = []
            for _ in range(_REPEATS):
                dossier.change()
                changed.append(median_ms(step, 1))
            size = size_kb(_named(step()))
            yield name, f"{kept:9.1f}{statistics.median(changed):9.1f}{size:7.0f} kB"


def main(*sizes: str) -> None:
    """Print a line a handler: median, the same after a change, and size, for each size."""
    counts = [int(size) for size in sizes] or [1_000, 10_000]
    columns = [dict(measured(count)) for count in counts]
    say(f"{'ms, the same after a change, sent':34}" + "".join(f"{n:>28,}" for n in counts))
    for name in columns[0]:
        say(f"{name:34}" + "".join(f"{column[name]:>28}" for column in columns))


if __name__ == "__main__":
    main(*sys.argv[1:])
