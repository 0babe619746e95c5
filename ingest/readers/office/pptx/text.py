"""The paragraphs of DrawingML text, as slides, their tables and notes have them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.readers import scripts
from ingest.readers.office import numerals
from ingest.readers.office.math import formula
from ingest.readers.office.xml import local_name, whole

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LEVELS = 9
_NUMERALS = {
    "arabic": "decimal", "alphaLc": numerals.LOWER_LETTER, "alphaUc": numerals.UPPER_LETTER,
    "romanLc": numerals.LOWER_ROMAN, "romanUc": numerals.UPPER_ROMAN,
}  # fmt: skip
_AROUND = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})", "Plain": "{}", "Minus": "- {} -"}
_NO_WORDS = {"slidenum", "datetime"}
"""Fields that stand on each slide."""


@dataclass(frozen=True, slots=True)
class TextParagraph:
    """A paragraph.

    Attributes:
        level: from 1.
        mark: "-" for a bullet, its number, or "" where it is no item of a list.
    """

    words: str
    level: int
    mark: str
    is_bold: bool


@dataclass(slots=True)
class _Numbers:
    """Counts the numbered paragraphs of a text by level."""

    counts: list[int] = field(default_factory=lambda: [0] * _LEVELS)

    def mark(self, style: Any | None, level: int) -> str:
        """The mark of the next paragraph; `style` is an `a:buAutoNum`, or None for no number."""
        for deeper in range(level + 1, _LEVELS):
            self.counts[deeper] = 0
        if style is None:
            self.counts[level] = 0
            return ""
        start = whole(style.get("startAt"), 1)
        self.counts[level] = self.counts[level] + 1 if self.counts[level] else start
        kind = style.get("type", "")
        around = next((form for end, form in _AROUND.items() if kind.endswith(end)), "{}.")
        numeral = next((n for begin, n in _NUMERALS.items() if kind.startswith(begin)), "decimal")
        return around.format(numerals.written(self.counts[level], numeral))


def paragraphs_of(
    body: Any, styles: Sequence[Any], left_out: Counter[str]
) -> Iterator[TextParagraph]:
    """The paragraphs of a text body (`p:txBody`, `a:txBody`).

    Args:
        styles: list styles that the text inherits bullets from, the nearest first.
        left_out: is changed: what is left out is counted in it.
    """
    numbers = _Numbers()
    own = body.find(f"{A}lstStyle")
    styles = [style for style in (own, *styles) if style is not None]
    for paragraph in body.iterchildren(f"{A}p"):
        properties = paragraph.find(f"{A}pPr")
        level = min(whole(None if properties is None else properties.get("lvl"), 0), _LEVELS - 1)
        words, is_bold = _words(paragraph, left_out)
        if not words.strip():
            continue
        bullet = _bullet(properties, level, styles)
        name = "" if bullet is None else local_name(bullet)
        mark = numbers.mark(bullet if name == "buAutoNum" else None, level)
        mark = "-" if name in {"buChar", "buBlip"} else mark
        yield TextParagraph(words, level + 1, mark, is_bold)


def _bullet(properties: Any | None, level: int, styles: Sequence[Any]) -> Any | None:
    """The element that says what stands before the paragraph; None where none does."""
    inherited = (style.find(f"{A}lvl{level + 1}pPr") for style in styles)
    for found in (properties, *inherited):
        if found is None:
            continue
        for name in ("buNone", "buAutoNum", "buChar", "buBlip"):
            bullet = found.find(f"{A}{name}")
            if bullet is not None:
                return bullet
    return None


def _words(paragraph: Any, left_out: Counter[str]) -> tuple[str, bool]:
    """The paragraph's words, and whether all are bold."""
    parts: list[str] = []
    raised: list[str] = []
    bold = []

    def end_raised() -> None:
        if raised:
            parts.append(scripts.raised("".join(raised), "".join(parts[-4:])))
            raised.clear()

    for element in _inline(paragraph):
        name = local_name(element)
        if name == "br":
            end_raised()
            parts.append("\n")
            continue
        if name == "oMath":
            end_raised()
            parts.append(formula(element))
            continue
        if name == "fld" and element.get("type", "").startswith(tuple(_NO_WORDS)):
            continue
        words = "".join(text.text or "" for text in element.iterchildren(f"{A}t"))
        look = element.find(f"{A}rPr")
        if look is not None and look.get("strike", "noStrike") != "noStrike":
            left_out["struck-out words"] += len(words.split())
            continue
        lift = 0 if look is None else _signed(look.get("baseline"))
        if lift > 0:
            raised.append(words)
            continue
        end_raised()
        parts.append(scripts.lowered(words, "".join(parts[-4:])) if lift < 0 else words)
        if words.strip():
            bold.append(look is not None and look.get("b") in {"1", "true"})
    end_raised()
    return "".join(parts).replace("\v", "\n"), bool(bold) and all(bold)


def _inline(parent: Any) -> Iterator[Any]:
    for element in parent.iterchildren():
        name = local_name(element)
        if name in {"r", "br", "fld", "oMath"}:
            yield element
        elif name == "AlternateContent":
            yield from _inline(next(element.iterchildren("{*}Choice", "{*}Fallback"), element))
        elif name in {"m", "oMathPara", "Choice"}:
            yield from _inline(element)


def _signed(words: str | None) -> int:
    value = (words or "").removesuffix("%")
    return -whole(value[1:], 0) if value.startswith("-") else whole(value, 0)
