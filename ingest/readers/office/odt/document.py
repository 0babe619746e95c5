"""Opening an OpenDocument text, and what is known of it as a whole."""

import zipfile
from typing import Any

from ingest.readers.base import Content
from ingest.readers.office.odt.body import Body
from ingest.readers.office.odt.styles import read_styles
from ingest.readers.office.odt.text import Context
from ingest.readers.office.programs import Program, open_archive, refusing_damage
from ingest.readers.office.xml import part
from ingest.readers.titles import title_among
from rag.errors import UnreadableError

_WRITER = Program("LibreOffice", "an OpenDocument text", ".odt")


def read(data: bytes) -> Content:
    """Read an OpenDocument text: paragraphs, lists and tables, headings as sections.

    Raises:
        UnreadableError: the file is no such text, is damaged or encrypted, or holds too much.
    """
    with open_archive(data, _WRITER) as archive:
        with refusing_damage(_WRITER):
            manifest = part(archive, "META-INF/manifest.xml")
        if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
            raise UnreadableError("The file is encrypted.", "Save it as .odt without a password.")
        with refusing_damage(_WRITER):
            return _content(archive)


def _content(archive: zipfile.ZipFile) -> Content:
    root = part(archive, "content.xml")
    text = None if root is None else root.find("{*}body/{*}text")
    if root is None or text is None:
        raise ValueError("content.xml")
    common = part(archive, "styles.xml")
    context = Context(read_styles([*([] if common is None else [common]), root]))
    body = Body(context)
    body.add(text)
    body.end()
    blocks = body.blocks
    headed = [" ".join(body.titles), *body.titles, *(h.title for h in blocks.headings)]
    stated = _stated_title(part(archive, "meta.xml"))
    title = title_among(stated, headed, blocks.text)
    return blocks.content(title, context.left_out)


def _stated_title(meta: Any | None) -> str | None:
    named = None if meta is None else next(meta.iter("{*}title"), None)
    return None if named is None else named.text
