"""Documents made for tests of how they are formatted."""

from rag import Document
from rag.formatting import Formatted, format_document
from rag.structure import UNDIVIDED, Structure
from rag.types import Section


def make_document(
    text: str,
    source: str = "/b/a.md",
    structure: Structure = UNDIVIDED,
    sections: tuple[Section, ...] = (),
) -> Document:
    return Document("d", "A report", source, None, text, (), sections, "00", structure=structure)


def words(block: Formatted) -> str:
    return "".join(run.text for run in block.runs)


def shown(text: str, source: str = "/b/a.md") -> list[tuple[str, str]]:
    """Kind and words of each block; the cells of a row with bars between them."""
    return [
        (
            block.kind,
            "|".join("".join(run.text for run in cell) for cell in block.cells) or words(block),
        )
        for block in format_document(make_document(text, source))
    ]
