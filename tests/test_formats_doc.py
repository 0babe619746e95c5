"""docs/formats.md names every format, and what it shows of each is what the readers make of it."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from ingest import readers
from ingest.readers import ReaderProcess, SplitDocument
from ingest.readers.base import Content, SplitContent
from ingest.readers.sandbox.child import content_from, reply_to
from rag.errors import UnreadableError
from rag.structure import Block, at
from rag.types import Document
from tests.conftest import ROOT
from tests.ingest.readers import make
from tests.ingest.readers.mail.make_msg import msg

PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
_FENCED = re.compile(r"^```(?P<language>\w+) (?P<name>\S+)\n(?P<body>.*?)^```$", re.M | re.DOTALL)
FENCED = [(m["language"], m["name"], m["body"]) for m in _FENCED.finditer(PAGE)]
INPUTS = {name: body for language, name, body in FENCED if language != "structure"}
LISTINGS = {name: body for language, name, body in FENCED if language == "structure"}

BUILT: dict[str, Callable[[], bytes]] = {
    "strait-watch.docx": make.docx,
    "strait-watch.pptx": make.pptx,
    "calls.xlsx": make.xlsx,
    "strait-watch.odt": make.odt,
    "strait-watch.epub": make.epub,
    "scan.pdf": make.image_pdf,
    "levy.pdf": lambda: make.pdf(
        [
            [
                ("The harbour levy", "Helvetica-Bold", 20),
                "",
                "9 March 2026",
                "",
                "The council approved a levy of 2 per cent on all calls at the har-",
                "bour. It pays for:",
                "",
                "\u2022 dredging of the outer channel",
                "\u2022 two new tugs",
            ],
            ["Ferries are exempt until the end of the year."],
        ],
        footer="Port of Lindholm {n}",
    ),
    "tugs.msg": lambda: msg(
        subject="Tugs",
        sender="Ida Brandt",
        sent=datetime(2026, 3, 9, 8, 30, tzinfo=UTC),
        body="Both tugs arrive in May.",
        attachments=[("prices.csv", b"Tug,Price\nAsta,410\nBirk,395\n")],
    ),
}
"""The inputs that the page describes, as they cannot be printed."""


class InThisProcess:
    """Reads as the child process does, without starting one."""

    def read(self, reader: Callable[[bytes], Content], data: bytes) -> SplitContent:
        described = content_from(reply_to(f"{reader.__module__}:{reader.__name__}", data))
        if isinstance(described, SplitContent):
            return described
        raise UnreadableError(described["unreadable"], described["remedy"])


def listing(name: str, data: bytes) -> str:
    """What becomes of a file: its documents, each with its blocks, a line each."""
    process = cast("ReaderProcess", InThisProcess())
    try:
        found = list(readers.read_all(Path(name), data, lambda part: part, process))
    except UnreadableError as error:
        return f"refused: {error.message} {error.remedy}\n"
    return "\n".join("".join(f"{line}\n" for line in lines_of(split)) for split in found)


def lines_of(split: SplitDocument) -> Iterator[str]:
    document = split.document
    if split.part:
        yield f"source: {document.source}"
    yield f"title: {document.title} ({split.title_from})"
    origin = f" ({split.published_from})" if split.published_from else ""
    yield f"date: {document.published or 'none'}{origin}"
    for block in document.structure.blocks:
        yield line_of(document, block)
    for turn in document.structure.turns:
        words = on_one_line(document, turn.words, turn.end)
        yield f"turn of {turn.speaker}{', who asks' if turn.asks else ''}: {words}"
    for quoted in document.structure.quoted:
        words = on_one_line(document, quoted.start, quoted.end)
        yield f"quoted from {quoted.author or 'nobody named'}, {quoted.sent or 'undated'}: {words}"
    for struck in document.structure.struck:
        yield f"struck out: {on_one_line(document, *struck)}"
    for omission in document.omissions:
        yield f"left out: {omission.count} {omission.what}"


def line_of(document: Document, block: Block) -> str:
    level = f" {block.level}" if block.level else ""
    boilerplate = at(document.structure.boilerplate, block.start)
    marked = f" ({boilerplate.kind})" if boilerplate else ""
    spans = block.cells or ((block.start, block.end),)
    return f"{block.kind}{level}{marked}: " + " | ".join(
        on_one_line(document, start, end) for start, end in spans
    )


def on_one_line(document: Document, start: int, end: int) -> str:
    return " ".join(document.text[start:end].split())


@pytest.mark.parametrize("name", LISTINGS)
def test_each_example_is_what_the_reader_gives(name: str) -> None:
    data = BUILT[name]() if name in BUILT else INPUTS[name].encode()
    assert listing(name, data) == LISTINGS[name]


def test_every_example_is_shown() -> None:
    assert LISTINGS.keys() == INPUTS.keys() | BUILT.keys()
    assert len(FENCED) == len(INPUTS) + len(LISTINGS)


@pytest.mark.parametrize("ending", readers.suffixes())
def test_every_ending_is_named(ending: str) -> None:
    assert f"`{ending}`" in PAGE
