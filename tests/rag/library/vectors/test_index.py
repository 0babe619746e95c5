"""The vector index finds what comparing with all finds, follows the library, and is rebuilt."""

import math
import os
import shutil
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

import rag
from rag.library import IndexedDocument, LibraryWriter, PassageCosines, register
from rag.library.contents import Version, packed
from rag.library.derived import Change
from rag.library.failures import VectorsError
from rag.library.register import State
from rag.library.store.chroma import open_store
from rag.library.vectors.cosines import StoredVectors, passage_cosines
from rag.library.vectors.index import VectorIndex, vectors_folder
from rag.testing.embedder import FakeEmbedder
from rag.types import Filters
from tests.rag.library.libraries import opened
from tests.rag.library.vectors.versions import RandomVersions, nearest

NONE = Filters()
START = date(2026, 1, 1)
FILTERS = [
    NONE,
    Filters(since=START + timedelta(days=10)),
    Filters(until=START + timedelta(days=20)),
    Filters(since=START + timedelta(days=5), until=START + timedelta(days=15)),
    Filters(since=START + timedelta(days=1000)),
]


class Followed:
    """An index that follows changes, and what it must hold."""

    def __init__(self, settings: rag.Settings) -> None:
        store = open_store(settings, "write")
        assert store is not None
        register.write(store, State("g0", "fake"))
        self.folder = vectors_folder(settings)
        self.index = VectorIndex(self.folder)
        self.index.catch_up(store, wait=True)
        self.versions: dict[str, Version] = {}
        self.generation = "g0"

    def change(self, *added: Version, removed: tuple[str, ...] = ()) -> None:
        """Put versions, each in the place of its document's, and remove documents."""
        gone = [self.versions.pop(key).record.version for key in removed]
        for version in added:
            before = self.versions.get(version.record.id)
            gone += [before.record.version] if before else []
            gone.append(version.record.version)
            self.versions[version.record.id] = version
        after = f"g{int(self.generation[1:]) + 1}"
        self.index.follow(Change(self.generation, after, gone, added))
        self.generation = after

    def files(self) -> list[Path]:
        return sorted(self.folder.glob("*.vectors"))

    def check(self, random: RandomVersions) -> None:
        """Compare searches with what they must find."""
        assert self.index.reflects(self.generation)
        held = [version.vectors for version in self.versions.values()]
        some = tuple(list(self.versions)[::3])
        for filters in (*FILTERS, Filters(documents=(*some, "none")), Filters(documents=("none",))):
            question = random.question()
            found = self.index.opened.search(question, 7, filters)
            expected = nearest(question, held, 7, filters)
            assert list(found) == list(expected)
            assert found == pytest.approx(expected, abs=1e-5)


@pytest.fixture
def followed(settings: rag.Settings) -> Followed:
    return Followed(settings)


def test_an_empty_index_finds_nothing(followed: Followed) -> None:
    assert followed.index.reflects("g0")
    assert followed.index.opened.search(RandomVersions().question(), 5, NONE) == {}
    assert followed.index.versions() == {}


@pytest.mark.parametrize("seed", range(3))
def test_a_search_finds_what_comparing_with_all_finds(followed: Followed, seed: int) -> None:
    random = RandomVersions(seed)
    for step in range(40):
        names = [f"D{random.number(25)}" for _ in range(1 + random.number(3))]
        added = [
            random.version(
                name,
                1 + random.number(9),
                START + timedelta(days=random.number(30)) if random.number(4) else None,
            )
            for name in dict.fromkeys(names)
        ]
        if step % 4 == 3:
            followed.change(removed=(random.choice(followed.versions),))
        else:
            followed.change(*added)
        if step % 5 == 4:
            followed.check(random)
    expected = {v.record.version: v.record.passages for v in followed.versions.values()}
    assert followed.index.versions() == expected


def test_the_number_of_files_grows_as_the_logarithm_of_that_of_passages(
    followed: Followed,
) -> None:
    random = RandomVersions()
    most = 0
    for n in range(100):
        followed.change(random.version(f"D{n}", 3))
        most = max(most, len(followed.files()))
    assert most <= math.log2(300) + 1
    for n in range(100):
        followed.change(random.version(f"D{n}", 1 + n % 5))
        assert len(followed.files()) <= math.log2(500) + 1
    size = sum(path.stat().st_size for path in followed.files())
    held = sum(v.vectors.rows.size + 4 * v.record.passages for v in followed.versions.values())
    assert held <= size <= 2 * held + 1_000  # no more than half is obsolete
    followed.check(random)


def test_all_is_removed(followed: Followed) -> None:
    random = RandomVersions()
    followed.change(*(random.version(f"D{n}", 3) for n in range(5)))
    followed.change(removed=tuple(followed.versions))
    assert followed.files() == []
    followed.check(random)
    followed.change(random.version("D0", 2))
    followed.check(random)


def test_a_version_that_is_written_again(followed: Followed) -> None:
    random = RandomVersions()
    version = random.version("D0", 3)
    followed.change(version, random.version("D1", 9))
    followed.change(version)
    assert followed.index.versions()[version.record.version] == 3
    followed.check(random)


def test_cosines_are_those_of_what_is_kept(followed: Followed) -> None:
    random = RandomVersions()
    followed.change(*(random.version(f"D{n}", 4) for n in range(3)))
    assert followed.index.reflects(followed.generation)
    version = list(followed.versions.values())[1]
    rows, counts = version.vectors.rows, version.vectors.sentences
    first = 1 + 4 + sum(counts[:2])
    stored = StoredVectors(rows[0], rows[1 + 2], rows[first : first + counts[2]])
    question = random.question()
    passage = f"{version.record.version}-2"
    beyond = f"{version.record.version}-4"
    found = followed.index.opened.cosines(question, [passage, "gone-0-0", beyond, "none"])
    (expected,) = passage_cosines(question, [stored])
    assert found == {passage: expected}
    assert len(expected.sentences) == counts[2]
    kept = followed.index.opened.rows(version.record.version)
    assert kept is not None
    assert (kept[0], kept[1].tolist()) == (counts, rows.tolist())
    assert followed.index.opened.rows("gone-0") is None


def test_a_change_of_another_generation_is_left_to_catching_up(followed: Followed) -> None:
    random = RandomVersions()
    followed.change(random.version("D0", 2))
    before = followed.index.versions()
    followed.index.follow(Change("g7", "g8", list(before), [random.version("D1", 2)]))
    assert followed.index.versions() == before
    assert not followed.index.reflects("g8")
    assert followed.index.reflects("g1")


def test_a_reader_whose_files_are_merged_away_goes_on(followed: Followed) -> None:
    random = RandomVersions()
    followed.change(random.version("D0", 2))
    reader = VectorIndex(followed.folder)
    assert reader.reflects("g1")
    view, files, question = reader.opened, followed.files(), random.question()
    version = next(iter(followed.versions.values())).record.version
    ids = [f"{version}-0", f"{version}-1"]
    found, cosines = view.search(question, 5, NONE), view.cosines(question, ids)
    followed.change(random.version("D1", 4))
    assert not any(path.exists() for path in files)
    assert view.search(question, 5, NONE) == found
    assert view.cosines(question, ids) == cosines
    assert not reader.reflects("g1")
    assert reader.reflects("g2")
    assert len(reader.opened.search(question, 9, NONE)) == 6


def test_the_files_left_by_a_writer_that_died_are_deleted(followed: Followed) -> None:
    random = RandomVersions()
    followed.change(random.version("D0", 2))
    left = followed.folder / "0123.vectors"
    left.write_bytes(b"half of a")
    assert followed.index.damage() == ""
    followed.change(random.version("D1", 2))
    assert not left.exists()
    followed.check(random)


# A library in Chroma, and an index of it.

RANDOM = RandomVersions()
DOCUMENTS = [RANDOM.document(f"D{n}", n + 1, START + timedelta(days=n)) for n in range(4)]
VECTORS = [packed(document).version.vectors for document in DOCUMENTS]
VERSIONS = {document.entry.record.version: len(document.passages) for document in DOCUMENTS}
QUESTION = RANDOM.question()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a library of two commits, whose index has two files, to be copied."""
    folder = tmp_path_factory.mktemp("original")
    writer = LibraryWriter(rag.Settings(data_dir=folder), FakeEmbedder.fingerprint)
    writer.put(DOCUMENTS[1:])
    writer.put(DOCUMENTS[:1])
    writer.finish()
    return folder


@pytest.fixture
def writer(settings: rag.Settings, original: Path) -> LibraryWriter:
    """The writer of such a library."""
    shutil.copytree(original, settings.data_dir)
    return LibraryWriter(settings, FakeEmbedder.fingerprint)


def generation(settings: rag.Settings) -> str:
    state = register.read_state(opened(settings))
    assert state is not None
    return state.generation


def of(settings: rag.Settings) -> VectorIndex:
    return VectorIndex(vectors_folder(settings))


def finds_all(index: VectorIndex, settings: rag.Settings) -> bool:
    assert index.reflects(generation(settings))
    expected = nearest(QUESTION, VECTORS, 20, NONE)
    return list(index.opened.search(QUESTION, 20, NONE)) == list(expected)


def cosines(index: VectorIndex) -> Mapping[str, PassageCosines]:
    """Those of all passages, for which every file is read."""
    ids = [passage.id for document in DOCUMENTS for passage in document.passages]
    return index.opened.cosines(QUESTION, ids)


def test_the_writer_s_index_is_that_of_the_library(
    settings: rag.Settings, writer: LibraryWriter
) -> None:
    index = of(settings)
    assert (index.exists, index.damage(), index.is_read_only) == (True, "", False)
    assert index.versions() == VERSIONS
    assert finds_all(index, settings)
    assert len(cosines(index)) == 10


def lose_all(folder: Path) -> None:
    shutil.rmtree(folder)


def lose_the_catalogue(folder: Path) -> None:
    (folder / "catalogue-1.json").unlink()


def empty_the_catalogue(folder: Path) -> None:
    (folder / "catalogue-1.json").write_bytes(b"")


def garble_the_catalogue(folder: Path) -> None:
    path = folder / "catalogue-1.json"
    garble(path)


def lose_a_file(folder: Path) -> None:
    smallest(folder).unlink()


def empty_a_file(folder: Path) -> None:
    smallest(folder).write_bytes(b"")


def halve_a_file(folder: Path) -> None:
    path = smallest(folder)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def garble_a_file(folder: Path) -> None:
    garble(smallest(folder))


def smallest(folder: Path) -> Path:
    return min(folder.glob("*.vectors"), key=lambda path: path.stat().st_size)


def garble(path: Path) -> None:
    """Other content of the same length, and a new time of modification."""
    status = path.stat()
    path.write_bytes(bytes(byte ^ 0x55 for byte in path.read_bytes()))
    os.utime(path, ns=(status.st_mtime_ns, status.st_mtime_ns + 1_000_000))


DAMAGES = [
    lose_all,
    lose_the_catalogue,
    empty_the_catalogue,
    garble_the_catalogue,
    lose_a_file,
    empty_a_file,
    halve_a_file,
    garble_a_file,
]


@pytest.mark.parametrize("break_it", DAMAGES)
@pytest.mark.parametrize("is_open", [False, True])
def test_damage_is_noticed_and_mended(
    settings: rag.Settings,
    writer: LibraryWriter,
    break_it: Callable[[Path], None],
    is_open: bool,
) -> None:
    index = of(settings)
    if is_open:
        assert finds_all(index, settings)
    break_it(vectors_folder(settings))
    assert index.damage()
    assert not index.reflects(generation(settings))
    assert index.damaged_versions == frozenset()
    index.catch_up(opened(settings), wait=False)
    assert index.damage() == ""
    assert finds_all(index, settings)
    assert index.versions() == VERSIONS
    assert len(cosines(index)) == 10


def test_a_file_that_is_cut_short_while_it_is_open(
    settings: rag.Settings, writer: LibraryWriter
) -> None:
    index = of(settings)
    assert finds_all(index, settings)
    for path in vectors_folder(settings).glob("*.vectors"):
        with path.open("r+b") as file:
            file.truncate(10)
    assert len(index.opened.search(QUESTION, 20, NONE)) == 10
    with pytest.raises(VectorsError, match="was cut short"):
        cosines(index)


def test_it_catches_up_with_what_it_has_missed(
    settings: rag.Settings, writer: LibraryWriter
) -> None:
    kept = settings.data_dir / "kept"
    shutil.copytree(vectors_folder(settings), kept)
    later = RANDOM.document("D3", 6)
    writer.put([later, RANDOM.document("D9", 2)])
    writer.remove([DOCUMENTS[0].entry.record.id])
    writer.finish()
    missed = VectorIndex(kept)
    assert not missed.reflects(generation(settings))
    missed.catch_up(opened(settings), wait=True)
    assert missed.reflects(generation(settings))
    assert missed.versions() == of(settings).versions()
    assert missed.versions()[later.entry.record.version] == 6
    index = of(settings)
    assert index.reflects(generation(settings))
    found = missed.opened.search(QUESTION, 20, NONE)
    assert found == index.opened.search(QUESTION, 20, NONE)


def test_catching_up_with_what_it_reflects_writes_nothing(
    settings: rag.Settings, writer: LibraryWriter
) -> None:
    folder = vectors_folder(settings)

    def written_at() -> dict[str, int]:
        return {p.name: p.stat().st_mtime_ns for p in folder.iterdir() if p.name != "lock"}

    before = written_at()
    of(settings).catch_up(opened(settings), wait=True)
    assert written_at() == before


def test_it_is_left_to_another_that_does_the_same(
    settings: rag.Settings, writer: LibraryWriter
) -> None:
    folder = vectors_folder(settings)
    index = of(settings)
    garble_the_catalogue(folder)
    with FileLock(folder / "lock"):
        index.catch_up(opened(settings), wait=False)
        assert index.damage()
    index.catch_up(opened(settings), wait=False)
    assert finds_all(index, settings)


def test_one_that_is_distrusted_is_rebuilt(settings: rag.Settings, writer: LibraryWriter) -> None:
    index = of(settings)
    index.distrust()
    assert index.damage() == "a search of it failed"
    assert not index.reflects(generation(settings))
    index.rebuild(opened(settings))
    assert index.damage() == ""
    assert finds_all(index, settings)
    index.distrust()
    index.catch_up(opened(settings), wait=True)
    assert finds_all(index, settings)


def test_vectors_are_held_in_memory_whatever_is_on_disk(
    settings: rag.Settings, writer: LibraryWriter
) -> None:
    shutil.rmtree(vectors_folder(settings))
    index = of(settings)
    index.hold(opened(settings))
    assert not index.exists
    assert not index.opened.is_on_disk
    assert finds_all(index, settings)
    on_disk = of(settings)
    on_disk.catch_up(opened(settings), wait=True)
    assert cosines(on_disk) == cosines(index)


def test_what_the_files_hold_whatever_the_generation(
    settings: rag.Settings, writer: LibraryWriter
) -> None:
    shutil.rmtree(settings.data_dir / "chroma")
    held = of(settings).on_disk()
    for document in DOCUMENTS:
        kept = held.rows(document.entry.record.version)
        assert kept is not None
        assert kept[1].tolist() == packed(document).version.vectors.rows.tolist()
    garble_a_file(vectors_folder(settings))
    assert of(settings).on_disk().rows(DOCUMENTS[0].entry.record.version) is None


@pytest.mark.parametrize("lost", [DOCUMENTS[2]])
def test_versions_whose_vectors_are_lost_are_named(
    settings: rag.Settings, writer: LibraryWriter, lost: IndexedDocument
) -> None:
    version = lost.entry.record.version
    store = opened(settings)
    store.contents.delete(ids=[f"{version}-vectors-0"])
    index = of(settings)
    assert index.damaged_versions == frozenset()
    index.rebuild(store)
    assert index.damaged_versions == {version}
    assert index.versions() == {v: n for v, n in VERSIONS.items() if v != version}
    LibraryWriter(settings, FakeEmbedder.fingerprint).put([lost])
    assert of(settings).versions() == VERSIONS
    assert of(settings).damaged_versions == frozenset()


def test_a_library_on_a_server_has_a_folder_of_its_own(settings: rag.Settings) -> None:
    def folder(url: str | None) -> str:
        return vectors_folder(settings.model_copy(update={"chroma_url": url})).name

    assert folder(None) == "vectors"
    assert folder("http://one:8000") != folder("http://two:8000")
    assert folder("http://anna:hush@one:8000") == folder("http://one:8000/")
