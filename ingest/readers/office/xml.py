"""XML in office files: elements and attributes by their names without a namespace."""

import zipfile
from typing import Any


def parse_xml(data: bytes) -> Any:
    """The root element; entities are not replaced, so none can swell.

    Raises:
        lxml.etree.LxmlError: the bytes are not XML, or elements are nested more than 256 deep.
    """
    from lxml import etree

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def part(archive: zipfile.ZipFile, name: str) -> Any | None:
    """The root element of a part of the archive, or None where it has none of that name."""
    return parse_xml(archive.read(name)) if name in archive.NameToInfo else None


def local_name(element: Any) -> str:
    """An element's or attribute's name without its namespace; "" for a comment."""
    tag = element if isinstance(element, str) else element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str, default: str = "") -> str:
    """The value of the attribute of that name in any namespace."""
    return next((str(v) for key, v in element.attrib.items() if local_name(key) == name), default)


def whole(words: str | None, default: int) -> int:
    """The whole number in an attribute; the default where it holds something else."""
    if not words or len(words) > 10 or not words.isascii() or not words.isdigit():
        return default
    return int(words)
