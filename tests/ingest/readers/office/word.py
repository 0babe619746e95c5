"""Word documents for the tests, made of WordprocessingML."""

import io
import zipfile

from tests.ingest.readers import make

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(words: str, look: str = "") -> str:
    """A run; its look is made of elements of `w:rPr`."""
    return f"<w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>"


def raised(words: str) -> str:
    return run(words, "<w:vertAlign w:val='superscript'/>")


def paragraph(*runs: str, style: str = "", properties: str = "") -> str:
    """A paragraph; a run that is no markup is taken for words."""
    inside = "".join(r if r.startswith("<") else run(r) for r in runs)
    named = f"<w:pStyle w:val='{style}'/>" if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inside}</w:p>"


def numbered(words: str, list_id: int = 1, level: int = 0, style: str = "") -> str:
    number = f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list_id}'/></w:numPr>"
    return paragraph(words, style=style, properties=number)


def field(code: str, result: str) -> str:
    return (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
        f"{result}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )


def table(*rows: list[str], properties: str = "", head: int = 0) -> str:
    """A table; a cell that is no markup is taken for words, "" continues the cell above."""
    lines = []
    for n, cells in enumerate(rows):
        repeated = "<w:trPr><w:tblHeader/></w:trPr>" if n < head else ""
        lines.append(f"<w:tr>{repeated}{''.join(map(_cell, cells))}</w:tr>")
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(lines)}</w:tbl>"


def _cell(words: str) -> str:
    if words.startswith("<w:tc>"):
        return words
    return f"<w:tc>{words if words.startswith('<') else paragraph(words)}</w:tc>"


def box(*paragraphs: str) -> str:
    """A run with a text box, and the same for programs that do not know such boxes."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{content}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{content}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def level(n: int, style: str, text: str, more: str = "") -> str:
    """A level of a list, for `numbering`."""
    return (
        f"<w:lvl w:ilvl='{n}'><w:start w:val='1'/><w:numFmt w:val='{style}'/>{more}"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
    )


def numbering(*levels: str, more: str = "") -> str:
    """A numbering part with one list, of id 1, and more lists."""
    return (
        f"<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId='0'>{''.join(levels)}"
        f"</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>{more}"
        "</w:numbering>"
    )


def notes(kind: str, *words: str) -> str:
    """A part of footnotes or endnotes with the ids 1, 2 and so on."""
    marked = "".join(
        f"<w:{kind} w:id='{n}'>{paragraph(f'<w:r><w:{kind}Ref/></w:r>', some)}</w:{kind}>"
        for n, some in enumerate(words, 1)
    )
    separator = f"<w:{kind} w:type='separator' w:id='0'>{paragraph('___')}</w:{kind}>"
    return f"<w:{kind}s {NAMESPACES}>{separator}{marked}</w:{kind}s>"


def refer(kind: str, identifier: int) -> str:
    look = "<w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"
    return f"<w:r>{look}<w:{kind}Reference w:id='{identifier}'/></w:r>"


def document(
    *body: str,
    parts: dict[str, str | bytes] | None = None,
    files: dict[str, bytes] | None = None,
    title: str = "",
) -> bytes:
    """A document.

    Args:
        parts: parts of WordprocessingML by kind, e.g. "footnotes"; of "styles", styles that are
            added to Word's own; of "aFChunk", a web page.
        files: further members of the archive.
    """
    given = {name: _bytes(part) for name, part in (parts or {}).items()}
    more_styles = given.pop("styles", b"")
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(make.docx(title))) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as after,
    ):
        for name in before.namelist():
            content = before.read(name)
            if name == "word/document.xml":
                inside = f"<w:body>{''.join(body)}</w:body>"
                content = f"<w:document {NAMESPACES}>{inside}</w:document>".encode()
            elif name == "word/styles.xml":
                content = content.replace(b"</w:styles>", more_styles + b"</w:styles>")
            elif name == "word/_rels/document.xml.rels":
                content = content.replace(
                    b"</Relationships>", _related(given) + b"</Relationships>"
                )
            elif name == "[Content_Types].xml":
                content = content.replace(b"</Types>", _types(given) + b"</Types>")
            if name.removeprefix("word/").removesuffix(".xml") not in given:
                after.writestr(name, content)
        for kind, part in given.items():
            after.writestr(_name(kind), part)
        for name, part in (files or {}).items():
            after.writestr(name, part)
    return out.getvalue()


def _bytes(part: str | bytes) -> bytes:
    return part.encode() if isinstance(part, str) else part


def _name(kind: str) -> str:
    return "word/chunk.html" if kind == "aFChunk" else f"word/{kind}.xml"


def _related(parts: dict[str, bytes]) -> bytes:
    """Relationships of the parts that the document has not already."""
    return "".join(
        f'<Relationship Id="given-{kind}" Type="{_TYPES}/{kind}" Target="/{_name(kind)}"/>'
        for kind in parts
        if kind != "numbering"
    ).encode()


def _types(parts: dict[str, bytes]) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    named = "".join(
        f'<Override PartName="/{_name(part)}" '
        f'ContentType="{"text/html" if part == "aFChunk" else f"{kind}.{part}+xml"}"/>'
        for part in parts
        if part != "numbering"
    )
    return named.encode()
