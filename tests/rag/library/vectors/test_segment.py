"""One file of vectors: what is written is read again, and what is damaged is told."""

from pathlib import Path

import numpy as np
import pytest

from rag.library.contents import VersionVectors
from rag.library.failures import VectorsError
from rag.library.vectors.segment import (
    Segment,
    in_memory,
    is_whole,
    merge,
    open_segment,
    write_segment,
)
from tests.rag.library.vectors.versions import DIMENSION, RandomVersions

RANDOM = RandomVersions()
VERSIONS = [RANDOM.version(f"D{n}", n).vectors for n in (1, 5, 0, 2)]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty folder."""
    path = tmp_path / "vectors"
    path.mkdir()
    return path


def holds(segment: Segment, versions: list[VersionVectors]) -> bool:
    """Whether the segment holds those versions and no others."""
    found = [segment.held(n) for n in range(len(segment.file.versions))]
    return [held.version for held in segment.file.versions] == [
        version.record.version for version in versions
    ] and all(
        tuple(counts.tolist()) == version.sentences
        and np.array_equal(np.concatenate([title, passages, sentences]), version.rows)
        for (counts, title, passages, sentences), version in zip(found, versions, strict=True)
    )


def test_what_is_written_is_read_again(place: Path) -> None:
    file = write_segment(place, VERSIONS)
    assert [path.name for path in place.iterdir()] == [file.name]
    assert (file.dimension, file.passages) == (DIMENSION, 8)
    assert (place / file.name).stat().st_size == file.size
    assert is_whole(place, file)
    assert holds(open_segment(place, file), VERSIONS)


def test_one_in_memory_holds_the_same() -> None:
    segment = in_memory(VERSIONS)
    assert holds(segment, VERSIONS)
    assert segment.file.name == ""


def test_each_write_makes_a_file_of_its_own(place: Path) -> None:
    first, second = write_segment(place, VERSIONS[:2]), write_segment(place, VERSIONS[2:])
    assert first.name != second.name
    assert holds(open_segment(place, first), VERSIONS[:2])
    assert holds(open_segment(place, second), VERSIONS[2:])


def test_some_versions_of_several_are_merged(place: Path) -> None:
    first, second = (
        open_segment(place, write_segment(place, some)) for some in (VERSIONS[:2], VERSIONS[2:])
    )
    merged = merge(place, [(first, [1]), (second, [0, 1])])
    assert is_whole(place, merged)
    assert holds(open_segment(place, merged), VERSIONS[1:])


def test_similarities_are_cosines(place: Path) -> None:
    vector = RANDOM.question()
    rows = np.concatenate([v.rows[1 : 1 + len(v.sentences)] for v in VERSIONS]).astype(np.float32)
    expected = rows @ vector / np.linalg.norm(rows, axis=1)
    segment = open_segment(place, write_segment(place, VERSIONS))
    assert segment.similarities(vector, None) == pytest.approx(expected, abs=1e-6)
    chosen = np.asarray([7, 0, 3], dtype=np.intp)
    assert segment.similarities(vector, chosen) == pytest.approx(expected[chosen], abs=1e-6)
    assert len(segment.similarities(vector, np.asarray([], dtype=np.intp))) == 0


def test_more_rows_than_are_compared_at_a_time() -> None:
    many = [RANDOM.version("Many", 10_000).vectors]
    vector = RANDOM.question()
    rows = many[0].rows[1:10_001].astype(np.float32)
    expected = rows @ vector / np.linalg.norm(rows, axis=1)
    assert in_memory(many).similarities(vector, None) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("changed", [0, 4, 40, 200, -1])
def test_one_changed_byte_is_told(place: Path, changed: int) -> None:
    file = write_segment(place, VERSIONS)
    data = bytearray((place / file.name).read_bytes())
    data[changed] ^= 1
    (place / file.name).write_bytes(data)
    assert not is_whole(place, file)


@pytest.mark.parametrize("left", [0, 3, 20, 60, 150])
def test_a_file_that_was_cut_short(place: Path, left: int) -> None:
    file = write_segment(place, VERSIONS)
    path = place / file.name
    path.write_bytes(path.read_bytes()[:left])
    assert not is_whole(place, file)
    with pytest.raises(VectorsError, match="cannot be read"):
        open_segment(place, file)


def test_a_file_that_is_longer(place: Path) -> None:
    file = write_segment(place, VERSIONS)
    with (place / file.name).open("ab") as more:
        more.write(b"x")
    assert not is_whole(place, file)


def test_a_file_that_is_gone(place: Path) -> None:
    file = write_segment(place, VERSIONS)
    (place / file.name).unlink()
    with pytest.raises(FileNotFoundError):
        is_whole(place, file)
    with pytest.raises(VectorsError, match="cannot be read"):
        open_segment(place, file)


def test_a_file_that_is_cut_short_while_it_is_open(place: Path) -> None:
    file = write_segment(place, VERSIONS)
    segment = open_segment(place, file)
    with (place / file.name).open("r+b") as opened:
        opened.truncate(file.size - 1)
    assert np.array_equal(segment.held(0)[3], VERSIONS[0].rows[2:])
    with pytest.raises(VectorsError, match="was cut short"):
        segment.held(3)


def test_a_file_that_is_deleted_while_it_is_open(place: Path) -> None:
    file = write_segment(place, VERSIONS)
    segment = open_segment(place, file)
    (place / file.name).unlink()
    assert holds(segment, VERSIONS)


def test_a_folder_that_is_not_there(place: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_segment(place / "none", VERSIONS)
