"""What is found in a text, as words."""

from ingest.readers import markdown, plain
from ingest.readers.base import Content
from ingest.structure import structured


def content_of(text: str, name: str = "a.txt") -> Content:
    """The content of a file of plain text or Markdown, with its structure."""
    reader = markdown if name.endswith(".md") else plain
    content, _ = structured(reader.read(text.encode()))
    assert content.text == text
    _assert_covered(content)
    return content


def blocks(text: str, name: str = "a.txt") -> list[tuple[str, int, str]]:
    """Kind, level and words of each block."""
    content = content_of(text, name)
    return [(b.kind, b.level, text[b.start : b.end]) for b in content.structure.blocks]


def cells(text: str, name: str = "a.txt") -> list[tuple[str, list[str]]]:
    """Kind and cells of each head and row."""
    found = content_of(text, name).structure.blocks
    return [(b.kind, [text[s:e] for s, e in b.cells]) for b in found if b.cells]


def boilerplate(text: str, name: str = "a.txt") -> list[tuple[str, str]]:
    """Kind and words of each span of boilerplate."""
    spans = content_of(text, name).structure.boilerplate
    return [(span.kind, text[span.start : span.end]) for span in spans]


def turns(text: str, name: str = "a.txt") -> list[tuple[str, str, bool]]:
    """Speaker, words and whether they ask, of each turn."""
    found = content_of(text, name).structure.turns
    return [(turn.speaker, text[turn.words : turn.end], turn.asks) for turn in found]


def _assert_covered(content: Content) -> None:
    """All of the text but white space lies in one block; boilerplate is of whole blocks."""
    cursor = 0
    for block in content.structure.blocks:
        assert cursor <= block.start < block.end
        assert not content.text[cursor : block.start].strip()
        cursor = block.end
    assert not content.text[cursor:].strip()
    starts = {block.start for block in content.structure.blocks}
    ends = {block.end for block in content.structure.blocks}
    cursor = 0
    for span in content.structure.boilerplate:
        assert cursor <= span.start
        assert (span.start in starts, span.end in ends) == (True, True)
        cursor = span.end
