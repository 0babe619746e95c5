"""OpenDocument texts."""

import io
import zipfile

import odfdo
import pytest

from ingest.readers.base import Content
from ingest.readers.office import odt
from rag.errors import UnreadableError
from rag.structure import above_at, at
from rag.types import Omission
from tests.ingest.readers.make import assert_well_formed

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
        ("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("meta", "meta"), ("m", "manifest"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
STYLES = (
    "<style:style style:name='Up' style:family='text'>"
    "<style:text-properties style:text-position='super 58%'/></style:style>"
    "<style:style style:name='Down' style:family='text'>"
    "<style:text-properties style:text-position='-33% 58%'/></style:style>"
    "<style:style style:name='Struck' style:family='text'>"
    "<style:text-properties style:text-line-through-style='solid'/></style:style>"
    "<style:style style:name='Hidden' style:family='text'>"
    "<style:text-properties text:display='none'/></style:style>"
    "<style:style style:name='Bold' style:family='text'>"
    "<style:text-properties fo:font-weight='bold'/></style:style>"
    "<style:style style:name='Title' style:family='paragraph'/>"
    "<style:style style:name='P1' style:family='paragraph' style:parent-style-name='Title'/>"
    "<style:style style:name='Caption' style:family='paragraph'/>"
    "<style:style style:name='Table' style:family='paragraph' style:parent-style-name='Caption'/>"
    "<text:list-style style:name='L1'>"
    "<text:list-level-style-number text:level='1' style:num-format='1' style:num-suffix='.'/>"
    "<text:list-level-style-number text:level='2' style:num-format='a' style:num-prefix='('"
    " style:num-suffix=')'/>"
    "<text:list-level-style-number text:level='3' style:num-format='1' style:num-suffix='.'"
    " text:display-levels='1'/></text:list-style>"
    "<text:list-style style:name='L2'><text:list-level-style-bullet text:level='1'/>"
    "</text:list-style>"
)
OUTLINE = (
    "<text:outline-style style:name='Outline'>"
    "<text:outline-level-style text:level='1' style:num-format='1'/>"
    "<text:outline-level-style text:level='2' style:num-format='1' text:display-levels='2'/>"
    "</text:outline-style>"
)


def saved(body: str, styles: str = STYLES, title: str = "", manifest: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {NAMES}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        )
        archive.writestr(
            "meta.xml",
            f"<office:document-meta {NAMES}><office:meta><dc:title>{title}</dc:title>"
            "</office:meta></office:document-meta>",
        )
        archive.writestr("META-INF/manifest.xml", f"<m:manifest {NAMES}>{manifest}</m:manifest>")
    return out.getvalue()


def read(body: str, **more: str) -> Content:
    content = odt.read(saved(body, **more))
    assert_well_formed(content)
    return content


def p(words: str, style: str = "") -> str:
    return f"<text:p text:style-name='{style}'>{words}</text:p>"


def h(words: str, level: int = 1) -> str:
    return f"<text:h text:outline-level='{level}'>{words}</text:h>"


def span(words: str, style: str) -> str:
    return f"<text:span text:style-name='{style}'>{words}</text:span>"


def listed(*items: str, style: str = "", more: str = "") -> str:
    inside = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
    return f"<text:list text:style-name='{style}' {more}>{inside}</text:list>"


def table(*rows: list[str], head: int = 0) -> str:
    lines = []
    for cells in rows:
        inside = "".join(
            c if c.startswith("<table") else f"<table:table-cell>{p(c)}</table:table-cell>"
            for c in cells
        )
        lines.append(f"<table:table-row>{inside}</table:table-row>")
    top = f"<table:table-header-rows>{''.join(lines[:head])}</table:table-header-rows>"
    return f"<table:table>{top if head else ''}{''.join(lines[head:])}</table:table>"


def note(mark: str, words: str, kind: str = "footnote") -> str:
    return (
        f"<text:note text:note-class='{kind}'><text:note-citation>{mark}</text:note-citation>"
        f"<text:note-body>{p(words)}</text:note-body></text:note>"
    )


def kinds(content: Content) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, content.text[b.start : b.end]) for b in content.structure.blocks]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (f"Killed: 52{span('1', 'Up')} people", "Killed: 52[1] people"),
        (f"10{span('6', 'Up')} cells", "10⁶ cells"),
        (f"CO{span('2', 'Down')} fell", "CO2 fell"),
        ("a<text:s text:c='3'/>b<text:tab/>c<text:line-break/>d", "a b c\nd"),
        ("<text:a>the report</text:a> says", "the report says"),
        ("by <text:author-name>Ada</text:author-name>", "by Ada"),
        ("<text:ruby><text:ruby-base>base</text:ruby-base><text:ruby-text>gloss</text:ruby-text>"
         "</text:ruby>", "base"),
        ("a<text:s text:c='999999999'/>b", "a b"),
        ("Map<draw:frame><draw:text-box>" + p("In the box.") + "</draw:text-box></draw:frame>",
         "Map\n\nIn the box."),
    ],
)  # fmt: skip
def test_words(words: str, shown: str) -> None:
    assert read(p(words)).text == shown


@pytest.mark.parametrize(
    ("body", "omission"),
    [
        (p("Fee 315" + span(" was 240", "Struck")), Omission("struck-out words", 2)),
        (p("Fee 315" + span(" secret", "Hidden")), Omission("hidden words", 1)),
        (p("Fee 315") + f"<text:section text:display='none'>{p('not yet known')}</text:section>",
         Omission("hidden words", 3)),
        (f"<text:tracked-changes><text:changed-region><text:deletion>{p('or more')}</text:deletion>"
         "</text:changed-region></text:tracked-changes>" + p("Fee 315"),
         Omission("deleted words", 2)),
        (p("Fee 315<office:annotation>" + p("Really?") + "</office:annotation>"),
         Omission("comments", 1)),
        (p("Fee 315<draw:frame><draw:image/></draw:frame>"), Omission("images", 1)),
    ],
)  # fmt: skip
def test_what_is_left_out_is_counted(body: str, omission: Omission) -> None:
    content = read(body)
    assert (content.text, content.omissions) == ("Fee 315", (omission,))


def test_headings_and_their_numbers() -> None:
    body = h("Ports") + p("Words.") + h("Berths", 2) + p("More.") + h("Tides")
    assert [(s.title, s.level) for s in read(body).sections] == [
        ("Ports", 1),
        ("Berths", 2),
        ("Tides", 1),
    ]
    numbered = read(body, styles=OUTLINE)
    assert [s.title for s in numbered.sections] == ["1 Ports", "1.1 Berths", "2 Tides"]


def test_titles() -> None:
    body = p("The canal", "P1") + p("in winter", "P1") + p("Words.")
    content = read(body)
    assert (content.title, content.title_from) == ("The canal in winter", "heading")
    assert read(body, title="The Gulf").title_from == "metadata"
    assert kinds(read(p("Table 1: calls", "Table")))[0][0] == "caption"


def test_lists_keep_their_numbers_and_lead_in() -> None:
    content = read(
        p("Shut:")
        + listed(p("Lund") + listed(p("lock"), p("weir")), p("Falk") + p("since May"), style="L1")
        + listed(p("again"), style="L1")
        + listed(p("on"), style="L1", more="text:continue-numbering='true'")
        + listed(p("bullet"), style="L2")
    )
    assert content.text == (
        "Shut:\n\n1. Lund\n  (a) lock\n  (b) weir\n2. Falk\n\nsince May\n\n1. again\n2. on\n"
        "- bullet"
    )
    item = at(content.structure.blocks, content.text.index("weir"))
    assert item is not None
    above = above_at(content.structure, item.start)
    assert [content.text[b.start : b.end] for b in above] == ["Shut:", "1. Lund"]


@pytest.mark.parametrize(
    "shape",
    [
        table(["Port", "Master"], ["Varna", "Ilic"], ["Ruse", "Petrov"], head=1),
        table([span("Port", "Bold"), span("Master", "Bold")], ["Varna", "Ilic"], ["Ruse", "x"]),
        table(["Port", "Calls"], ["Varna", "12"], ["Ruse", "7"]),
    ],
)
def test_a_row_stands_under_its_head(shape: str) -> None:
    content = read(p("Masters:") + shape)
    block = at(content.structure.blocks, content.text.index("Ruse"))
    assert block is not None
    (head,) = above_at(content.structure, block.start)
    assert content.text[head.start : head.end].startswith("| Port | ")


def test_merged_and_repeated_cells() -> None:
    wide = f"<table:table-cell table:number-columns-spanned='2'>{p('Calls')}</table:table-cell>"
    tall = f"<table:table-cell table:number-rows-spanned='2'>{p('North')}</table:table-cell>"
    covered = "<table:covered-table-cell/>"
    free = "<table:table-cell table:number-columns-repeated='2'/>"
    content = read(
        table(["Region", wide, covered], [tall, "Varna", "12"], [covered, "Ruse", "7"],
              ["South", free], head=1)
    )  # fmt: skip
    assert [line for *_, line in kinds(content)] == [
        "| Region | Calls | Calls |",
        "| North | Varna | 12 |",
        "| North | Ruse | 7 |",
        "| South |  |  |",
    ]


def test_notes_stand_at_the_end_of_their_section() -> None:
    content = read(
        h("Sale") + p(f"Sold{note('1', 'To Halden.')} in May{note('i', 'Not all.', 'endnote')}.")
        + h("Next") + p("Words.")
    )  # fmt: skip
    assert [words for *_, words in kinds(content)] == [
        "Sale", "Sold[1] in May[i].", "[1] To Halden.", "Next", "Words.", "[i] Not all.",
    ]  # fmt: skip


def test_contents_are_boilerplate() -> None:
    body = (
        f"<text:table-of-content><text:index-body><text:index-title>{p('Contents')}"
        f"</text:index-title>{p('Ports 3')}</text:index-body></text:table-of-content>{p('Words.')}"
    )
    content = read(body)
    (found,) = content.structure.boilerplate
    assert content.text[found.start : found.end] == "Contents\n\nPorts 3"


def test_a_text_that_a_library_wrote() -> None:
    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(odfdo.Header(1, "Ports"))
    document.body.append(odfdo.Paragraph("All are open but these:"))
    document.body.append(odfdo.List(["Lund Gate", "Falk Gate"]))
    written = odfdo.Table("calls", width=2, height=2)
    written.set_values([["Port", "Calls"], ["Varna", 12]])
    document.body.append(written)
    out = io.BytesIO()
    document.save(out)
    content = odt.read(out.getvalue())
    assert_well_formed(content)
    assert content.text == (
        "1. Ports\n\nAll are open but these:\n\n- Lund Gate\n- Falk Gate\n\n"
        "| Port | Calls |\n| Varna | 12 |"
    )


def test_what_is_refused() -> None:
    with pytest.raises(UnreadableError, match="not an OpenDocument text, or is cut off"):
        odt.read(b"words")
    with pytest.raises(UnreadableError, match="encrypted"):
        odt.read(saved(p("a"), manifest="<m:encryption-data/>"))
    with pytest.raises(UnreadableError, match="not an OpenDocument text, or is damaged"):
        odt.read(saved("<text:p>not closed"))
    with pytest.raises(UnreadableError, match="or is damaged"):
        odt.read(saved("<text:section>" * 400 + "</text:section>" * 400))
    spreadsheet = io.BytesIO()
    odfdo.Document("spreadsheet").save(spreadsheet)
    with pytest.raises(UnreadableError, match="not an OpenDocument text"):
        odt.read(spreadsheet.getvalue())
