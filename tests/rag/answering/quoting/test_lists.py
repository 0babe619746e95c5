"""Lists are quoted whole."""

from dataclasses import replace

from rag.answering.quoting.candidates import candidates
from rag.answering.quoting.lists import with_lists
from rag.structure import Block, BlockKind, Structure
from rag.types import Hit
from tests.rag.answering.quoting.hits import hit

QUESTION = "Which ministers of Ober were dismissed?"
LEAD = "The president dismissed two ministers of Ober:"
ITEMS = ("Anna Ridge, trade", "Carl Stone, ports")
AFTER = "Bread is sold there."


def listed(*sentences: str, kinds: str) -> Hit:
    """A hit of sentences that are blocks of their own: p(aragraph), i(tem) or d(eeper item)."""
    found = hit(*sentences)
    names: dict[str, tuple[BlockKind, int]] = {
        "p": ("paragraph", 0),
        "i": ("item", 1),
        "d": ("item", 2),
    }
    blocks = tuple(
        Block(names[kind][0], start, end, names[kind][1])
        for (start, end), kind in zip(found.passage.sentences, kinds, strict=True)
    )
    return replace(found, passage=replace(found.passage, structure=Structure(blocks)))


def whole(found: Hit, *chosen: int) -> list[str]:
    """The texts in reading order when the sentences of those numbers are chosen."""
    every = candidates(QUESTION, [found])
    quoted = with_lists([every[n] for n in chosen], every)
    return [candidate.text for candidate in sorted(quoted, key=lambda c: c.start)]


def test_a_lead_in_brings_its_items() -> None:
    found = listed(LEAD, *ITEMS, AFTER, kinds="piip")
    assert whole(found, 0) == [LEAD, *ITEMS]


def test_an_item_brings_what_leads_into_it() -> None:
    found = listed(LEAD, "Anna Ridge, dismissed minister", *ITEMS, kinds="piii")
    assert whole(found, 1) == [LEAD, "Anna Ridge, dismissed minister"]


def test_an_item_without_a_word_of_the_question_brings_the_whole_list() -> None:
    found = listed(LEAD, *ITEMS, AFTER, kinds="piip")
    assert whole(found, 2) == [LEAD, *ITEMS]


def test_an_item_brings_the_item_it_stands_under_and_what_is_below_that() -> None:
    found = listed(LEAD, "In the south:", *ITEMS, "In the north, none", kinds="piddi")
    assert whole(found, 3) == [LEAD, "In the south:", *ITEMS]


def test_a_paragraph_that_promises_nothing_is_quoted_alone() -> None:
    found = listed(LEAD.replace(":", "."), *ITEMS, kinds="pii")
    assert whole(found, 0) == [LEAD.replace(":", ".")]
    assert whole(listed(AFTER, LEAD, *ITEMS, kinds="ppii"), 0) == [AFTER]


def test_a_long_list_is_not_quoted_whole() -> None:
    many = [f"Minister number {n}" for n in range(16)]
    found = listed(LEAD, *many, kinds="p" + "i" * len(many))
    assert whole(found, 0) == [LEAD]
    long = ["word " * 150] * 3
    assert whole(listed(LEAD, *long, kinds="piii"), 0) == [LEAD]


def test_text_that_no_reader_has_divided_has_no_lists() -> None:
    found = hit(LEAD, *ITEMS)
    assert whole(found, 0) == [LEAD]
