"""What stands on a page beside its content: values of form fields, and notes of its readers."""

from collections.abc import Iterator
from ctypes import c_ushort
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.blocks import clean
from ingest.readers.pdf.page.drawings import Box, Frame

_MOST = 5_000
"""Annotations of a page that are looked at."""
_LONGEST = 100_000
"""Bytes of a field's value; a longer one is left out."""
_HIDDEN = 2 | 32
"""The flags of annotations that are not shown: hidden, and not viewed ("PDF Reference", 8.4.2)."""
_CHECKED, _UNCHECKED = "☒", "☐"
_SECRET = 1 << 13
"""The flag of a field for a password."""


@dataclass(frozen=True, slots=True)
class Value:
    """Words that an annotation shows, and where."""

    text: str
    box: Box


@dataclass(slots=True)
class Annotations:
    """The annotations of a page.

    Attributes:
        values: of form fields, and of texts written on the page.
        struck: areas that are struck out.
        comments: notes that are not shown on the page itself.
    """

    values: list[Value] = field(default_factory=list)
    struck: list[Box] = field(default_factory=list)
    comments: int = 0


def read_annotations(page: Any, frame: Frame) -> Annotations:
    """The annotations of a page; of its form only if the document's forms are loaded."""
    from pypdfium2 import raw

    found = Annotations()
    form = page.formenv.raw if page.formenv else None
    for n in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST)):
        note = raw.FPDFPage_GetAnnot(page.raw, n)
        if not note:
            continue
        try:
            if not raw.FPDFAnnot_GetFlags(note) & _HIDDEN:
                _add(raw, form, note, frame, found)
        finally:
            raw.FPDFPage_CloseAnnot(note)
    return found


def _add(raw: Any, form: Any, note: Any, frame: Frame, found: Annotations) -> None:
    kind = raw.FPDFAnnot_GetSubtype(note)
    contents = _text(raw.FPDFAnnot_GetStringValue, note, b"Contents")
    if kind == raw.FPDF_ANNOT_WIDGET:
        value = _value(raw, form, note) if form else ""
        found.values += [Value(value, _box(raw, note, frame))] if value else []
    elif kind == raw.FPDF_ANNOT_FREETEXT:
        found.values += [Value(contents, _box(raw, note, frame))] if contents else []
    elif kind == raw.FPDF_ANNOT_STRIKEOUT:
        found.struck += _quads(raw, note, frame)
        found.comments += bool(contents)
    elif kind not in {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP}:
        found.comments += bool(contents)


def _value(raw: Any, form: Any, note: Any) -> str:
    """What a form field shows."""
    kind = raw.FPDFAnnot_GetFormFieldType(form, note)
    if kind in {raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON}:
        return _CHECKED if raw.FPDFAnnot_IsChecked(form, note) else _UNCHECKED
    shown = {raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX}
    if kind not in shown or raw.FPDFAnnot_GetFormFieldFlags(form, note) & _SECRET:
        return ""
    return _text(raw.FPDFAnnot_GetFormFieldValue, form, note)


def _text(get: Any, *about: Any) -> str:
    """A text that pdfium writes, in UTF-16 with a zero at its end, into a buffer of some bytes."""
    length = get(*about, None, 0)
    if not 2 < length <= _LONGEST:
        return ""
    buffer = (c_ushort * (length // 2 + 1))()
    get(*about, buffer, length)
    return clean(bytes(buffer)[: length - 2].decode("utf-16-le", "replace").replace("\n", " "))


def _box(raw: Any, note: Any, frame: Frame) -> Box:
    rectangle = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(note, rectangle)
    corners = [(rectangle.left, rectangle.bottom), (rectangle.right, rectangle.top)]
    return frame.box(corners)


def _quads(raw: Any, note: Any, frame: Frame) -> Iterator[Box]:
    for n in range(min(raw.FPDFAnnot_CountAttachmentPoints(note), _MOST)):
        quad = raw.FS_QUADPOINTSF()
        if raw.FPDFAnnot_GetAttachmentPoints(note, n, quad):
            yield frame.box(
                [(quad.x1, quad.y1), (quad.x2, quad.y2), (quad.x3, quad.y3), (quad.x4, quad.y4)]
            )
