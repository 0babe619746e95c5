"""Opening a Rich Text file."""

from ingest.readers.base import Content
from ingest.readers.office.rtf.reader import Reader
from ingest.readers.office.rtf.tokens import tokens_of
from ingest.readers.titles import title_among
from rag.errors import UnreadableError


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
    headed = [" ".join(composer.titles), *(h.title for h in blocks.headings)]
    title = title_among(reader.title, headed, blocks.text)
    return blocks.content(title, composer.left_out)
