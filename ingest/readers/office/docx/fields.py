"""Fields of a Word document: of each, what it shows is read, not its code."""

import re
from dataclasses import dataclass, field

from rag.structure import BoilerplateKind

_CONTENTS = re.compile(r"\s{0,9}(TOC|INDEX|TOA|BIBLIOGRAPHY)\b(.{0,200})", re.DOTALL)
_OF_FIGURES = re.compile(r"\\[ac]\b")
_LONGEST_CODE = 300
"""Characters of a field's code that are kept; its first word says what it is."""


@dataclass(slots=True)
class _Field:
    code: str = ""
    has_result: bool = False


@dataclass(slots=True)
class Fields:
    """The fields that are open at a point of the document; one may span many paragraphs.

    Attributes:
        are_paired: whether each field that begins ends; where not, nothing is left out.
    """

    are_paired: bool = True
    _open: list[_Field] = field(default_factory=list)
    _in_code: int = 0

    def begin(self) -> None:
        """A field begins."""
        self._open.append(_Field())
        self._in_code += 1

    def add_code(self, words: str) -> None:
        """Words of the code of the field that is open."""
        if self._open:
            self._open[-1].code = (self._open[-1].code + words)[:_LONGEST_CODE]

    def separate(self) -> None:
        """What the field shows begins."""
        if self._open and not self._open[-1].has_result:
            self._open[-1].has_result = True
            self._in_code -= 1

    def end(self) -> None:
        """The field that is open ends."""
        if self._open and not self._open.pop().has_result:
            self._in_code -= 1

    @property
    def is_code(self) -> bool:
        """Whether words here belong to a field's code."""
        return self.are_paired and self._in_code > 0

    @property
    def boilerplate(self) -> BoilerplateKind | None:
        """What an outermost field makes of the text: contents, list of figures or references."""
        if not self._open:
            return None
        match = _CONTENTS.match(self._open[0].code)
        if match is None:
            return None
        if match[1] == "BIBLIOGRAPHY":
            return "references"
        is_of_figures = match[1] == "TOC" and _OF_FIGURES.search(match[2])
        return "list of figures" if is_of_figures else "contents"
