"""The words of a block as a reader sees them, without Markdown's marks."""

import re
from dataclasses import dataclass
from functools import cached_property

from rag.structure import Block

_LINK = re.compile(
    r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,2000}(?:\s\"[^\"\n]{0,200}\")?\)|<https?://[^>\s]+>"
)
_MARKS = re.compile(r"[*_`|]+|^(?:#{1,6}|[-*+•>])\s+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_LONGEST = 4_000
"""Characters of a block that are looked at; boilerplate is short."""


@dataclass(frozen=True)
class Shown:
    """A block with its words.

    Attributes:
        block: of a text.
        source: its text, with marks; of a very long one the beginning.
    """

    block: Block
    source: str

    @cached_property
    def words(self) -> str:
        """The words on one line, links by their words."""
        text = _LINK.sub(lambda match: match.group(1) or "", self.source)
        return " ".join(_MARKS.sub(" ", text.strip()).split())

    @cached_property
    def key(self) -> str:
        """The words in lower case, without marks around them, for comparing."""
        return self.words.lower().strip(" :.–—-#=")

    @cached_property
    def count(self) -> int:
        """How many words it has."""
        return len(self.words.split())

    @cached_property
    def is_links(self) -> bool:
        """Whether it is hardly more than links."""
        linked = sum(len(match.group(1) or "") + 1 for match in _LINK.finditer(self.source))
        addresses = sum(map(len, _ADDRESS.findall(self.words)))
        has_link = linked > 0 or addresses > 0
        return has_link and max(linked, addresses) >= 0.7 * len(self.words)

    @property
    def ends_a_sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        return self.words.endswith((".", "!", "?", ":", ";", "…", "”", '."'))


def shown_blocks(text: str, blocks: tuple[Block, ...]) -> list[Shown]:
    """The blocks of a text with their words."""
    return [
        Shown(block, text[block.start : min(block.end, block.start + _LONGEST)]) for block in blocks
    ]
