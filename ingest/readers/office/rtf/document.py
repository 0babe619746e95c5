"""Opening a Rich Text file."""

from ingest.readers.base import Content, first_line
from ingest.readers.blocks import sensible_title
from ingest.readers.office.rtf.reader import Reader
from ingest.readers.office.rtf.tokens import tokens_of
from rag.errors import UnreadableError
from rag.types import Omission, Origin


def read(data: bytes) -> Content:
    """Read a Rich Text file: paragraphs, lists, tables and notes; headings as sections.

    Raises:
        UnreadableError: the bytes are no such file, or groups in it are nested too deep.
    """
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        raise UnreadableError("The file is not a Rich Text file.", "Save it again as .rtf.")
    reader = Reader()
    try:
        reader.read(tokens_of(data.lstrip(b"\xef\xbb\xbf \t\r\n")))
    except ValueError as error:
        raise UnreadableError("The file is damaged.", "Save it again as .rtf.") from error
    composer = reader.composer
    blocks = composer.blocks
    title, origin = _title(reader)
    return Content(
        text=blocks.text,
        title=title,
        published=None,
        sections=blocks.sections,
        structure=blocks.structure,
        omissions=tuple(Omission(what, n) for what, n in composer.left_out.items() if n),
        title_from=origin,
    )


def _title(reader: Reader) -> tuple[str, Origin]:
    given = sensible_title(reader.title)
    if given:
        return given, "metadata"
    composer = reader.composer
    headed = [" ".join(composer.titles), *(h.title for h in composer.blocks.headings)]
    title = next(filter(None, map(sensible_title, headed)), "")
    if title:
        return title, "heading"
    line = first_line(composer.blocks.text)
    return line, "line" if line else ""
