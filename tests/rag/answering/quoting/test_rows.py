"""Which rows of a table a question asks for."""

from dataclasses import replace

from rag.answering.quoting.candidates import candidates
from rag.answering.quoting.rows import without_rows_beside
from rag.structure import Block, Structure
from rag.types import Hit
from tests.rag.answering.quoting.hits import hit

ROWS = ("| Ober | 20 |", "| Vest Ober | 31 |", "| Lorn | 40 |")
SAID = "Bread is sold there."


def tabled(*sentences: str, document: str = "d", section: str | None = None) -> Hit:
    """A hit of sentences that are blocks of their own; those that begin with a bar are rows."""
    found = hit(*sentences, document=document, section=section)
    blocks = tuple(
        Block("row", start, end, 0, ((start, end),) * (text.count("|") - 1))
        if text.startswith("|")
        else Block("paragraph", start, end)
        for text, (start, end) in zip(sentences, found.passage.sentences, strict=True)
    )
    return replace(found, passage=replace(found.passage, structure=Structure(blocks)))


def asked(question: str, *hits: Hit) -> list[str]:
    return [candidate.text for candidate in without_rows_beside(candidates(question, hits))]


def test_a_row_that_is_named_is_asked_for_alone() -> None:
    assert asked("How many ships does Lorn have?", tabled(*ROWS)) == ["| Lorn | 40 |"]
    assert asked("How many ships does Vest Ober have?", tabled(*ROWS)) == ["| Vest Ober | 31 |"]


def test_rows_with_as_many_of_the_question_s_words_are_all_asked_for() -> None:
    assert asked("Has Lorn more ships than Ober?", tabled(*ROWS)) == list(ROWS)
    assert asked("How many ships are there?", tabled(*ROWS)) == list(ROWS)


def test_a_table_may_go_on_in_another_passage() -> None:
    passages = tabled(*ROWS[:2]), tabled(ROWS[2])
    assert asked("How many ships does Lorn have?", *passages) == ["| Lorn | 40 |"]


def test_other_tables_and_sentences_stay() -> None:
    hits = (
        tabled(*ROWS, SAID, "| Ober | 2 | 9 |"),
        tabled("| Ober | 7 |", section="Docks"),
        tabled("| Halm | 7 |", document="e"),
    )
    assert asked("How many ships does Lorn have?", *hits) == [
        *("| Lorn | 40 |", SAID, "| Ober | 2 | 9 |", "| Ober | 7 |", "| Halm | 7 |"),
    ]  # fmt: skip
