"""The list of the vector index's files."""

from dataclasses import replace
from pathlib import Path

import pytest

from rag.library.vectors.catalogue import Catalogue, parsed
from rag.library.vectors.segment import HeldVersion, SegmentFile

A, B, C = (
    HeldVersion("a-1", 20260301, 2, 5),
    HeldVersion("b-1", 0, 1, 1),
    HeldVersion("c-1", 0, 3, 3),
)
FIRST = SegmentFile("first.vectors", 1_000, 7, 16, (A, B))
SECOND = SegmentFile("second.vectors", 2_000, 8, 16, (C,))
CATALOGUE = Catalogue(
    "g1", (FIRST, SECOND), {"first.vectors": frozenset({"a-1"})}, frozenset({"d-1"})
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty folder."""
    path = tmp_path / "vectors"
    path.mkdir()
    return path


def saved(catalogue: Catalogue, folder: Path) -> bytes:
    catalogue.save(folder / "catalogue.json")
    assert [path.name for path in folder.iterdir()] == ["catalogue.json"]
    return (folder / "catalogue.json").read_bytes()


@pytest.mark.parametrize("catalogue", [CATALOGUE, Catalogue(), Catalogue("g2", (SECOND,))])
def test_what_is_saved_is_read_again(catalogue: Catalogue, place: Path) -> None:
    saved(CATALOGUE, place)
    assert parsed(saved(catalogue, place)) == catalogue


def test_any_changed_byte_is_told(place: Path) -> None:
    data = saved(CATALOGUE, place)
    for n in range(len(data)):
        with pytest.raises(ValueError, match="garbled"):
            parsed(data[:n] + bytes([data[n] ^ 1]) + data[n + 1 :])


@pytest.mark.parametrize("left", [0, 1, 5, 20, -1])
def test_one_that_was_cut_short(place: Path, left: int) -> None:
    with pytest.raises(ValueError, match="garbled"):
        parsed(saved(CATALOGUE, place)[:left])


def test_obsolete_versions_do_not_count() -> None:
    assert list(CATALOGUE.live(FIRST)) == [(1, B)]
    assert list(CATALOGUE.live(SECOND)) == [(0, C)]
    assert CATALOGUE.versions() == {"b-1": 1, "c-1": 3}
    assert (CATALOGUE.passages(FIRST), CATALOGUE.passages(SECOND)) == (1, 3)
    assert (FIRST.passages, A.document) == (3, "a")


def test_a_version_that_is_written_again_counts_in_its_new_file() -> None:
    again = replace(SECOND, name="third.vectors", versions=(A,))
    catalogue = replace(CATALOGUE, segments=(FIRST, SECOND, again))
    assert catalogue.versions() == {"b-1": 1, "c-1": 3, "a-1": 2}
