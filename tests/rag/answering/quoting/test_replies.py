"""A reply stands with what it replies to."""

from dataclasses import replace
from datetime import date

from rag.answering.quoting.candidates import Candidate, candidates
from rag.answering.quoting.replies import with_replies
from rag.structure import QuotedMail, Structure
from rag.types import Hit
from tests.rag.answering.quoting.hits import hit

QUESTION = "How many ships does the harbour of Ober have?"
OLD = "The harbour of Ober has 20 ships."
GREETING = "Dear Anna, we were there on the pier."
REPLY = "It has been cut to 12 of them."


def quoted(found: Hit) -> Hit:
    structure = Structure(quoted=(QuotedMail("Anna Ridge", date(2024, 5, 3), 0, 500),))
    return replace(found, passage=replace(found.passage, structure=structure))


def texts(chosen: list[Candidate], found: list[Candidate]) -> list[str]:
    return [candidate.text for candidate in with_replies(chosen, found)]


def test_a_quoted_sentence_brings_the_reply_that_has_what_is_asked_for() -> None:
    own = hit(GREETING, REPLY, document="reply", cosines=(0.6, 0.3))
    every = candidates(QUESTION, [quoted(hit(OLD, document="reply")), own])
    assert texts(every[:1], every) == [OLD, REPLY]


def test_so_does_the_same_sentence_in_the_mail_that_is_quoted() -> None:
    own = hit(REPLY, document="reply")
    every = candidates(
        QUESTION, [hit(OLD, document="first"), own, quoted(hit(OLD, document="reply"))]
    )
    assert texts(every[:1], every) == [OLD, REPLY]


def test_a_reply_that_is_chosen_brings_nothing() -> None:
    own = hit(REPLY, "There were 30 once.", document="reply")
    every = candidates(QUESTION, [own, quoted(hit(OLD, document="reply"))])
    assert texts([every[0], every[2]], every) == [REPLY, OLD]


def test_what_no_mail_quotes_is_alone() -> None:
    every = candidates(QUESTION, [hit(OLD, document="a"), hit(REPLY, document="b")])
    assert texts(every[:1], every) == [OLD]
