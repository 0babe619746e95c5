"""Footnotes and endnotes of a Word document, and the marks that refer to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.office import numerals
from ingest.readers.office.docx.markup import W, child, number, value

_NO_NOTES = {"separator", "continuationSeparator", "continuationNotice"}


@dataclass(slots=True)
class Notes:
    """The notes of one kind, numbered as they are referred to.

    Attributes:
        elements: by id.
        style: of their numbers.
        waiting: the marks and elements of notes that were referred to and not yet taken.
    """

    elements: Mapping[str, Any]
    style: str
    next_number: int = 1
    waiting: list[tuple[str, Any]] = field(default_factory=list)
    _marks: dict[str, str] = field(default_factory=dict)

    def refer(self, reference: Any) -> str:
        """The mark for a reference to a note; "" where the text has a mark of its own.

        A note that is referred to again keeps its mark, and is taken once.
        """
        identifier = reference.get(f"{W}id", "")
        if identifier in self._marks:
            return self._marks[identifier]
        has_own_mark = reference.get(f"{W}customMarkFollows", "0") not in {"0", "false", "off"}
        mark = ""
        if not has_own_mark:
            mark = f"[{numerals.written(self.next_number, self.style)}]"
            self.next_number += 1
        self._marks[identifier] = mark
        note = self.elements.get(identifier)
        if note is not None:
            self.waiting.append((mark, note))
        return mark

    def take(self, most: int | None) -> list[tuple[str, Any]]:
        """The marks and elements of the first notes that wait, or of all, which no longer do."""
        most = len(self.waiting) if most is None else most
        taken, self.waiting = self.waiting[:most], self.waiting[most:]
        return taken


def read_notes(root: Any | None, kind: str, settings: Any | None) -> Notes:
    """The notes in a part.

    Args:
        root: of the part, None where the document has none.
        kind: "footnote" or "endnote".
        settings: the root of the document's settings.
    """
    elements = {}
    if root is not None:
        for note in root.iterchildren(f"{W}{kind}"):
            if note.get(f"{W}type") not in _NO_NOTES:
                elements[note.get(f"{W}id", "")] = note
    default = numerals.LOWER_ROMAN if kind == "endnote" else "decimal"
    properties = child(settings, f"{kind}Pr")
    start = number(value(properties, "numStart") or None, 1) or 1
    return Notes(elements, value(properties, "numFmt", default=default), start)
