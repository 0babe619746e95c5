"""Lists are quoted whole: an item with the words that lead into it, a lead-in with its items."""

from collections.abc import Iterator, Mapping, Sequence

from rag.answering.quoting.candidates import Candidate
from rag.formatting import format_span, one_line
from rag.language.sentences import skip_bullet, split_sentences
from rag.structure import Block, above_at, at
from rag.types import Document

_MOST_ITEMS = 15
"""Items of a list that are quoted whole; a reader of a longer one wants to see it in its place."""
_LONGEST = 1_200
"""Characters of a list that is quoted whole: 200 words."""

_Spoken = Mapping[int, Sequence[Candidate]]
"""The candidates of each block, by the block's start."""


def with_lists(chosen: Sequence[Candidate], found: Sequence[Candidate]) -> list[Candidate]:
    """The chosen, with the lead-in of each item and the items of each lead-in.

    Args:
        found: all candidates, those of a hit in reading order.
    """
    whole = list(chosen)
    for candidate in chosen:
        block = candidate.block
        if block is None or block.kind not in {"item", "paragraph"}:
            continue
        spoken = _by_block(candidate, found)
        lead = candidate
        if block.kind == "item":
            leading = list(_leading_into(block, candidate, spoken))
            whole += leading
            if candidate.coverage == 0 and leading:
                # It is chosen for what leads into it, as are its neighbours.
                lead = leading[-1]
        if _leads_into_a_list(lead, spoken):
            whole += _items_below(lead, spoken)
    return list(dict.fromkeys(whole))


def lead_in_before(document: Document, candidate: Candidate) -> str:
    """What leads into an item and lies before its passage, on one line; else ""."""
    block = at(document.structure.blocks, candidate.start)
    if block is None or block.kind != "item":
        return ""
    before = [
        split_sentences(document.text, over.start, over.end, is_block=True)[-1]
        for over in above_at(document.structure, block.start)
        if over.end <= candidate.hit.passage.start
    ]
    spans = (skip_bullet(document.text, *span) for span in before)
    return " ".join(one_line(format_span(document, *span)) for span in spans)


def _by_block(candidate: Candidate, found: Sequence[Candidate]) -> _Spoken:
    spoken: dict[int, list[Candidate]] = {}
    for other in found:
        block = other.block if other.hit is candidate.hit else None
        if block is not None:
            spoken.setdefault(block.start, []).append(other)
    return spoken


def _leading_into(item: Block, candidate: Candidate, spoken: _Spoken) -> Iterator[Candidate]:
    """The last sentence of the paragraph, and of each item, that the item stands under."""
    for block in above_at(candidate.hit.passage.structure, item.start):
        yield from spoken.get(block.start, ())[-1:]


def _leads_into_a_list(candidate: Candidate, spoken: _Spoken) -> bool:
    """Whether the candidate is the last sentence of its block and promises what follows it."""
    block = candidate.block
    is_last = block is not None and spoken[block.start][-1] is candidate
    return is_last and candidate.text.rstrip(" *_").endswith(":")


def _items_below(lead: Candidate, spoken: _Spoken) -> list[Candidate]:
    """The candidates of the list below a lead-in; none where the list is long."""
    blocks = lead.hit.passage.structure.blocks
    over = lead.block
    items: list[Candidate] = []
    below = (block for block in blocks if block.start > lead.start)
    for n, block in enumerate(below):
        if block.kind != "item" or (over and over.kind == "item" and block.level <= over.level):
            break
        if n == _MOST_ITEMS:
            return []
        items += spoken.get(block.start, ())
    return items if sum(len(item.text) for item in items) <= _LONGEST else []
