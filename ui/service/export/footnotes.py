"""Footnotes in a Word document, which python-docx can read past but not write.

The notes are a part of the package of their own (ECMA-376 Part 1, 11.3.7 and 17.11): two of them
draw the line above the notes, the others are numbered in the order of their references. Their
styles are named as Word names its own, so that Word knows them.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Pt
from lxml import etree

from rag.formatting import Run, Style

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_REFERENCE = "FootnoteReference"
_TEXT = "FootnoteText"
_TAGS: dict[Style, str] = {"strong": "w:b", "emphasis": "w:i", "struck": "w:strike"}
_SEPARATORS = (
    f"<w:footnotes {nsdecls('w')}>"
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r>'
    "</w:p></w:footnote></w:footnotes>"
)


class Footnotes:
    """The footnotes of one document; `attach` puts them into it.

    Args:
        document: gets the two styles that footnotes have.
    """

    def __init__(self, document: "Docx") -> None:
        self._document = document
        self._root = parse_xml(_SEPARATORS)
        self._count = 0
        styles = document.styles
        reference = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
        reference.style_id = _REFERENCE
        reference.font.superscript = True
        text = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
        text.style_id = _TEXT
        text.base_style = styles["Normal"]
        text.font.size = Pt(9)

    def add(self, paragraph: "Paragraph", words: Iterable[Run]) -> None:
        """Refer to a new footnote at the end of the paragraph.

        Args:
            words: without characters that XML cannot hold.
        """
        self._count += 1
        mark = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), str(self._count))
        paragraph._p.append(_run(mark))
        note = OxmlElement("w:footnote")
        note.set(qn("w:id"), str(self._count))
        note.append(_paragraph(words))
        self._root.append(note)

    def attach(self) -> None:
        """Add the part that holds the notes; to be called once, after the last of them."""
        written = etree.tostring(
            self._root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
        package = self._document.part.package
        part = Part(PackURI("/word/footnotes.xml"), _CONTENT_TYPE, written, package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _paragraph(words: Iterable[Run]) -> "BaseOxmlElement":
    paragraph = OxmlElement("w:p")
    properties, style = OxmlElement("w:pPr"), OxmlElement("w:pStyle")
    style.set(qn("w:val"), _TEXT)
    properties.append(style)
    paragraph.append(properties)
    paragraph.append(_run(OxmlElement("w:footnoteRef")))
    for run in _words([Run(" ", 0, 0), *words]):
        paragraph.append(run)
    return paragraph


def _words(runs: Iterable[Run]) -> Iterator["BaseOxmlElement"]:
    """Words in their styles, with line breaks; those of one style together."""
    for styles, group in groupby(runs, lambda run: run.styles):
        run = OxmlElement("w:r")
        properties = OxmlElement("w:rPr")
        # In the order that the schema of WordprocessingML asks for.
        for style, tag in _TAGS.items():
            if style in styles:
                properties.append(OxmlElement(tag))
        run.append(properties)
        for n, line in enumerate("".join(part.text for part in group).split("\n")):
            if n:
                run.append(OxmlElement("w:br"))
            text = OxmlElement("w:t")
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            text.text = line
            run.append(text)
        yield run


def _run(mark: "BaseOxmlElement") -> "BaseOxmlElement":
    """A run with the number of a footnote, raised."""
    run, properties, style = OxmlElement("w:r"), OxmlElement("w:rPr"), OxmlElement("w:rStyle")
    style.set(qn("w:val"), _REFERENCE)
    properties.append(style)
    run.append(properties)
    run.append(mark)
    return run
