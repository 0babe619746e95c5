"""Replies to what needs no search."""

from typing import Any

import rag
from rag.answering.smalltalk import reply_to
from rag.search.smalltalk import SmallTalk
from tests.conftest import Sync, Write


def test_every_kind_has_a_reply_of_its_own() -> None:
    assert len({reply_to(kind) for kind in SmallTalk}) == len(SmallTalk)
    assert reply_to(SmallTalk.FAREWELL) == "Goodbye."


def test_a_vague_question_is_answered_with_what_there_is(
    write: Write, sync: Sync, dossier: Any
) -> None:
    for day in range(1, 6):
        write(f"2026-03-0{day}-a.md", f"# Rain\n of day {day}\n\nIt rained.")
    sync()
    first, done = dossier.stream("What about it?")
    assert isinstance(first, rag.TextAdded)
    answer = done.answer
    assert (answer.answered, answer.hits, answer.engine) == (False, (), "extractive")
    assert "(5 March 2026)" in answer.text
    assert "(1 March 2026)" not in answer.text
    assert first.text == answer.text
    assert answer.history == ()


def test_in_a_conversation_a_vague_question_leans_on_it(
    write: Write, sync: Sync, dossier: Any
) -> None:
    write("a.txt", "Heavy rain fell in Ostrava on Monday.")
    sync()
    first = dossier.answer("When did heavy rain fall in Ostrava?")
    thanks = dossier.answer("Thank you!", history=first.history)
    assert (thanks.text, thanks.hits) == ("You are welcome.", ())
    assert thanks.history == first.history
    assert dossier.answer("And?", history=thanks.history).hits
