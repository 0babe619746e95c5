"""Damaged files of every format: each is read or refused, none goes wrong in another way."""

import atexit
import io
import random
import zipfile
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers import ReaderProcess, epub, html, markdown, pdf, plain
from ingest.readers.base import Content
from ingest.readers.mail import eml, mbox, msg
from ingest.readers.office import delimited, docx, odt, pptx, rtf, xlsx
from rag.errors import UnreadableError
from tests.ingest.readers import make
from tests.ingest.readers.mail import make_msg

pytestmark = pytest.mark.process

Reader = Callable[[bytes], Content]

MUTATIONS = 60
UNEXPECTED = ("failed on the file", "crashed", "takes longer", "of memory")
PAGES: list[make.Lines] = [["A head", "", "A line of text that says little.", "And more."]] * 3
TEXT = (
    b"---\ntitle: Head\ndate: 2026-03-04\n---\n# Head\n\nSome words. *More* words.\n\n- an item\n"
)
SEEDS: dict[str, tuple[Reader, bytes]] = {
    "plain": (plain.read, TEXT),
    "markdown": (markdown.read, TEXT),
    "html": (html.read, make.html()),
    "pdf": (pdf.read, make.pdf(PAGES, header="Head", footer="{n}", outline=[("A head", 1)])),
    "docx": (docx.read, make.docx("Title")),
    "xlsx": (xlsx.read, make.xlsx()),
    "pptx": (pptx.read, make.pptx()),
    "odt": (odt.read, make.odt()),
    "rtf": (rtf.read, make.rtf()),
    "csv": (delimited.read, b'Port;Calls;Note\nVarna;312;"shut, now"\n\nRuse;204;\n'),
    "eml": (eml.read, make.eml(plain="Quiet.", html="<h1>Strait</h1><p>Quiet.</p>", attached=b"1")),
    "quotes": (eml.read, make.eml(plain="No.\n\nOn 1.5.2026 10:00, A wrote:\n> Yes.\n-- \nB\n")),
    "mbox": (mbox.read, b"From a 10:00\n" + make.eml(plain="Quiet.") + b"\nFrom b 10:01\nTo: c\n"),
    "msg": (
        msg.read,
        make_msg.msg(subject="A", body="Quiet.", attachments=[("a.txt", b"A.")]),
    ),
    "epub": (epub.read, make.epub(["<h1>Strait</h1><p>Quiet.</p>"], nav="<nav><a>1</a></nav>")),
}
MAIN_PARTS = {
    "docx": "word/document.xml",
    "xlsx": "xl/worksheets/sheet1.xml",
    "pptx": "ppt/slides/slide1.xml",
    "odt": "content.xml",
    "epub": "OEBPS/text/c 0.xhtml",
}
"""Of each format that is an archive, the part that holds most of the text."""
VERBATIM = (plain.read, markdown.read)
"""Their text is the file's own, with its markup."""
TOKENS = (
    b"<w:tbl>", b"</w:p>", b'<w:pStyle w:val="X"/>', b"<w:r/>", b"</w:tr>", b'w:val=""',
    b"\x00", b"\xff\xff\xff\xff", b"99999999999", b"-1", b"<table><tr>", b"</body>", b"<![CDATA[",
    b"&#x110000;", b"\r\n\r\n", b"=?utf-8?b?", b"Content-Type: multipart/mixed; boundary=x\r\n",
    b"endobj", b"<< /Length -5 >>", b"/Kids [1 0 R]", b"PK\x05\x06", b"%%EOF",
    b"---\n", b"\n...\n", b"title: ", b"date: ", b"!!int ", b"!!timestamp ", b"!!python/object:x ",
    b'""', b"&a [*a]", b"<<: 3\n", b"? ", b"[" * 3000, b"> " * 200, b"\n# ", b"\n===\n", b"`" * 9,
    b"\xed\xa0\x80", b"\r", b"\xe2\x80\xa8",
    b'<c t="s"><v>9</v></c>', b'<mergeCell ref="A1:XFD9"/>', b' r="XFD1048576"', b"<a:tc/>",
    b"<a:p>", b"<text:list><text:list-item>", b"<table:covered-table-cell/>", b"{\\footnote ",
    b"\\cell ", b"\\row ", b"\\u-9 ", b"\\bin9999 ", b"{\\listtext ", b"\\'", b'";"', b"|\t|",
)  # fmt: skip
MARKUP = (".xml", ".rels", ".opf", ".xhtml")
OPENINGS = {
    "plain": b"",
    "markdown": b"---\n",
    "html": b"<html><body>",
    "pdf": b"%PDF-1.4\n1 0 obj\n",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "pptx": b"PK\x03\x04",
    "odt": b"PK\x03\x04",
    "rtf": b"{\\rtf1 ",
    "csv": b"",
    "epub": b"PK\x03\x04",
    "eml": b"From: a@b.org\nSubject: =?utf-8?q?=\n",
    "quotes": b"From: a@b.org\n\n> ",
    "mbox": b"From a 10:00\nTo: ",
    "msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
}


@pytest.mark.parametrize("name", SEEDS)
def test_damaged_files(name: str) -> None:
    reader, seed = SEEDS[name]
    chance = random.Random(7)
    for _ in range(MUTATIONS):
        check(reader, mutated(seed, chance))


@pytest.mark.parametrize("name", MAIN_PARTS)
def test_archives_with_damaged_parts(name: str) -> None:
    reader, seed = SEEDS[name]
    chance = random.Random(7)
    for _ in range(MUTATIONS):
        check(reader, mutated_part(seed, MAIN_PARTS[name], chance))


@pytest.mark.parametrize("name", SEEDS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_files_of_any_bytes(name: str, data: st.DataObject) -> None:
    pieces = data.draw(st.lists(st.sampled_from(TOKENS) | st.binary(max_size=8), max_size=12))
    check(SEEDS[name][0], OPENINGS[name] + b"".join(pieces))


def check(reader: Reader, data: bytes) -> None:
    well_formed = make.assert_ordered if reader in VERBATIM else make.assert_well_formed
    refused = None
    try:
        well_formed(process().read(reader, data))
    except UnreadableError as error:
        refused = error
    if refused:
        assert refused.message
        assert refused.remedy
        assert not any(words in refused.message for words in UNEXPECTED), refused


@cache
def process() -> ReaderProcess:
    child = ReaderProcess(seconds=20)
    atexit.register(child.close)
    return child


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


def mutated_part(data: bytes, main: str, chance: random.Random) -> bytes:
    """A zip file with one mutated part, every other time the main one; the archive is whole."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        parts = {name: before.read(name) for name in before.namelist()}
        chosen = chance.choice([name for name in parts if name.endswith(MARKUP)])
        chosen = main if chance.random() < 0.5 else chosen
        for name, part in parts.items():
            after.writestr(name, mutated(part, chance) if name == chosen else part)
    return out.getvalue()
