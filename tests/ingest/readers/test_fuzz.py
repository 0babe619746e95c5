"""Damaged files of every format: each is read or refused, none goes wrong in another way."""

import io
import random
import zipfile
from collections.abc import Callable

import pytest

from ingest.readers import ReaderProcess, docx, eml, pdf
from ingest.readers.base import Content
from ingest.readers.html import body as html
from rag.errors import UnreadableError
from tests.ingest.readers import make

MUTATIONS = 60
UNEXPECTED = ("failed on it", "crashed", "longer than", "memory")
PAGES: list[make.Lines] = [["A head", "", "A line of text that says little.", "And more."]] * 3
SEEDS: list[tuple[Callable[[bytes], Content], bytes]] = [
    (html.read, make.html()),
    (pdf.read, make.pdf(PAGES, header="Head", footer="{n}", outline=[("A head", 1)])),
    (docx.read, make.docx("Title")),
    (eml.read, make.eml(plain="Quiet.", html="<h1>Strait</h1><p>Quiet.</p>", attached=b"1")),
]


@pytest.mark.parametrize(("reader", "seed"), SEEDS, ids=["html", "pdf", "docx", "eml"])
def test_damaged_files(reader: Callable[[bytes], Content], seed: bytes) -> None:
    check(reader, seed, mutated)


def test_word_documents_with_damaged_parts() -> None:
    check(docx.read, make.docx("Title"), mutated_part)


def check(
    reader: Callable[[bytes], Content],
    seed: bytes,
    mutate: Callable[[bytes, random.Random], bytes],
) -> None:
    chance = random.Random(7)
    with ReaderProcess(seconds=20) as process:
        for _ in range(MUTATIONS):
            data = mutate(seed, chance)
            refused = ""
            try:
                make.assert_well_formed(process.read(reader, data))
            except UnreadableError as error:
                refused = str(error)
            assert not any(words in refused for words in UNEXPECTED), refused


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The data with a few bytes changed, cut out, doubled or swapped for those of a format."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(out) + 1)
        length = chance.choice((1, 1, 2, 8, 64, 512))
        kind = chance.randrange(5)
        if kind == 0:
            out[at : at + length] = chance.randbytes(length)
        elif kind == 1:
            del out[at : at + length]
        elif kind == 2:
            out[at:at] = out[at : at + length] * chance.choice((1, 3, 50))
        elif kind == 3:
            out[at : at + 1] = chance.choice(TOKENS)
        else:
            out = out[: max(1, at)] if chance.random() < 0.2 else out
    return bytes(out)


def mutated_part(data: bytes, chance: random.Random) -> bytes:
    """A zip file of which one part that says something is mutated; the file itself is whole."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        parts = {name: before.read(name) for name in before.namelist()}
        chosen = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
        chosen = "word/document.xml" if chance.random() < 0.5 else chosen
        for name, part in parts.items():
            after.writestr(name, mutated(part, chance) if name == chosen else part)
    return out.getvalue()


TOKENS = (
    b"<w:tbl>", b"</w:p>", b'<w:pStyle w:val="X"/>', b"<w:r/>", b"</w:tr>", b'w:val=""',
    b"\x00", b"\xff\xff\xff\xff", b"99999999999", b"-1", b"<table><tr>", b"</body>", b"<![CDATA[",
    b"&#x110000;", b"\r\n\r\n", b"=?utf-8?b?", b"Content-Type: multipart/mixed; boundary=x\r\n",
    b"endobj", b"<< /Length -5 >>", b"/Kids [1 0 R]", b"PK\x05\x06", b"%%EOF",
)  # fmt: skip
