"""The words of Word documents: what is shown is read, and nothing else."""

import pytest

from ingest.readers.office import docx
from rag.types import Omission
from tests.ingest.readers.office import word
from tests.ingest.readers.office.word import box, field, paragraph, raised, run

STRUCK, HIDDEN = "<w:strike/>", "<w:vanish/>"


def text_of(*body: str, **parts: str) -> str:
    return docx.read(word.document(*body, parts=dict(parts))).text


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        (["The fire killed 52", raised("1"), " people."], "The fire killed 52[1] people."),
        (["Some 640", raised("2, 3"), " tonnes"], "Some 640[2, 3] tonnes"),
        (["In 2019", raised("a"), " it rose"], "In 2019[a] it rose"),
        (["About 4 × 10", raised("6"), " cells"], "About 4 × 10⁶ cells"),
        (["Below 10", raised("-3"), " grams"], "Below 10⁻³ grams"),
        (["A lot of 90 m", raised("2"), "."], "A lot of 90 m²."),
        (["An area of 12 km", raised("2")], "An area of 12 km²"),
        (["The 4", raised("th"), " fleet"], "The 4th fleet"),
        (["He rose", raised("7"), " early"], "He rose[7] early"),
        (["In 2010", raised("1"), " it fell"], "In 2010[1] it fell"),
        (["10", raised("1"), raised("2"), " units"], "10¹² units"),
        (["Novex", raised("TM"), " pumps"], "NovexTM pumps"),
        (["CO", run("2", "<w:vertAlign w:val='subscript'/>"), " fell"], "CO2 fell"),
        (["x = 10", run("2", "<w:vertAlign w:val='subscript'/>")], "x = 10₂"),
        (["The toll*", raised("*"), " fell"], "The toll** fell"),
    ],
)
def test_raised_characters_never_fuse_with_figures(runs: list[str], shown: str) -> None:
    assert text_of(paragraph(*runs)) == shown


@pytest.mark.parametrize(
    ("body", "shown", "omission"),
    [
        (paragraph("The fee is ", run("240 ", STRUCK), "315."), "The fee is 315.",
         Omission("struck-out words", 1)),
        (paragraph("Go", run(" not at all", "<w:dstrike/>"), " now."), "Go now.",
         Omission("struck-out words", 3)),
        (paragraph("Berth 4", run(" secret berth", HIDDEN)), "Berth 4",
         Omission("hidden words", 2)),
        (paragraph("Kept ", "<w:del w:id='1'><w:r><w:delText>old words</w:delText></w:r></w:del>",
                   "<w:ins w:id='2'>" + run("new") + "</w:ins>"), "Kept new",
         Omission("deleted words", 2)),
        (paragraph("Here ", "<w:moveFrom w:id='1'>" + run("gone") + "</w:moveFrom>", "stays"),
         "Here stays", Omission("deleted words", 1)),
        (paragraph("A map", "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"), "A map",
         Omission("images", 1)),
        (paragraph("Not ", run("struck", "<w:strike w:val='0'/>")), "Not struck", None),
    ],
)  # fmt: skip
def test_what_is_not_shown_is_left_out_and_counted(
    body: str, shown: str, omission: Omission | None
) -> None:
    content = docx.read(word.document(body))
    assert content.text == shown
    assert content.omissions == ((omission,) if omission else ())


def test_hidden_by_a_style() -> None:
    styles = (
        "<w:style w:type='character' w:styleId='Secret'><w:name w:val='Secret'/>"
        "<w:rPr><w:vanish/></w:rPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='Old'><w:name w:val='Old'/>"
        "<w:rPr><w:strike/></w:rPr></w:style>"
    )
    content = docx.read(
        word.document(
            paragraph("Seen", run(" unseen", "<w:rStyle w:val='Secret'/>")),
            paragraph("No longer true.", style="Old"),
            parts={"styles": styles},
        )
    )
    assert content.text == "Seen"
    assert content.omissions == (Omission("hidden words", 1), Omission("struck-out words", 3))


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (paragraph("See ", field(" REF x \\h ", run("table 4")), "."), "See table 4."),
        (paragraph("Port", field(' XE "Port" ', "")), "Port"),
        (paragraph("By ", field(" IF ", run("Ada")), field(" PAGE ", run("3"))), "By Ada3"),
        (paragraph("<w:fldSimple w:instr=' AUTHOR '>" + run("Ada") + "</w:fldSimple>"), "Ada"),
        (paragraph("<w:hyperlink>" + run("the report") + "</w:hyperlink>"), "the report"),
        (paragraph("<w:r><w:fldChar w:fldCharType='begin'/></w:r>", "Torn field."), "Torn field."),
        (paragraph("<w:sdt><w:sdtContent>" + run("Chosen") + "</w:sdtContent></w:sdt>"), "Chosen"),
        (paragraph("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r>"),
         "a\nb-c"),
        (paragraph("<w:r><w:sym w:font='Symbol' w:char='F0B3'/></w:r>", " 5 °C"), "≥ 5 °C"),
        (paragraph("<w:ruby><w:rt>" + run("gloss") + "</w:rt><w:rubyBase>" + run("base")
                   + "</w:rubyBase></w:ruby>"), "base"),
    ],
)  # fmt: skip
def test_fields_controls_and_symbols(body: str, shown: str) -> None:
    assert text_of(body) == shown


def test_formulas() -> None:
    body = paragraph(
        "<m:oMath><m:r><m:t>E=m</m:t></m:r><m:sSup><m:e><m:r><m:t>c</m:t></m:r></m:e>"
        "<m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup><m:r><m:t>+</m:t></m:r>"
        "<m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>3</m:t></m:r></m:den></m:f>"
        "</m:oMath>"
    )
    assert text_of(body) == "E=mc²+(a+b)/3"


def test_a_text_box_is_read_once_behind_the_paragraph_that_holds_it() -> None:
    inner = box(paragraph("Inmost."))
    body = paragraph("Around.", box(paragraph("In the box."), paragraph("Also in it.", inner)))
    assert (
        text_of(
            body,
        )
        == "Around.\n\nIn the box.\n\nAlso in it.\n\nInmost."
    )


def test_embedded_pages_are_read() -> None:
    page = b"<html><body><h1>Annex</h1><p>The pump failed on Monday.</p></body></html>"
    body = paragraph("Before.") + "<w:altChunk r:id='given-aFChunk'/>" + paragraph("After.")
    content = docx.read(word.document(body, parts={"aFChunk": page}))
    assert content.text == "Before.\n\nAnnex\n\nThe pump failed on Monday.\n\nAfter."
    assert content.omissions == ()
    missing = docx.read(word.document(paragraph("a"), "<w:altChunk r:id='none'/>"))
    assert missing.omissions == (Omission("embedded documents", 1),)


def test_comments_are_counted() -> None:
    comments = (
        f"<w:comments {word.NAMESPACES}><w:comment w:id='1'>{paragraph('Really?')}</w:comment>"
        "</w:comments>"
    )
    content = docx.read(word.document(paragraph("Said."), parts={"comments": comments}))
    assert content.omissions == (Omission("comments", 1),)


@pytest.mark.parametrize(
    ("header", "body", "published"),
    [
        ("Ostrava, 4 May 2026", "Rain.", "2026-05-04"),
        ("Harbour desk", "Rain.", None),
        ("4 May 2026", "5 May 2026", None),
    ],
)
def test_the_date_in_a_page_header_where_the_text_has_none(
    header: str, body: str, published: str | None
) -> None:
    part = f"<w:hdr {word.NAMESPACES}>{paragraph(header)}</w:hdr>"
    content = docx.read(word.document(paragraph(body), parts={"header": part}))
    assert (content.published.isoformat() if content.published else None) == published
    assert content.published_from == ("line" if published else "")


@pytest.mark.parametrize(
    ("core", "body", "title", "origin"),
    [
        ("The Gulf, weekly", [paragraph("Strait", style="Title")], "The Gulf, weekly", "metadata"),
        ("", [paragraph("Two lines", style="Title"), paragraph("of a title", style="Title"),
              paragraph("Words.")], "Two lines of a title", "heading"),
        ("brief.docx", [paragraph("Words."), paragraph("Ports", style="Heading1")], "Ports",
         "heading"),
        ("", [paragraph("Only words.")], "Only words.", "line"),
    ],
)  # fmt: skip
def test_where_the_title_comes_from(core: str, body: list[str], title: str, origin: str) -> None:
    content = docx.read(word.document(*body, title=core))
    assert (content.title, content.title_from) == (title, origin)


def test_entities_are_not_replaced() -> None:
    bomb = "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
    data = word.document(paragraph("Safe."), parts={"footnotes": bomb + "<a>&b;</a>"})
    assert docx.read(data).text == "Safe."
