"""A page as it is measured once, and read for its text, its title and its date."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ingest.readers.blocks import clean
from ingest.readers.html.boilerplate import Judge
from ingest.readers.html.parsing import Walk
from ingest.readers.html.visibility import Measures, left_out, measured

BLOCKS = frozenset(
    """
    p div section article main header footer nav aside search hgroup dl dd dt blockquote pre figure
    table thead tbody tfoot tr td th form fieldset legend address hr body html details summary
    center option listing xmp ul ol menu dir li figcaption caption h1 h2 h3 h4 h5 h6
    """.split()
)
"""Elements that begin and end a block of text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words between two tags.

    Attributes:
        element: that it stands in.
        block: number of the block that it is part of, from 0.
    """

    words: str
    element: Any
    block: int


@dataclass(frozen=True)
class Page:
    """A page or a book's chapter.

    Attributes:
        unseen: elements that are not shown, or struck out, with all in them.
        omitted: how many of what of the page its text has not.
        judge: says which elements are boilerplate.
    """

    root: Any
    measures: Measures
    unseen: frozenset[Any]
    omitted: Counter[str]
    judge: Judge

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The page's words in reading order, without menus and what leads to other pages."""
        return tuple(self._pieces())

    def _pieces(self) -> Iterator[Piece]:
        block = 0
        steps = Walk(self.root, self.unseen)
        for event, element, name in steps:
            block += name in BLOCKS or name == "br"
            if event == "end":
                words, owner = (element.tail, element.getparent())
            elif self._leads_elsewhere(element, name):
                steps.skip()
                continue
            else:
                words, owner = element.text, element
            if words and element is not self.root and (cleaned := clean(words)):
                yield Piece(cleaned, owner, block)

    def _leads_elsewhere(self, element: Any, name: str) -> bool:
        if name in {"header", "footer"}:
            return False
        part = self.judge.part(element, name, in_main=False)
        return part in {"plain menu", "menu", "newsletter", "contents", "list of figures"}


def page_of(root: Any, *, of_site: bool = True) -> Page:
    """The page of a tree.

    Args:
        of_site: whether menus and notices are to be looked for; a book's chapter has none.
    """
    measures = measured(root)
    unseen, omitted = left_out(root, measures)
    return Page(root, measures, unseen, omitted, Judge(root, measures, of_site=of_site))
