"""Opening a workbook, and adding one sheet after the other."""

import re
import zipfile
from collections import Counter

from ingest.readers.base import Content
from ingest.readers.blocks import Blocks
from ingest.readers.office.programs import Program, open_archive, refusing_damage
from ingest.readers.office.xlsx.blocks import add_sheet
from ingest.readers.office.xlsx.sheet import Layout, SheetRow, range_of, read_layout, read_rows
from ingest.readers.office.xlsx.workbook import (
    SheetEntry,
    Workbook,
    open_workbook,
    relationships,
)
from ingest.readers.office.xml import part
from ingest.readers.titles import sensible_title
from rag.errors import UnreadableError

_EXCEL = Program("Excel", "an Excel workbook", ".xlsx")
_DEFAULT_NAME = re.compile(
    r"(?:sheet|tabelle|table|feuille?|hoja|foglio|planilha|folha|blad|ark|arkusz|list|munka|лист)"
    r" ?\d{0,4}",
    re.IGNORECASE,
)
"""Names that programs give to new sheets."""
_MOST_CHARACTERS = 60_000_000
"""Of all cells together: a string is stored once, however many cells show it."""


def read(data: bytes) -> Content:
    """Read a workbook: each visible sheet is a section, with its tables and their heads.

    Raises:
        UnreadableError: the file is no workbook, is damaged or encrypted, or holds too much.
    """
    with open_archive(data, _EXCEL) as archive, refusing_damage(_EXCEL):
        return _content(archive)


def _content(archive: zipfile.ZipFile) -> Content:
    workbook = open_workbook(archive)
    left_out: Counter[str] = Counter()
    blocks = Blocks()
    characters = 0
    # More than one entry for a part would be read as often.
    for entry in {entry.path: entry for entry in workbook.sheets}.values():
        if entry.path not in archive.NameToInfo or "/worksheets/" not in f"/{entry.path}":
            continue
        if entry.is_hidden:
            left_out["hidden sheets"] += 1
            continue
        layout, rows = _rows(workbook, entry, left_out, characters)
        characters += _length(rows)
        if rows and _DEFAULT_NAME.fullmatch(entry.name):
            blocks.begin_section()
        elif rows:
            blocks.add(entry.name, "heading", 1)
        add_sheet(blocks, rows, layout)
    for what, pattern in (("charts", "xl/charts/chart"), ("images", "xl/media/")):
        left_out[what] += sum(name.startswith(pattern) for name in archive.namelist())
    title = sensible_title(_core_title(archive))
    return blocks.content((title, "metadata" if title else ""), left_out)


def _rows(
    workbook: Workbook, entry: SheetEntry, left_out: Counter[str], before: int
) -> tuple[Layout, list[SheetRow]]:
    """A sheet's layout and rows.

    Args:
        before: characters of the sheets before.
    """
    archive = workbook.archive
    with archive.open(entry.path) as stream:
        layout = read_layout(stream)
    for kind, target in relationships(archive, entry.path).values():
        root = part(archive, target) if kind in {"table", "comments"} else None
        if root is None:
            continue
        if kind == "comments":
            left_out["comments"] += sum(1 for _ in root.iter("{*}comment"))
        elif root.get("headerRowCount", "1") != "0" and (found := range_of(root.get("ref", ""))):
            layout.heads.add(found[0])
    rows = []
    with archive.open(entry.path) as stream:
        for row in read_rows(stream, layout, workbook, left_out):
            rows.append(row)
            before += sum(len(cell.words) for cell in row.cells.values())
            if before > _MOST_CHARACTERS:
                raise UnreadableError(
                    f"The workbook's cells show more than {_MOST_CHARACTERS:,} characters.",
                    "Split it.",
                )
    return layout, rows


def _length(rows: list[SheetRow]) -> int:
    return sum(len(cell.words) for row in rows for cell in row.cells.values())


def _core_title(archive: zipfile.ZipFile) -> str:
    root = part(archive, "docProps/core.xml")
    return "" if root is None else root.findtext("{*}title") or ""
