"""What is packed is unpacked as it was, in strings that Chroma, its server and SQLite take."""

import zlib
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.library.store.packing import (
    Content,
    bytes_in,
    directions,
    pack_content,
    pack_rows,
    strings_of,
    unpack_content,
    unpack_rows,
)
from rag.structure import Block, Boilerplate, QuotedMail, Structure, Turn
from rag.types import Omission, Page, Section

LONGEST = 8_182
"""Bytes that Chroma Cloud takes for one string."""

TEXTS = st.text(st.characters(exclude_categories=[]))
"""Of any characters: of all planes, the one of number 0, and halves of surrogate pairs."""


def without_structure(text: str) -> Content:
    return Content(text, (), (), ())


def are_kept(strings: list[str]) -> bool:
    """Whether Chroma and SQLite keep the strings as they are."""
    return all(0 < len(string.encode()) <= LONGEST and "\0" not in string for string in strings)


@given(st.binary())
def test_bytes(data: bytes) -> None:
    strings = strings_of(data)
    assert bytes_in(strings) == data
    assert are_kept(strings)


@pytest.mark.parametrize("length", [0, 1, 6, 7, 8, 850, 4_436, 4_437, 30_000, 100_001])
@pytest.mark.parametrize("value", [0, 1, 255])
def test_bytes_that_are_all_alike(length: int, value: int) -> None:
    data = bytes([value]) * length
    strings = strings_of(data)
    assert bytes_in(strings) == data
    assert are_kept(strings)


def test_no_more_characters_than_an_eighth_beyond_the_bytes() -> None:
    data = np.random.default_rng(7).bytes(70_000)
    strings = strings_of(data)
    assert sum(map(len, strings)) == 80_000
    assert len(strings) <= 25


@given(TEXTS)
def test_any_text(text: str) -> None:
    content = without_structure(text)
    assert unpack_content(bytes_in(strings_of(pack_content(content)))) == content


def test_every_character() -> None:
    content = without_structure("".join(map(chr, range(0x110000))))
    assert unpack_content(bytes_in(strings_of(pack_content(content)))) == content


@pytest.mark.parametrize(
    "text", ["", "\0", "\0" * 20_000, "\x80\x00\x80", "\ud800", "\udfff a \U0001f600"]
)
def test_awkward_texts(text: str) -> None:
    strings = strings_of(pack_content(without_structure(text)))
    assert are_kept(strings)
    assert unpack_content(bytes_in(strings)).text == text


def test_the_structure_of_a_text() -> None:
    content = Content(
        "The dam at Harta lost 3 gates. It rains.",
        (Page(1, 0, 31), Page(2, 31, 40)),
        (Section('Gates "and"\0 more', 0, 40, level=2),),
        (
            (0, 30, 'Gates "and"\0 more', 1, ((0, 30),), "Gates\nThe gates:"),
            (31, 40, None, None, ((31, 33), (34, 40)), ""),
            (40, 40, "", 0, (), ""),
        ),
        Structure(
            (
                Block("heading", 0, 3, 2),
                Block("item", 4, 12, 1),
                Block("row", 13, 30, cells=((14, 16), (20, 20))),
            ),
            (Turn("MR. HARTA", 0, 31, 5, asks=True),),
            (QuotedMail("Ada", date(2026, 3, 4), 2, 7), QuotedMail("", None, 8, 9)),
            (Boilerplate("contents", 31, 40),),
        ),
        (Omission("images", 2),),
    )
    assert unpack_content(bytes_in(strings_of(pack_content(content)))) == content


@pytest.mark.parametrize(
    "data", [b"", b"no zlib", zlib.compress(b"\xff"), zlib.compress(b"{}"), zlib.compress(b"[1]")]
)
def test_what_is_no_content(data: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, zlib.error)):
        unpack_content(data)


def test_every_value_of_a_row() -> None:
    rows = np.arange(-127, 128, dtype=np.int8).repeat(3).reshape(-1, 5)
    strings = strings_of(pack_rows(rows))
    assert are_kept(strings)
    assert np.array_equal(unpack_rows(bytes_in(strings), len(rows)), rows)


@given(st.integers(1, 9), st.integers(1, 700), st.integers(0, 1000))
@settings(max_examples=30)
def test_any_rows(count: int, dimension: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    rows = random.integers(-127, 127, (count, dimension), dtype=np.int8, endpoint=True)
    strings = strings_of(pack_rows(rows))
    assert are_kept(strings)
    assert np.array_equal(unpack_rows(bytes_in(strings), count), rows)


def test_no_rows() -> None:
    rows = np.zeros((0, 0), dtype=np.int8)
    assert unpack_rows(pack_rows(rows), 0).shape == (0, 0)


def test_another_number_of_rows() -> None:
    data = pack_rows(np.zeros((4, 5), dtype=np.int8))
    with pytest.raises(ValueError, match="reshape"):
        unpack_rows(data, 3)
    with pytest.raises(zlib.error):
        unpack_rows(data[:-3], 4)


def test_a_direction_is_that_of_its_vector() -> None:
    vectors = np.random.default_rng(7).normal(size=(20, 384)).astype(np.float32)
    lengths = np.asarray([[10.0 ** (n - 10)] for n in range(20)], dtype=np.float32)
    rows = directions(vectors * lengths)
    kept = rows.astype(np.float32)
    cosines = (kept * vectors).sum(axis=1)
    cosines /= np.linalg.norm(kept, axis=1) * np.linalg.norm(vectors, axis=1)
    assert (cosines > 0.999).all()
    assert np.abs(rows).max(axis=1).tolist() == [127] * 20
    assert np.array_equal(directions(-vectors), -directions(vectors))


def test_a_vector_without_a_direction() -> None:
    assert not directions(np.zeros((2, 3), dtype=np.float32)).any()
    assert directions(np.zeros((0, 3), dtype=np.float32)).shape == (0, 0)
