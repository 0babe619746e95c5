"""Cosines of a question with passages, their sentences, and what they say beyond the title."""

import numpy as np
import pytest

from rag.library.cosines import passage_cosines
from rag.library.sentence_vectors import pack, unpack
from rag.models.embedder import Vectors


def rows(*values: list[float]) -> Vectors:
    return np.asarray(values, dtype=np.float32)


QUESTION = rows([1, 0, 0])[0]


def test_a_passage_of_any_length_has_the_cosine_of_its_direction() -> None:
    cosines = passage_cosines(
        QUESTION, rows([2, 0, 0], [0, 5, 0], [3, 4, 0]), ["", "", ""], [""] * 3
    )
    assert [round(each.passage, 5) for each in cosines] == [1.0, 0.0, 0.6]


def test_each_passage_has_the_cosines_of_its_own_sentences() -> None:
    packed = [pack(rows([1, 0, 0], [0, 1, 0])), "", pack(rows([3, 4, 0]))]
    cosines = passage_cosines(QUESTION, rows([1, 0, 0], [0, 1, 0], [0, 0, 1]), packed, [""] * 3)
    assert [len(each.sentences) for each in cosines] == [2, 0, 1]
    assert list(cosines[0].sentences) == pytest.approx([1.0, 0.0], abs=0.01)
    assert list(cosines[2].sentences) == pytest.approx([0.6], abs=0.01)


def test_what_a_passage_shares_with_the_title_is_taken_away() -> None:
    title = pack(rows([1, 0, 0]))
    question = rows([0.6, 0.8, 0])[0]
    (adding,) = passage_cosines(question, rows([0.6, 0.8, 0]), [""], [title])
    assert adding.title_residual_cosine == pytest.approx(1.0, abs=0.01)
    away = passage_cosines(question, rows([1, 0, 0.5]), [""], [title])[0]
    assert away.title_residual_cosine == pytest.approx(0.0, abs=0.05)


def test_without_a_title_nothing_is_taken_away() -> None:
    (cosines,) = passage_cosines(QUESTION, rows([3, 4, 0]), [""], [""])
    assert cosines.title_residual_cosine == pytest.approx(cosines.passage)


def test_an_empty_vector_is_near_to_nothing() -> None:
    (cosines,) = passage_cosines(QUESTION, rows([0, 0, 0]), [""], [""])
    assert (cosines.passage, cosines.title_residual_cosine) == (0.0, 0.0)


def test_packed_vectors_keep_their_direction_and_order() -> None:
    random = np.random.default_rng(7)
    vectors = random.normal(size=(20, 384)).astype(np.float32)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    unpacked, counts = unpack([pack(vectors[:7]), "", pack(vectors[7:])], 384)
    assert counts == [7, 0, 13]
    assert ((unpacked * unit).sum(axis=1) > 0.999).all()
    assert np.linalg.norm(unpacked, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_a_packed_vector_takes_a_byte_a_dimension() -> None:
    assert len(pack(np.ones((1, 384), dtype=np.float32))) == 384 * 4 // 3
    assert pack(np.zeros((0, 384), dtype=np.float32)) == ""
    rest, counts = unpack([], 384)
    assert (rest.shape, counts) == ((0, 384), [])
