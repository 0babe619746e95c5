"""The lexical index is derived: whatever becomes of its files, answers stay as they were.

Each kind of file is deleted, emptied, cut in half and garbled, before the library is opened and
while it is open.
"""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

import ingest
import rag
from rag.dossier import Dossier
from rag.library import examine_library, repair_library
from rag.library.lexical.files import IndexFiles
from rag.library.lexical.index import lexical_folder
from rag.testing.embedder import FakeEmbedder
from tests.rag.library.libraries import write_reports

pytestmark = pytest.mark.process

QUESTION = "Which finding of the Birch report concerns the harbour?"
SEGMENT = ("*.idx", "*.pos", "*.term", "*.store", "*.fast", "*.fieldnorm")
OTHERS = ("meta.json", ".managed.json", "../generation-*")

Damage = Callable[[Path], None]


def deleted(path: Path) -> None:
    path.unlink()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def garbled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    noise = random.Random(7)
    for part in (1, 2, 3):
        start = len(content) * part // 4
        end = min(start + 64, len(content))
        content[start:end] = noise.randbytes(end - start)
    path.write_bytes(content)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a library."""
    place = tmp_path_factory.mktemp("whole")
    folder = place / "briefings"
    folder.mkdir()
    write_reports(folder, findings=300)
    settings = rag.Settings(data_dir=place / "data")
    ingest.sync([folder], settings=settings, embedder=FakeEmbedder())
    return settings.data_dir


@pytest.fixture
def settings(whole: Path, tmp_path: Path) -> rag.Settings:
    shutil.copytree(whole, tmp_path / "data")
    return rag.Settings(data_dir=tmp_path / "data")


def index_folder(settings: rag.Settings) -> Path:
    (folder,) = lexical_folder(settings).glob("tantivy-*")
    return folder


def found(dossier: Dossier) -> list[tuple[str, float, float]]:
    hits = dossier.retrieve(QUESTION, limit=10)
    return [(hit.passage.id, hit.score, hit.lexical) for hit in hits]


def test_an_index_that_tantivy_wrote_is_whole(settings: rag.Settings) -> None:
    assert IndexFiles(index_folder(settings)).damage() == ""


@pytest.mark.parametrize("damage", [deleted, emptied, halved, garbled])
@pytest.mark.parametrize("kind", [*SEGMENT, *OTHERS])
def test_a_damaged_file_changes_no_answer(
    settings: rag.Settings, kind: str, damage: Damage
) -> None:
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        before = found(dossier)
        assert before[0][2] > 0
        assert damage_all(settings, kind, damage)
        assert found(dossier) == before
        damage_all(settings, kind, damage)
        with rag.open(settings, embedder=FakeEmbedder()) as another:
            assert found(another) == before
        assert found(dossier) == before
    assert examine_library(settings, FakeEmbedder()).findings == ()


def damage_all(settings: rag.Settings, kind: str, damage: Damage) -> int:
    """Damage the files of that kind; how many there are."""
    files = list(index_folder(settings).glob(kind))
    for path in files:
        damage(path)
    return len(files)


@pytest.mark.parametrize("damage", [deleted, emptied, halved, garbled])
def test_what_says_which_passages_are_deleted(
    settings: rag.Settings, whole: Path, damage: Damage, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As in a large library, of which a part may be deleted before the index is rebuilt.
    monkeypatch.setattr("rag.library.lexical.index._SMALL", 0)
    monkeypatch.setattr("rag.library.lexical.index._SHARE_DELETED", 1)
    briefing = whole.parent / "briefings" / "Arrow.txt"
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        ingest.remove(
            [r.id for r in dossier.documents() if r.source == str(briefing)],
            settings=settings,
            embedder=FakeEmbedder(),
        )
        before = [passage for passage, _, _ in found(dossier)]
        assert damage_all(settings, "*.del", damage)
        # The scores are others: Tantivy counts deleted passages until it merges them away.
        assert [passage for passage, _, _ in found(dossier)] == before


@pytest.mark.parametrize("damage", [deleted, emptied, halved, garbled])
@pytest.mark.parametrize("kind", SEGMENT)
def test_the_doctor_sees_the_damage(settings: rag.Settings, kind: str, damage: Damage) -> None:
    damage_all(settings, kind, damage)
    (finding,) = examine_library(settings, FakeEmbedder()).findings
    assert (finding.kind, finding.repairable) == ("lexical index", True)
    assert kind[1:] in finding.detail
    assert repair_library(settings, FakeEmbedder()).is_well
    assert examine_library(settings, FakeEmbedder()).findings == ()


def test_a_damaged_index_is_left_to_the_process_that_writes_it(
    settings: rag.Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        before = found(dossier)
        damage_all(settings, "*.idx", halved)
        with FileLock(lexical_folder(settings) / "lock"):
            without = found(dossier)
        assert without
        assert all(lexical == 0 for _, _, lexical in without)
        assert "vectors alone are searched" in caplog.text
        assert found(dossier) == before


def test_an_index_that_cannot_be_written(
    settings: rag.Settings, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(lexical_folder(settings))
    lexical_folder(settings).write_text("a file has the folder's place")
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        assert all(lexical == 0 for _, _, lexical in found(dossier))
        assert "cannot be brought up to date" in caplog.text
        lexical_folder(settings).unlink()
        assert found(dossier)[0][2] > 0


def test_a_search_that_fails_although_all_files_are_whole(settings: rag.Settings) -> None:
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        before = found(dossier)
    meta = index_folder(settings) / "meta.json"
    said = json.loads(meta.read_bytes())
    said["segments"][0]["max_doc"] = 0
    meta.write_text(json.dumps(said))
    assert IndexFiles(index_folder(settings)).damage() == ""
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        assert found(dossier) == before


@pytest.mark.process
def test_a_sync_repairs_the_index_that_it_writes_to(
    settings: rag.Settings, whole: Path, tmp_path: Path
) -> None:
    damage_all(settings, "*.store", garbled)
    more = tmp_path / "more"
    more.mkdir()
    (more / "Drift.txt").write_text("The Drift report names a finding of the lighthouse.")
    ingest.sync([more], settings=settings, embedder=FakeEmbedder())
    assert examine_library(settings, FakeEmbedder()).findings == ()


def test_one_that_a_reader_has_open_and_another_process_rebuilt(settings: rag.Settings) -> None:
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        before = found(dossier)
        damage_all(settings, "*.idx", emptied)
        with rag.open(settings, embedder=FakeEmbedder()) as another:
            assert found(another) == before
        # What it has open was cut off: to read it would end the process.
        assert found(dossier) == before
