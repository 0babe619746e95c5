"""A small library, a dossier whose answers can be held, and a chat served over it."""

import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import ingest
import rag
from rag import Done, Event, Filters, Sentence, SentenceChecked, TextAdded, Turn
from rag.dossier import Dossier
from rag.testing.embedder import FakeEmbedder
from ui.web.listening import listen
from ui.web.serve import Site

HOST = "127.0.0.1"
OTHER_HOST = "dossier.example"
"""A name that leads to this machine, as a name of another site can be made to."""

NO_FILTERS = Filters()
VARNA = """---
title: The port of Varna
date: 2025-03-08
---
# The port of Varna

## Grain
The port of Varna handled 4.2 million tonnes of grain in 2024. Most of it went to Egypt and Spain.

## Ships
On 3 March 2025 the tug Burgas Star sank at berth 7. The tug Burgas Star was built in 1971.
Dr. Ivan Petrov leads the inquiry into the sinking.
"""
TEHRAN = """The port of Chabahar

12 May 2024

The port of Chabahar handled 2.1 million tonnes of grain in 2023. Dr. Leila Rostami runs the port.
"""
HOSTILE = (
    "Smelter <b>bold</b> <img src=x onerror=alert(1)>\n\n"
    "The copper smelter at Bor <script>alert(2)</script> <img src=http://evil.example/a.png "
    "onerror=alert(3)> ![b](http://evil.example/b.png) [c](javascript:alert(4)) $$x^2$$ $y$ "
    '**d** `e` ${alert(5)} {{value}} &lt;f&gt; "g" [1] produced 90 tonnes.\n'
)
HOSTILE_TITLE, HOSTILE_SENTENCE = (part.strip() for part in HOSTILE.split("\n\n"))
VARNA_QUESTION = "How much grain did the port of Varna handle in 2024?"
VARNA_QUOTE = "The port of Varna handled 4.2 million tonnes of grain in 2024."
BOTH_QUESTION = "How many million tonnes of grain did the port handle?"
HOSTILE_QUESTION = """How many tonnes did the smelter at Bor <u>produce</u> $$q$$ & 'why' "so"?"""


class Held(Dossier):
    """Writes a first sentence, and the rest once it is released."""

    def __init__(self, settings: rag.Settings) -> None:
        super().__init__(settings, embedder=FakeEmbedder())
        self.released = threading.Event()

    def stream(
        self, question: str, *, filters: Filters = NO_FILTERS, history: Sequence[Turn] = ()
    ) -> Generator[Event, None, None]:
        yield TextAdded("The first sentence.")
        assert self.released.wait(30)
        yield from super().stream(question, filters=filters, history=history)


class Doubtful(Dossier):
    """Adds a sentence that its citation does not carry, and a notice."""

    def stream(
        self, question: str, *, filters: Filters = NO_FILTERS, history: Sequence[Turn] = ()
    ) -> Generator[Event, None, None]:
        for event in super().stream(question, filters=filters, history=history):
            if not isinstance(event, Done):
                yield event
                continue
            doubted = Sentence("It was a record.", (1,), False, 0.2, "the passage names no record")
            yield TextAdded(" It was a record. [1]")
            yield SentenceChecked(doubted)
            answer = event.answer
            yield Done(
                replace(
                    answer,
                    text=f"{answer.text} It was a record. [1]",
                    sentences=(*answer.sentences, doubted),
                    notices=("Two sources give other figures <b>.",),
                    engine="a-model",
                )
            )


def library(folder: Path) -> rag.Settings:
    """Three documents, one of them hostile."""
    briefings = folder / "briefings"
    briefings.mkdir()
    (briefings / "varna.md").write_text(VARNA, encoding="utf-8")
    (briefings / "chabahar.txt").write_text(TEHRAN, encoding="utf-8")
    (briefings / "<i>smelter<i> & $z$.txt").write_text(HOSTILE, encoding="utf-8")
    settings = rag.Settings(data_dir=folder / "data")
    ingest.sync([briefings], settings=settings, embedder=FakeEmbedder())
    return settings


@contextmanager
def served(dossier: Dossier, port: int = 18700) -> Iterator[str]:
    """The address of a chat over the library."""
    with dossier, Site(dossier, listen(HOST, port)) as site:
        yield site.url
