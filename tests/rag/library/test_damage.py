"""Promise 4 and 6: whatever becomes of a file, nothing is lost and nothing is embedded again.

The cases are the rows of the table in docs/reliability.md.
"""

import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

import ingest
import rag
from rag.library import examine_library
from rag.models.embedder import Vectors
from rag.testing.embedder import FakeEmbedder
from tests.conftest import ROOT

pytestmark = pytest.mark.process

QUESTIONS = (
    "Which finding does the Arrow report name?",
    "Where is the harbour of the Birch report?",
    "Which report names finding 17?",
)
TABLE = ROOT / "docs" / "reliability.md"


def _deleted(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _halved(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _random(path: Path) -> None:
    size = max(path.stat().st_size, 1)
    path.write_bytes(random.Random(size).randbytes(size))


DAMAGES: dict[str, Callable[[Path], None]] = {
    "deleted": _deleted,
    "halved": _halved,
    "emptied": _emptied,
    "random": _random,
}


def rows() -> Iterator[tuple[str, str, bool]]:
    """Files, damage, and whether a reader answers, one for each case."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("| ") or cells[0] == "file":
            continue
        files, damage, reader, _, lost = cells
        assert lost == "nothing"
        for name in DAMAGES if damage == "any" else damage.split(", "):
            yield files, name, reader.startswith("answers")


class NoEmbedder(FakeEmbedder):
    """Fails where a passage is to be embedded."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        assert not texts
        return super().embed_passages(texts)


class Made:
    """A library and the folder it is of, and what it answers."""

    def __init__(self, folder: Path, settings: rag.Settings) -> None:
        self.folder = folder
        self.settings = settings

    def sync(self, embedder: FakeEmbedder) -> ingest.SyncReport:
        return ingest.sync([self.folder], settings=self.settings, embedder=embedder)


def answers(dossier: rag.Dossier) -> list[tuple[str, list[str]]]:
    found = [dossier.answer(question) for question in QUESTIONS]
    return [(answer.text, [hit.passage.id for hit in answer.hits]) for answer in found]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, list[tuple[str, list[str]]]]:
    root = tmp_path_factory.mktemp("original")
    folder = root / "briefings"
    folder.mkdir()
    made = Made(folder, rag.Settings(data_dir=root / "data"))
    for name in ("Arrow", "Birch", "Cedar"):
        said = (f"The {name} report names finding {n} of the harbour." for n in range(30))
        (folder / f"{name}.txt").write_text(" ".join(said), encoding="utf-8")
        made.sync(FakeEmbedder())
    with rag.open(made.settings, embedder=FakeEmbedder()) as dossier:
        return made, answers(dossier)


def damage(data: Path, files: str, how: str) -> None:
    for pattern in files.split(", "):
        found = list(data.glob(pattern))
        assert found, pattern
        for path in found:
            DAMAGES[how](path)


@pytest.mark.parametrize("when", ["at rest", "while serving"])
@pytest.mark.parametrize(("files", "how", "is_answered"), list(rows()))
def test_a_damaged_file(
    original: tuple[Made, list[tuple[str, list[str]]]],
    tmp_path: Path,
    files: str,
    how: str,
    is_answered: bool,
    when: str,
) -> None:
    source, expected = original
    data = tmp_path / "data"
    shutil.copytree(source.settings.data_dir, data)
    made = Made(source.folder, rag.Settings(data_dir=data))
    with rag.open(made.settings, embedder=FakeEmbedder()) as dossier:
        if when == "while serving":
            assert answers(dossier) == expected
        damage(data, files, how)
        if is_answered:
            assert answers(dossier) == expected
        else:
            with pytest.raises(rag.LibraryError, match=r"damaged|missing|cannot be used"):
                answers(dossier)
        report = made.sync(NoEmbedder())
        assert (report.added, report.changed, report.removed) == ((), (), ())
        assert len(report.unchanged) == len(list(made.folder.iterdir()))
        assert answers(dossier) == expected
    assert examine_library(made.settings, FakeEmbedder()).is_well
    assert made.sync(NoEmbedder()).unchanged == report.unchanged


def test_every_file_is_in_the_table(
    original: tuple[Made, list[tuple[str, list[str]]]],
) -> None:
    data = original[0].settings.data_dir
    patterns = [pattern for files, _, _ in rows() for pattern in files.split(", ")]
    known = {path for pattern in patterns for path in data.glob(pattern)}
    files = {path for path in data.rglob("*") if path.is_file() and "tantivy-" not in path.suffix}
    left = {path for path in files - known if not path.name.startswith(".tantivy-")}
    assert left == set()
