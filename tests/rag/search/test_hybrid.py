"""The scores of a hit."""

from typing import Any

import numpy as np
import pytest

import rag
from rag.library import Library
from rag.models.embedder import Embedder, Vectors
from tests.conftest import Sync, Write

QUESTION = "Who keeps the lighthouse of Ober and its lamp?"


def without(part: Vectors, vector: Vectors) -> Vectors:
    rest: Vectors = vector - (vector @ part) * part
    return rest / np.linalg.norm(rest)


def test_beyond_the_title_is_the_cosine_without_the_titles_part(
    write: Write, sync: Sync, dossier: Any, embedder: Embedder
) -> None:
    write("a.txt", "The lighthouse of Ober\n\nThe keeper, Ines Tarr, trims its lamp at dusk.\n")
    write("b.txt", "Herring catch\n\nThe fleet of Ober landed nine tonnes.\n")
    sync()
    for hit in dossier.retrieve(QUESTION):
        (asked,) = embedder.embed_queries([QUESTION])
        told, title = embedder.embed_passages([hit.passage.text, hit.document.title])
        expected = without(title, asked) @ without(title, told)
        assert hit.title_residual_cosine == pytest.approx(expected, abs=0.01)


def test_a_passage_that_is_its_title_says_nothing_beyond(
    write: Write, sync: Sync, dossier: Any
) -> None:
    write("a.txt", "The lighthouse of Ober\n")
    sync()
    (hit,) = dossier.retrieve(QUESTION)
    assert hit.dense > 0.3
    assert abs(hit.title_residual_cosine) < 0.3


def test_passages_that_have_left_meanwhile_are_left_out(
    write: Write, sync: Sync, settings: rag.Settings, embedder: Embedder
) -> None:
    write("a.txt", "The lighthouse of Ober\n\nThe keeper, Ines Tarr, trims its lamp at dusk.\n")
    sync()
    (vector,) = embedder.embed_queries([QUESTION])
    library = Library(settings, embedder.fingerprint)
    assert library.read(lambda view: view.cosines(vector, ["gone", "gone too"])) == {}


@pytest.mark.parametrize("asked", ["US", "U.S.", "U.S"])
@pytest.mark.parametrize("written", ["US", "U.S.", "U.S"])
def test_initials_are_found_by_their_letters_with_and_without_dots(
    asked: str, written: str, write: Write, sync: Sync, dossier: Any
) -> None:
    write("a.txt", f"Reply\n\nThe {written} envoy declined.\n")
    write("b.txt", "Another reply\n\nThe envoy told us nothing.\n")
    sync()
    hits = dossier.retrieve(f"What did the {asked} say?")
    assert [hit.lexical > 0 for hit in hits] == [True, False]
    assert "declined" in hits[0].passage.text


def test_a_question_about_a_name_like_a_stop_word_is_answered(
    write: Write, sync: Sync, dossier: Any
) -> None:
    write("a.txt", "Reply\n\nThe U.S. said that it would send grain.\n")
    sync()
    answer = dossier.answer("What did the US say that it would send?")
    assert answer.hits
    assert answer.missing == ()
    assert dossier.answer("What did WHO say?").missing == ("WHO",)
