"""Examples for the models of the quoting engine."""

from typing import Any

from evals.fit.examples import collect
from evals.questions import Evidence, Question
from rag import Turn
from rag.answering.quoting.candidates import SENTENCE_FEATURES
from rag.answering.quoting.confidence import FEATURES
from tests.conftest import Sync, Write

LIGHTHOUSE = """The lighthouse of Ober

The keeper, Ines Tarr, trims its lamp at dusk. Its walls are white.
"""


def test_a_conversation_is_asked_what_its_texts_leave_open_too(
    write: Write, sync: Sync, dossier: Any
) -> None:
    write("a.txt", LIGHTHOUSE)
    sync()
    history = (Turn("user", "Who keeps the lighthouse of Ober?"), Turn("assistant", "Ines Tarr."))
    asked = Question("1", "When does the keeper trim the lamp of Ober?", True, history=history)
    examples = collect([asked], ["Which bakers of Lorn sell sourdough loaves?"], dossier).confidence
    alone = FEATURES.index("asked after other questions, and stands alone")
    assert examples.labels.tolist() == [True, False]
    assert examples.rows[:, alone].tolist() == [1.0, 1.0]


def test_a_question_is_asked_again_without_the_passages_that_hold_its_evidence(
    write: Write, sync: Sync, dossier: Any
) -> None:
    write("a.txt", LIGHTHOUSE)
    write("b.txt", "The bakery of Lorn\n\nThe baker sells the bread of Ober at dusk.\n")
    sync()
    quote = "The keeper, Ines Tarr, trims its lamp at dusk."
    asked = Question(
        "1", "When does the keeper trim the lamp?", True, evidence=(Evidence("a.txt", quote),)
    )
    sentences, confidence = collect([asked], [], dossier)
    assert confidence.labels.tolist() == [True, False]
    assert sentences.labels.sum() == 1
    assert sentences.rows.shape[1] == len(SENTENCE_FEATURES)
    best = FEATURES.index("score of the best passage")
    with_evidence, without = confidence.rows[:, best]
    assert with_evidence > without


def test_an_open_question_in_a_set_is_taken_as_it_is(
    write: Write, sync: Sync, dossier: Any
) -> None:
    write("a.txt", LIGHTHOUSE)
    sync()
    quote = "Its walls are white."
    asked = [
        Question("1", "What are its walls like?", True, evidence=(Evidence("a.txt", quote),)),
        Question("2", "Who built the lighthouse of Ober?", False),
    ]
    sentences, confidence = collect(asked, [], dossier)
    assert confidence.labels.tolist() == [True, False]
    assert confidence.groups.tolist() == [0, 1]
    assert set(sentences.groups.tolist()) == {0}
