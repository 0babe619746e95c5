"""Bytes to a tree: a page's encoding, and its elements."""

import codecs
import re
from collections.abc import Iterator
from typing import Any, Literal

from ingest.readers.charsets import browser_encoding, decode_as
from ingest.readers.encoding import decode
from rag.errors import UnreadableError

_HEAD = 4_000
"""Bytes in which a page declares its encoding: browsers look at 1,024, and some pages begin with a
long comment."""
_DECLARED = (
    re.compile(rb"<meta[^>]{0,200}?charset\s*+=\s*+(?:[\"']\s*+)?([\w.:-]{1,40})", re.IGNORECASE),
    re.compile(rb"\A\s*+<\?xml[^>]{0,200}?encoding\s*+=\s*+[\"']([\w.:-]{1,40})", re.IGNORECASE),
)
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Event = Literal["start", "end"]


def parse(data: bytes) -> Any:
    """The root of a page's tree.

    Raises:
        UnreadableError: the bytes are not text, or hold no page.
    """
    from lxml.etree import LxmlError
    from lxml.html import HTMLParser, document_fromstring

    # Otherwise what is nested deeper than 256 elements would be lost without a word.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return document_fromstring(decoded(data).encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError, AssertionError) as error:
        raise UnreadableError(
            "The file is not a web page, or is empty.", "Save the page again."
        ) from error


def decoded(data: bytes) -> str:
    """The page's text in the encoding of its byte order mark, or else in the one it declares.

    A page that is valid UTF-8 is read so whatever it declares: programs that save pages convert
    them and leave the declaration. An encoding that is not declared is detected.

    Raises:
        UnreadableError: the bytes are not text.
    """
    encoding = None if data.startswith(_BOMS) else _declared(data[:_HEAD])
    if encoding is None:
        return decode(data)
    if encoding != "iso2022_jp":  # of bytes that are all ASCII, and so always valid UTF-8
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return decode_as(data, encoding)


def _declared(head: bytes) -> str | None:
    if b"\x00" in head:
        return None
    match = next((m for pattern in _DECLARED if (m := pattern.search(head))), None)
    encoding = browser_encoding(match.group(1).decode("ascii", "replace")) if match else None
    # A declaration that can be read in ASCII is not in UTF-16, whatever it says.
    return "utf-8" if encoding and encoding.startswith("utf-16") else encoding


class Walk:
    """The start and end of each element in reading order, with its name.

    Of an element that is left out, nothing comes but its end, named "", as text may follow it.
    """

    def __init__(self, root: Any, left_out: frozenset[Any] = frozenset()) -> None:
        from lxml import etree

        self._steps = etree.iterwalk(root, events=("start", "end"))
        self._left_out = left_out

    def skip(self) -> None:
        """Pass over what is in the element that was last started; its end still comes."""
        self._steps.skip_subtree()

    def __iter__(self) -> Iterator[tuple[Event, Any, str]]:
        for event, element in self._steps:
            if element in self._left_out:
                if event == "start":
                    self.skip()
                else:
                    yield "end", element, ""
            elif isinstance(element.tag, str):
                yield event, element, element.tag.rpartition(":")[2].lower()
            elif event == "end":
                yield "end", element, ""
