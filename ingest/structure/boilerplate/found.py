"""All boilerplate of a document."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from ingest.structure.boilerplate.contents import contents_lists
from ingest.structure.boilerplate.letters import closings
from ingest.structure.boilerplate.menus import menus
from ingest.structure.boilerplate.notices import headers, notices
from ingest.structure.boilerplate.references import references
from ingest.structure.boilerplate.running_heads import running_heads
from ingest.structure.shown import Shown, shown_blocks
from rag.structure import Boilerplate, BoilerplateKind, Span, Structure, at


def with_boilerplate(text: str, structure: Structure, titles: Sequence[str]) -> Structure:
    """The structure with the boilerplate that its blocks' words tell, beside what it had.

    Args:
        text: of the document.
        structure: of the text.
        titles: of the document, which may stand among short lines.
    """
    blocks = shown_blocks(text, structure.blocks)
    keys = frozenset(title.lower().strip(" :.–—-#=") for title in titles)
    given = [at(structure.boilerplate, shown.block.start) for shown in blocks]
    kinds = [span.kind if span else None for span in given]
    for kind, run in chain(
        _struck_out(blocks, structure.struck),
        headers(blocks),
        contents_lists(blocks),
        references(blocks),
        running_heads(blocks),
        notices(blocks),
        closings(blocks),
        menus(blocks, keys),
    ):
        for n in run:
            kinds[n] = kinds[n] or kind
    known = set(given)
    beside = [span for span in structure.boilerplate if span not in known]
    spans = sorted([*_joined(blocks, kinds), *beside], key=lambda span: span.start)
    return replace(structure, boilerplate=tuple(spans))


def _struck_out(
    blocks: Sequence[Shown], struck: Sequence[Span]
) -> Iterator[tuple[BoilerplateKind, range]]:
    """The blocks of which all words are struck out."""
    whole = set(struck)
    for n, shown in enumerate(blocks):
        block = shown.block
        if (block.start, block.end) in whole:
            yield "struck out", range(n, n + 1)


def _joined(
    blocks: Sequence[Shown], kinds: Sequence[BoilerplateKind | None]
) -> Iterator[Boilerplate]:
    """A span for each run of blocks of one kind."""
    first = 0
    for n, kind in enumerate(kinds):
        if kind != kinds[first]:
            first = n
        if kind is not None and (n + 1 == len(kinds) or kinds[n + 1] != kind):
            yield Boilerplate(kind, blocks[first].block.start, blocks[n].block.end)
