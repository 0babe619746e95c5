"""The parts of a workbook that its sheets share: their list, strings and styles."""

import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.readers import scripts
from ingest.readers.office.xlsx.formats import GENERAL, Format, compiled
from ingest.readers.office.xml import attribute, local_name, part, whole

_ON = {"1", "true", ""}


@dataclass(frozen=True, slots=True)
class Text:
    """A cell's words, and how many words of it are struck out and left out."""

    words: str
    struck: int = 0


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a cell looks."""

    format: Format = GENERAL
    is_bold: bool = False
    is_struck: bool = False


PLAIN = CellStyle()


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it.

    Attributes:
        path: of its part; "" where the workbook has none.
    """

    name: str
    path: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """What the sheets of a workbook share.

    Attributes:
        since_1904: whether days are counted from 1904 and not from 1900.
    """

    archive: zipfile.ZipFile
    sheets: Sequence[SheetEntry]
    strings: Sequence[Text]
    styles: Sequence[CellStyle]
    since_1904: bool


def open_workbook(archive: zipfile.ZipFile) -> Workbook:
    """Read what a workbook's sheets share.

    Raises:
        ValueError, KeyError, lxml.etree.LxmlError: the archive is no workbook, or is damaged.
    """
    path = _main_path(archive)
    root = part(archive, path)
    if root is None or local_name(root) != "workbook":
        raise ValueError(path)
    related = relationships(archive, path)
    sheets = [
        SheetEntry(
            attribute(sheet, "name"),
            related.get(attribute(sheet, "id"), ("", ""))[1],
            attribute(sheet, "state", "visible") != "visible",
        )
        for sheet in root.iter("{*}sheet")
    ]
    properties = next(root.iter("{*}workbookPr"), None)
    kinds = dict(related.values())
    return Workbook(
        archive,
        sheets,
        _strings(part(archive, kinds.get("sharedStrings", ""))),
        _styles(part(archive, kinds.get("styles", ""))),
        properties is not None and attribute(properties, "date1904", "0") in _ON,
    )


def _main_path(archive: zipfile.ZipFile) -> str:
    found = relationships(archive, "")
    return next((target for kind, target in found.values() if kind == "officeDocument"), "")


def relationships(archive: zipfile.ZipFile, path: str) -> Mapping[str, tuple[str, str]]:
    """What a part is related to: by id, the kind, e.g. "styles", and the path of the target."""
    folder, name = posixpath.split(path)
    root = part(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    if root is None:
        return {}
    found = {}
    for relationship in root.iter("{*}Relationship"):
        if relationship.get("TargetMode") != "External":
            kind = relationship.get("Type", "").rpartition("/")[2]
            target = relationship.get("Target", "")
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[relationship.get("Id", "")] = (kind, target)
    return found


def _strings(root: Any | None) -> list[Text]:
    return [] if root is None else [text_of(item) for item in root.iterchildren("{*}si")]


def text_of(item: Any) -> Text:
    """The words of a string with its runs (`si` or `is`), those struck out left out."""
    words: list[str] = []
    struck = 0
    for element in item.iterchildren():
        name = local_name(element)
        if name == "t":
            words.append(element.text or "")
        elif name == "r":
            some = "".join(t.text or "" for t in element.iterchildren("{*}t"))
            look = element.find("{*}rPr")
            if look is not None and _switch(look, "strike"):
                struck += len(some.split())
                continue
            raised = None if look is None else look.find("{*}vertAlign")
            if raised is not None and raised.get("val") == "superscript":
                some = scripts.raised(some, words[-1] if words else "")
            words.append(some)
    return Text(_unescaped("".join(words)), struck)


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _unescaped(words: str) -> str:
    """The words with the characters that Excel writes as _x000D_."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), words) if "_x" in words else words


def _switch(look: Any, name: str) -> bool:
    found = look.find(f"{{*}}{name}")
    return found is not None and found.get("val", "1") in _ON


def _styles(root: Any | None) -> list[CellStyle]:
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    if root is None:
        return []
    codes = dict(BUILTIN_FORMATS)
    for code in root.iter("{*}numFmt"):
        codes[whole(code.get("numFmtId"), -1)] = code.get("formatCode", "")
    fonts = [(_switch(f, "b"), _switch(f, "strike")) for f in root.iterfind("{*}fonts/{*}font")]
    formats: dict[int, Format] = {}
    found = []
    for style in root.iterfind("{*}cellXfs/{*}xf"):
        identifier = whole(style.get("numFmtId"), 0)
        if identifier not in formats:
            formats[identifier] = compiled(codes.get(identifier, ""), identifier)
        font = whole(style.get("fontId"), -1)
        bold, struck = fonts[font] if 0 <= font < len(fonts) else (False, False)
        found.append(CellStyle(formats[identifier], bold, struck))
    return found
