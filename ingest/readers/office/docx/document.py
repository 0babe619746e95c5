"""Opening a Word document, and what is known of it as a whole."""

import io
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from ingest.readers.base import Content
from ingest.readers.dates import dates_stated, parse_date
from ingest.readers.office.docx.body import Body
from ingest.readers.office.docx.fields import Fields
from ingest.readers.office.docx.markup import W, child
from ingest.readers.office.docx.notes import read_notes
from ingest.readers.office.docx.numbering import read_numbering
from ingest.readers.office.docx.styles import read_styles
from ingest.readers.office.docx.words import Context, words_of
from ingest.readers.office.embedded import read_embedded
from ingest.readers.office.programs import Program, open_archive, refusing_damage
from ingest.readers.office.xml import parse_xml
from ingest.readers.titles import title_among

if TYPE_CHECKING:
    from docx.opc.package import OpcPackage
    from docx.opc.part import Part

_WORD = Program("Word", "a Word document", ".docx")


def read(data: bytes) -> Content:
    """Read a Word document: paragraphs, lists and tables in their order, headings as sections.

    Raises:
        UnreadableError: the file is not a Word document, is damaged, or unpacks to too much.
    """
    open_archive(data, _WORD).close()
    package, root = _open(data)
    main = package.main_document_part
    context = _context(main, root)
    body = Body(context, _embedded_in(main))
    body.add(child(root, "body"))
    body.end()
    blocks = body.blocks
    context.left_out["comments"] += _count(_part(main, "comments"), "comment")
    headed = [" ".join(body.titles), *body.titles, *(h.title for h in blocks.headings)]
    title = title_among(_core_title(package), headed, blocks.text)
    stated = dates_stated(blocks.text).published
    in_header = None if stated else _date_in_header(main, context)
    return blocks.content(title, context.left_out, (in_header, "line" if in_header else ""))


def _open(data: bytes) -> tuple["OpcPackage", Any]:
    """The package and the root element of its main part."""
    from docx.opc.exceptions import OpcError
    from docx.opc.package import OpcPackage

    with refusing_damage(_WORD, OpcError):
        package = OpcPackage.open(io.BytesIO(data))
        root = parse_xml(package.main_document_part.blob)
        if child(root, "body") is None:
            raise ValueError(root.tag)
    return package, root


def _context(main: "Part", root: Any) -> Context:
    settings = _part(main, "settings")
    kinds = [element.get(f"{W}fldCharType") for element in root.iter(f"{W}fldChar")]
    return Context(
        styles=read_styles(_part(main, "styles")),
        footnotes=read_notes(_part(main, "footnotes"), "footnote", settings),
        endnotes=read_notes(_part(main, "endnotes"), "endnote", settings),
        fields=Fields(are_paired=kinds.count("begin") == kinds.count("end")),
        numbering=read_numbering(_part(main, "numbering")),
    )


def _parts(main: "Part", kind: str) -> list["Part"]:
    """The parts that the main part is related to, of a kind such as "styles"."""
    related = main.rels.values()
    ends = f"/{kind}"
    return [r.target_part for r in related if str(r.reltype).endswith(ends) and not r.is_external]


def _part(main: "Part", kind: str) -> Any | None:
    """The root element of the part of that kind; None where it is missing or damaged.

    Without its styles, or another such part, a document's words can still be read.
    """
    from lxml.etree import LxmlError

    for part in _parts(main, kind):
        try:
            return parse_xml(part.blob)
        except (LxmlError, ValueError):
            continue
    return None


def _count(root: Any | None, name: str) -> int:
    return 0 if root is None else sum(1 for _ in root.iter(f"{W}{name}"))


def _embedded_in(main: "Part") -> Callable[[str], Content | None]:
    seen: set[str] = set()

    def read_part(relationship: str) -> Content | None:
        found = main.rels.get(relationship)
        if found is None or found.is_external or str(found.target_part.partname) in seen:
            return None
        part = found.target_part
        seen.add(str(part.partname))
        return read_embedded(part.blob, part.content_type)

    return read_part


def _core_title(package: "OpcPackage") -> str:
    try:
        return package.core_properties.title or ""
    except (LookupError, ValueError, AttributeError, TypeError):
        return ""


def _date_in_header(main: "Part", context: Context) -> date | None:
    """The date that is a line of its own in a page header, as on paper with a printed head."""
    from lxml.etree import LxmlError

    for part in _parts(main, "header"):
        try:
            root = parse_xml(part.blob)
        except (LxmlError, ValueError):
            continue
        for paragraph in root.iter(f"{W}p"):
            if next(paragraph.iter(f"{W}fldChar", f"{W}fldSimple"), None) is not None:
                continue  # a field gives the day on which the file was opened or saved
            for line in words_of(paragraph, context.styles[""], context).text.splitlines():
                if found := parse_date(" ".join(line.split())):
                    return found
    return None
