"""A library whose data folder cannot be written to is read all the same, and left as it is."""

import logging
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import ingest
import rag
from rag.library import Library, View, examine_library, one_writer
from rag.testing.embedder import FakeEmbedder
from rag.types import Filters

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(os.name != "posix", reason="needs the modes of POSIX"),
]
NOBODY = 65534
EMBEDDER = FakeEmbedder()


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every user of this machine may enter."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o755)
        yield place
        set_writable(place, True)


@pytest.fixture
def settings(place: Path) -> rag.Settings:
    """A library of one document, which has been read once: all that has to be imported, is."""
    settings = rag.Settings(data_dir=place / "data")
    sync(settings, "Rain fell in Ostrava.")
    assert found(settings) == (["Rain fell in Ostrava."], True)
    return settings


def sync(settings: rag.Settings, text: str) -> None:
    briefings = settings.data_dir.parent / "briefings"
    briefings.mkdir(exist_ok=True)
    (briefings / "a.txt").write_text(text)
    ingest.sync([briefings], settings=settings, embedder=EMBEDDER)


def set_writable(folder: Path, writable: bool, kinds: str = "files and folders") -> None:
    for path in [folder, *folder.rglob("*")]:
        if ("folders" if path.is_dir() else "files") in kinds:
            mode = 0o755 if path.is_dir() else 0o644
            path.chmod(mode if writable else mode & 0o555)


@contextmanager
def read_only(settings: rag.Settings, kinds: str = "files and folders") -> Iterator[None]:
    """Take the right to write from the data folder, and from this process that of root."""
    if os.geteuid() == 0:
        give(settings.data_dir, NOBODY)
    set_writable(settings.data_dir, False, kinds)
    before = state(settings.data_dir)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
            give(settings.data_dir, 0)
        assert state(settings.data_dir) == before
        set_writable(settings.data_dir, True)


def give(folder: Path, user: int) -> None:
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, user, -1)


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of change of all that is in the folder."""
    paths = [folder, *folder.rglob("*")]
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in paths}


def found(settings: rag.Settings) -> tuple[list[str], bool]:
    """The passages that a question finds, and whether words found them too."""
    with rag.open(settings, embedder=EMBEDDER) as dossier:
        hits = dossier.retrieve("What fell in Ostrava?")
        return [hit.passage.text for hit in hits], any(hit.lexical > 0 for hit in hits)


@pytest.mark.process
def test_vectors_and_words_are_searched(settings: rag.Settings) -> None:
    with read_only(settings):
        assert found(settings) == (["Rain fell in Ostrava."], True)
        with rag.open(settings, embedder=EMBEDDER) as dossier:
            answer = dossier.answer("What fell in Ostrava?")
            assert answer.citations[0].quote == "Rain fell in Ostrava."
            assert len(dossier.documents()) == 1


@pytest.mark.process
@pytest.mark.parametrize("kinds", ["files", "folders"])
def test_files_alone_or_folders_alone_are_read_only(settings: rag.Settings, kinds: str) -> None:
    with read_only(settings, kinds):
        assert found(settings) == (["Rain fell in Ostrava."], True)


@pytest.mark.process
def test_an_index_that_is_missing_is_not_made(settings: rag.Settings) -> None:
    shutil.rmtree(settings.data_dir / "lexical")
    with read_only(settings):
        assert found(settings) == (["Rain fell in Ostrava."], False)


@pytest.mark.process
def test_an_index_that_is_behind_is_searched_as_it_is(
    settings: rag.Settings, caplog: pytest.LogCaptureFixture
) -> None:
    (settings.data_dir / "lexical" / "generation-2").write_text("an earlier one")
    caplog.clear()
    with read_only(settings):
        assert found(settings) == (["Rain fell in Ostrava."], True)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.process
def test_a_change_is_seen_at_the_next_question(settings: rag.Settings) -> None:
    library = Library(settings, EMBEDDER.fingerprint)

    def texts_of(view: View, ids: Iterable[str]) -> list[str]:
        return sorted(passage.text for passage in view.passages(ids).values())

    def texts(view: View) -> tuple[list[str], list[str]]:
        nearest = view.dense(EMBEDDER.embed_queries(["What fell?"])[0], 9, Filters())
        words = view.words({"fell": 1.0}, 9, Filters())
        return texts_of(view, nearest), texts_of(view, words)

    with read_only(settings):
        assert library.read(texts) == (["Rain fell in Ostrava."],) * 2
    sync(settings, "Hail fell in Olomouc.")
    with read_only(settings):
        assert library.read(texts) == (["Hail fell in Olomouc."],) * 2
    library.close()


@pytest.mark.process
def test_the_doctor_examines_it(settings: rag.Settings) -> None:
    with read_only(settings):
        findings = examine_library(settings, EMBEDDER).findings
    assert [finding.kind for finding in findings] == []


@pytest.mark.process
def test_no_copy_is_left_behind(
    settings: rag.Settings, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = place / "scratch"
    scratch.mkdir()
    scratch.chmod(0o777)
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    with read_only(settings):
        with rag.open(settings, embedder=EMBEDDER) as dossier:
            dossier.retrieve("rain")
            copies = list(scratch.iterdir())
            assert copies
            assert all(copy.stat().st_mode & 0o777 == 0o700 for copy in copies)
        assert list(scratch.iterdir()) == []


@pytest.mark.process
def test_writing_says_what_to_do(settings: rag.Settings) -> None:
    with read_only(settings), pytest.raises(rag.LibraryError) as failed:
        one_writer(settings, wait=True).__enter__()
    assert failed.value.message == (
        f"The data folder {settings.data_dir} cannot be written to (Permission denied)."
    )
    assert failed.value.remedy == "Make it writable, or set DOSSIER_DATA_DIR to another folder."


def test_reading_makes_no_folder(place: Path) -> None:
    settings = rag.Settings(data_dir=place / "nothing")
    with rag.open(settings, embedder=EMBEDDER) as dossier:
        assert dossier.documents() == []
    assert not settings.data_dir.exists()
