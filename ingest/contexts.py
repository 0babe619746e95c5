"""What a passage or sentence stands under and is searched with: titles, lead-in, heads, speaker."""

import bisect
from collections.abc import Sequence

from rag.structure import Block, Span, above, at, column_names
from rag.types import Document, Section

_LONGEST = 200
"""Characters of one line of a context: a heading, or the end of a lead-in, of two lines' length."""


class Contexts:
    """Finds what the spans of one document stand under."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._title = document.title
        self._structure = document.structure
        self._sections = document.sections
        self._paths = _paths(document.sections)
        blocks = document.structure.blocks
        self._above = {
            block.start: found for block, found in zip(blocks, above(blocks), strict=True) if found
        }

    def of_passage(self, section: int, start: int) -> str:
        """What a passage that begins at an offset stands under, one a line, the outermost first.

        What the passage holds itself is left out, and so is the document's title, which tells none
        of its passages from another.

        Args:
            section: the number of its section, from 0.
            start: offset of its first character.
        """
        titles = list(self._paths[section])
        if self._sections[section].start < start:
            titles.append(self._sections[section].title)
        lines = [title for title in titles if title != self._title]
        block = at(self._structure.blocks, start)
        over = self._above.get(block.start, ()) if block else ()
        lines += [self._text[one.start : one.end] for one in over if one.start < start]
        quoted = at(self._structure.quoted, start)
        if quoted is not None:
            lines.append(quoted.author)
        turn = at(self._structure.turns, start)
        if turn is not None and turn.start < start:
            lines.append(f"{turn.speaker}:")
        return "\n".join(filter(None, (_line(line) for line in lines)))

    def of_sentence(self, span: Span) -> str:
        """The sentence as it is compared with a question.

        A cell stands behind the name of its column, an item behind the words that lead into it.
        """
        text = self._text[slice(*span)]
        block = at(self._structure.blocks, span[0])
        if block is None:
            return text
        over = self._above.get(block.start, ())
        if block.kind == "row":
            return self._row(block, over) or text
        return " ".join([*(_line(self._text[one.start : one.end]) for one in over), text])

    def _row(self, row: Block, heads: Sequence[Block]) -> str:
        names = column_names(self._text, heads, row)
        cells = [" ".join(self._text[slice(*cell)].split()) for cell in row.cells]
        named = zip(names or [""] * len(cells), cells, strict=True)
        return "; ".join(f"{_line(name)}: {cell}" if name else cell for name, cell in named if cell)


def _paths(sections: Sequence[Section]) -> list[tuple[str, ...]]:
    """For each section, the titles of those that it lies in, the outermost first."""
    paths: list[tuple[str, ...]] = []
    open_levels: list[int] = []
    open_titles: list[str] = []
    for section in sections:
        keep = bisect.bisect_left(open_levels, section.level)
        del open_levels[keep:], open_titles[keep:]
        paths.append(tuple(open_titles))
        if section.title:
            open_levels.append(section.level)
            open_titles.append(section.title)
    return paths


def _line(words: str) -> str:
    """The words on one line; of many, the last, which lead into what follows."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else "… " + line[-_LONGEST:].partition(" ")[2]
