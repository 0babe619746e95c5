"""Rich Text files: paragraphs, lists, tables and notes."""

import pytest

from ingest.readers.base import Content
from ingest.readers.office import rtf
from rag.errors import UnreadableError
from rag.structure import above_at, at
from rag.types import Omission
from tests.ingest.readers.make import assert_well_formed

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset204 Arial;}"
    r"{\f2\fcharset2 Symbol;}}{\colortbl;\red0\green0\blue0;}"
    r"{\stylesheet{\s0 Normal;}{\s1\sbasedon0 heading 1;}{\s2 Title;}{\s3 caption;}{\s4 toc 1;}}"
    r"{\info{\author Ada}{\title %s}}{\header Running head\par}"
)


def rich(body: str, title: str = "") -> bytes:
    return (HEAD % title + body + "}").encode("cp1252")


def read(body: str, title: str = "") -> Content:
    content = rtf.read(rich(body, title))
    assert_well_formed(content)
    return content


def row(*cells: str, more: str = "", each: str = "") -> str:
    borders = "".join(rf"{each}\cellx{1000 * (n + 1)}" for n in range(len(cells)))
    words = "".join(rf"{cell}\cell " for cell in cells)
    return rf"\trowd{more}{borders}\pard\intbl {words}\row "


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (r"One.\par Two \b bold\b0 .\par", "One.\n\nTwo bold."),
        (r"a\line b\tab c\par", "a\nb c"),
        (r"caf\'e9 \'80 5 \'96 6\par", "café € 5 – 6"),
        (r"\u8364? and \u-10179?\u-8704? and \u1041\'c1\par", "€ and 😀 and Б"),
        (r"{\f1 \'cf\'f0\'e8\'e2\'e5\'f2}\par", "Привет"),
        (r"\ldblquote No\rdblquote\emdash he said\par", "“No”—he said"),
        (r"a\{b\}\\c\~d\_e\par", "a{b}\\c d-e"),
        (r"Killed: 52{\super 1} people\par", "Killed: 52[1] people"),
        (r"10{\super 6} cells\par", "10⁶ cells"),
        (r"CO{\sub 2}\par", "CO2"),
        (r"See {\field{\*\fldinst HYPERLINK x}{\fldrslt the report}}.\par", "See the report."),
        (r"{\*\bkmkstart here}Words{\*\unknown hidden}\par", "Words"),
        (r"Box:\par{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt In it.\par}}}", "Box:\n\nIn it."),
        (r"{\pict\pngblip 89504e47}Map\par", "Map"),
        ("{\\pict\\bin5 {{{{{}Map\\par", "Map"),
        (r"Not closed {\b bold\par", "Not closed bold"),
        (r"Ends.\par}} Trailing words", "Ends."),
    ],
)  # fmt: skip
def test_words(body: str, shown: str) -> None:
    assert read(body).text == shown


@pytest.mark.parametrize(
    ("body", "omission"),
    [
        (r"Fee 315{\strike  was 240}\par", Omission("struck-out words", 2)),
        (r"Fee 315{\v  secret}\par", Omission("hidden words", 1)),
        (r"Fee 315{\deleted  or more}\par", Omission("deleted words", 2)),
        (r"Fee 315{\pict 00}\par", Omission("images", 1)),
        (r"Fee 315{\*\annotation Really?}\par", Omission("comments", 1)),
    ],
)
def test_what_is_left_out_is_counted(body: str, omission: Omission) -> None:
    content = read(body)
    assert (content.text, content.omissions) == ("Fee 315", (omission,))


def test_headings_titles_captions_and_contents() -> None:
    content = read(
        r"\pard\s2 The canal\par\pard\s4 Ports 3\par\pard\s1 Ports\par\pard Words.\par"
        r"\pard\outlinelevel1 Berths\par\pard\s3 Table 1\par"
    )
    assert [(s.title, s.level) for s in content.sections] == [
        ("The canal", 1),
        ("Ports", 1),
        ("Berths", 2),
    ]
    assert (content.title, content.title_from) == ("The canal", "heading")
    assert content.structure.blocks[-1].kind == "caption"
    (span,) = content.structure.boilerplate
    assert content.text[span.start : span.end] == "Ports 3"
    assert read("x", "The Gulf").title == "The Gulf"


def test_lists_keep_their_numbers_and_lead_in() -> None:
    content = read(
        r"Shut:\par{\listtext\f2\'b7\tab}\ls1\ilvl0 Lund Gate\par"
        r"{\listtext 1.\tab}\ilvl1 Its lock\par{\pntext (b)\tab}\ilvl0 Falk Gate\par"
    )
    assert content.text == "Shut:\n\n- Lund Gate\n  1. Its lock\n(b) Falk Gate"
    item = at(content.structure.blocks, content.text.index("Falk"))
    assert item is not None
    (above,) = above_at(content.structure, item.start)
    assert content.text[above.start : above.end] == "Shut:"


@pytest.mark.parametrize(
    "table",
    [
        row("Port", "Master", more=r"\trhdr") + row("Varna", "Ilic") + row("Ruse", "Petrov"),
        row(r"{\b Port}", r"{\b Master}") + row("Varna", "Ilic") + row("Ruse", "Petrov"),
        row("Port", "Calls") + row("Varna", "12") + row("Ruse", "7"),
    ],
)
def test_a_row_stands_under_its_head(table: str) -> None:
    content = read(r"Masters:\par" + table + r"\pard After.\par")
    block = at(content.structure.blocks, content.text.index("Ruse"))
    assert block is not None
    (head,) = above_at(content.structure, block.start)
    assert content.text[head.start : head.end].startswith("| Port | ")
    assert content.text.endswith("\n\nAfter.")


def test_merged_cells() -> None:
    wide = r"\trowd\cellx2000\pard\intbl South\cell\row "
    north = row("North", "12") + row("", "7", each=r"\clvmrg")
    content = read(row("Region", "Calls", more=r"\trhdr") + north + wide)
    assert content.text.splitlines()[1:] == ["| North | 12 |", "| North | 7 |", "| South |  |"]


def test_notes() -> None:
    content = read(
        r"The dock was sold{\super\chftn{\footnote\pard{\super\chftn} To Halden.}} for 52"
        r"{\super\chftn{\footnote{\super\chftn} In millions.\par Two lines.}}.\par Words.\par"
    )
    assert content.text == (
        "The dock was sold[1] for 52[2].\n\nWords.\n\n[1] To Halden.\n\n[2] In millions. Two lines."
    )
    assert [b.kind for b in content.structure.blocks] == ["paragraph", "paragraph", "note", "note"]


@pytest.mark.parametrize("data", [b"", b"words", rb"\rtf1 words", b"{" * 50])
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="not a Rich Text file"):
        rtf.read(data)


def test_groups_nested_too_deep_are_refused() -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        rtf.read(rb"{\rtf1 " + b"{" * 100_000)
