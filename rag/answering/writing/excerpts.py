"""Which passages a language model is given, and how they are numbered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.types import Document, DocumentRecord, Hit

_CHARACTERS_PER_TOKEN = 3
"""Fewer than the four or so of English prose, so that figures and foreign names fit as well."""

_AROUND = 40
"""Tokens of the lines around a passage in the prompt: title, date, section, boundary."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What the model gets under one number: a passage, or neighbouring ones joined.

    Attributes:
        number: from 1, as the model is to cite it.
        text: the document's own, from the first passage's start to the last one's end.
        section: that of the first passage.
        hits: the passages, in reading order.
    """

    number: int
    document: Document
    section: str | None
    text: str
    hits: tuple[Hit, ...]


def pack(
    hits: Sequence[Hit], load: Callable[[DocumentRecord], Document | None], tokens: int
) -> tuple[Excerpt, ...]:
    """The best hits that fit, neighbours of one document joined, the best excerpt first.

    Args:
        hits: best first.
        load: gives a hit's document with its text, or None where that version is gone.
        tokens: what all excerpts may take together; the best hit is taken whatever it takes.
    """
    documents = {hit.document.id: load(hit.document) for hit in hits}
    fitting = _fitting([hit for hit in hits if documents[hit.document.id]], tokens)
    runs = sorted(_runs(fitting, documents), key=lambda run: min(map(fitting.index, run)))
    return tuple(_excerpt(n, run, documents) for n, run in enumerate(runs, start=1))


def tokens_of(text: str) -> int:
    """How many tokens a model makes of a text: an estimate that is rather too high."""
    return -(-len(text) // _CHARACTERS_PER_TOKEN)


def _fitting(hits: Sequence[Hit], tokens: int) -> list[Hit]:
    taken: list[Hit] = []
    left = tokens
    for hit in hits:
        cost = tokens_of(hit.passage.text) + _AROUND
        if taken and cost > left:
            break
        taken.append(hit)
        left -= cost
    return taken


def _runs(hits: Sequence[Hit], documents: dict[str, Document | None]) -> list[list[Hit]]:
    """The hits in runs of neighbours: nothing but white space lies between them."""
    runs: list[list[Hit]] = []
    for hit in sorted(hits, key=lambda hit: (hit.document.id, hit.passage.start)):
        last = runs[-1][-1] if runs else None
        document = documents[hit.document.id]
        if (
            last
            and document
            and last.document.id == hit.document.id
            and not document.text[last.passage.end : hit.passage.start].strip()
        ):
            runs[-1].append(hit)
        else:
            runs.append([hit])
    return runs


def _excerpt(number: int, run: list[Hit], documents: dict[str, Document | None]) -> Excerpt:
    first, last = run[0].passage, run[-1].passage
    document = documents[first.document_id]
    assert document is not None  # hits without their document were left out
    return Excerpt(number, document, first.section, document.text[first.start : last.end], (*run,))
