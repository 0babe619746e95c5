"""The file of an embedded Chroma: what is damaged is told, and room is given back."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import rag
from rag.library.failures import DamagedLibraryError
from rag.library.store.chroma import open_store
from rag.library.store.database import (
    check_database,
    create_database,
    inspect_database,
    shrink,
)
from tests.rag.library.libraries import check_whole, indexed, written

DOCUMENTS = [
    indexed(f"D{n}", " ".join(f"Finding {n}{m} concerns berth {m * 77}." for m in range(40)))
    for n in range(12)
]


def file_of(settings: rag.Settings) -> Path:
    return settings.data_dir / "chroma" / "chroma.sqlite3"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a library, to be copied."""
    folder = tmp_path_factory.mktemp("original")
    written(rag.Settings(data_dir=folder), *DOCUMENTS)
    return folder


@pytest.fixture
def file(settings: rag.Settings, original: Path) -> Path:
    """The database of a library."""
    shutil.copytree(original, settings.data_dir)
    return file_of(settings)


def nothing(path: Path) -> None:
    pass


def lose(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut_the_header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:99])


def garble_the_header(path: Path) -> None:
    path.write_bytes(b"no database" + path.read_bytes()[11:])


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_a_byte(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def garble_the_pages(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:4096] + bytes(255 - byte for byte in data[4096:]))


@pytest.mark.parametrize("change", [nothing, lose, empty])
def test_a_database_that_is_well_or_not_there(
    settings: rag.Settings, file: Path, change: Callable[[Path], None]
) -> None:
    change(file)
    check_database(settings)
    assert inspect_database(settings) == ""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (cut_the_header, "its database is not one"),
        (garble_the_header, "its database is not one"),
        (halve, "a part of its database is missing"),
        (cut_a_byte, "a part of its database is missing"),
    ],
)
def test_damage_that_is_seen_at_a_glance(
    settings: rag.Settings, file: Path, change: Callable[[Path], None], reason: str
) -> None:
    change(file)
    with pytest.raises(DamagedLibraryError, match=reason) as damaged:
        check_database(settings)
    assert damaged.value.message.startswith(f"The library in {settings.data_dir} is damaged")
    server = settings.model_copy(update={"chroma_url": "http://localhost:8000"})
    check_database(server)


def test_damage_that_is_seen_when_all_is_read(settings: rag.Settings, file: Path) -> None:
    garble_the_pages(file)
    check_database(settings)
    assert inspect_database(settings)
    server = settings.model_copy(update={"chroma_url": "http://localhost:8000"})
    assert inspect_database(server) == ""


def test_a_database_whose_pages_are_few_or_large(settings: rag.Settings) -> None:
    file_of(settings).parent.mkdir(parents=True)
    for size in (512, 65_536):
        file_of(settings).unlink(missing_ok=True)
        with closing(sqlite3.connect(file_of(settings))) as database:
            database.executescript(f"PRAGMA page_size = {size}; CREATE TABLE a (b);")
        check_database(settings)
        cut_a_byte(file_of(settings))
        with pytest.raises(DamagedLibraryError, match="a part of its database is missing"):
            check_database(settings)


def test_one_that_is_made_can_be_made_smaller(settings: rag.Settings) -> None:
    path = file_of(settings)
    path.parent.mkdir(parents=True)
    create_database(path.parent)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA auto_vacuum").fetchone() == (2,)
    content = path.read_bytes()
    create_database(path.parent)
    assert path.read_bytes() == content
    check_database(settings)
    assert open_store(settings, "write") is not None


def test_one_that_is_there_is_left_as_it_is(settings: rag.Settings, file: Path) -> None:
    content = file.read_bytes()
    create_database(file.parent)
    assert file.read_bytes() == content


def test_room_is_given_back(settings: rag.Settings, file: Path) -> None:
    before = file.stat().st_size
    writer = written(settings)
    writer.remove([document.entry.record.id for document in DOCUMENTS[1:]])
    writer.finish()
    assert file.stat().st_size < before
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA freelist_count").fetchone() == (0,)
    assert list(check_whole(settings)) == ["/briefings/D0.txt"]


def test_a_database_of_an_earlier_version_is_made_smaller(settings: rag.Settings) -> None:
    path = file_of(settings)
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as database:
        database.executescript("CREATE TABLE a (b); INSERT INTO a VALUES (zeroblob(1000000));")
        database.executescript("DELETE FROM a;")
    before = path.stat().st_size
    assert before > 1_000_000
    shrink(settings)
    assert path.stat().st_size < before // 10
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA auto_vacuum").fetchone() == (2,)


def test_one_that_another_process_reads_is_left_to_the_next_sync(
    settings: rag.Settings, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(path: Path) -> sqlite3.Connection:
        return connected(path, timeout=0)

    connected = sqlite3.connect
    with closing(sqlite3.connect(file)) as reader:
        reader.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr(sqlite3, "connect", connect)
        shrink(settings)
        monkeypatch.undo()
    assert len(check_whole(settings)) == 12


def test_nothing_is_made_smaller_where_nothing_is(settings: rag.Settings) -> None:
    shrink(settings)
    shrink(settings.model_copy(update={"chroma_url": "http://localhost:8000"}))
    assert not settings.data_dir.exists()
