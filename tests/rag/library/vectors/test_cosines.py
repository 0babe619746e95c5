"""Cosines of a question with passages, their sentences, and what they say beyond the title."""

import numpy as np
import pytest

from rag.library.store.packing import directions
from rag.library.vectors.cosines import StoredVectors, passage_cosines
from rag.models.embedder import Vectors


def rows(*values: list[float]) -> Vectors:
    return np.asarray(values, dtype=np.float32)


def stored(
    passage: list[float], *sentences: list[float], title: tuple[float, ...] = (0, 0, 0)
) -> StoredVectors:
    inside = directions(rows(*sentences)) if sentences else np.zeros((0, 3), dtype=np.int8)
    return StoredVectors(directions(rows(list(title)))[0], directions(rows(passage))[0], inside)


QUESTION = rows([1, 0, 0])[0]


def test_a_passage_of_any_length_has_the_cosine_of_its_direction() -> None:
    cosines = passage_cosines(
        QUESTION, [stored([2, 0, 0]), stored([0, 5, 0]), stored([3, 4, 0]), stored([0.03, 0.04, 0])]
    )
    assert [each.passage for each in cosines] == pytest.approx([1.0, 0.0, 0.6, 0.6], abs=0.01)


def test_each_passage_has_the_cosines_of_its_own_sentences() -> None:
    cosines = passage_cosines(
        QUESTION,
        [
            stored([1, 0, 0], [1, 0, 0], [0, 1, 0]),
            stored([0, 1, 0]),
            stored([0, 0, 1], [3, 4, 0]),
        ],
    )
    assert [len(each.sentences) for each in cosines] == [2, 0, 1]
    assert list(cosines[0].sentences) == pytest.approx([1.0, 0.0], abs=0.01)
    assert list(cosines[2].sentences) == pytest.approx([0.6], abs=0.01)


def test_what_a_passage_shares_with_the_title_is_taken_away() -> None:
    question = rows([0.6, 0.8, 0])[0]
    (adding,) = passage_cosines(question, [stored([0.6, 0.8, 0], title=(1, 0, 0))])
    assert adding.title_residual_cosine == pytest.approx(1.0, abs=0.01)
    (away,) = passage_cosines(question, [stored([1, 0, 0.5], title=(1, 0, 0))])
    assert away.title_residual_cosine == pytest.approx(0.0, abs=0.05)


def test_without_a_title_nothing_is_taken_away() -> None:
    (cosines,) = passage_cosines(QUESTION, [stored([3, 4, 0])])
    assert cosines.title_residual_cosine == pytest.approx(cosines.passage)


def test_an_empty_vector_is_near_to_nothing() -> None:
    (cosines,) = passage_cosines(QUESTION, [stored([0, 0, 0])])
    assert (cosines.passage, cosines.title_residual_cosine) == (0.0, 0.0)


def test_no_passages() -> None:
    assert passage_cosines(QUESTION, []) == []
