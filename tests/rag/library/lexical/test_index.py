"""The lexical index follows the library, ranks by BM25, and is rebuilt where it has to be."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import rag
from rag.library import IndexedDocument, register
from rag.library.contents import Version, packed
from rag.library.derived import Change
from rag.library.lexical.index import LexicalIndex, lexical_folder
from rag.library.register import State, read_state
from rag.library.store.chroma import open_store
from rag.types import Filters
from tests.rag.library.libraries import indexed, opened, written

RAIN = indexed("Rain", "Rain fell in Ostrava. The river rose.", date(2026, 3, 1))
SNOW = indexed("Snow", "Snow fell in Brno. The snow melted.", date(2026, 4, 1))
NONE = Filters()


def version_of(document: IndexedDocument) -> Version:
    return packed(document).version


@pytest.fixture
def index(settings: rag.Settings) -> LexicalIndex:
    """An index of two documents, in the generation "g1"."""
    index = LexicalIndex(lexical_folder(settings))
    store = open_store(settings, "write")
    assert store is not None
    register.write(store, State("g0", "fake"))
    index.rebuild(store)
    index.follow(Change("g0", "g1", [], [version_of(RAIN), version_of(SNOW)]))
    assert index.reflects("g1")
    return index


def test_the_passage_with_the_rarest_words_comes_first(index: LexicalIndex) -> None:
    found = index.search({"fell": 1.0, "brno": 1.0}, 9, NONE)
    assert list(found) == [SNOW.passages[0].id, RAIN.passages[0].id]
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert list(index.search({"fell": 1.0}, 1, NONE)) in (
        [RAIN.passages[0].id],
        [SNOW.passages[0].id],
    )


def test_a_weight_decides_what_a_word_counts(index: LexicalIndex) -> None:
    search = {"ostrava": 1.0, "brno": 1.0}
    for place, passage in (("ostrava", RAIN.passages[0].id), ("brno", SNOW.passages[0].id)):
        assert next(iter(index.search({**search, place: 3.0}, 9, NONE))) == passage


def test_words_of_the_title_count_less_than_those_of_the_text(index: LexicalIndex) -> None:
    found = index.search({"rain": 1.0}, 9, NONE)
    assert list(found) == [RAIN.passages[0].id, RAIN.passages[1].id]
    assert found[RAIN.passages[0].id] > 2 * found[RAIN.passages[1].id]


def test_no_word_and_no_match_find_nothing(index: LexicalIndex) -> None:
    assert index.search({}, 9, NONE) == {}
    assert index.search({"absent": 1.0}, 9, NONE) == {}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(since=date(2026, 4, 1)), {SNOW.passages[0].id}),
        (Filters(until=date(2026, 3, 31)), {RAIN.passages[0].id}),
        (Filters(documents=(SNOW.entry.record.id, "none")), {SNOW.passages[0].id}),
        (Filters(documents=("none",)), set()),
        (Filters(documents=("\ud800",)), set()),
    ],
)
def test_filters(index: LexicalIndex, filters: Filters, found: set[str]) -> None:
    assert set(index.search({"fell": 1.0}, 9, filters)) == found


def test_rarity(index: LexicalIndex) -> None:
    rarity = index.rarity(["fell", "brno", "absent"])
    assert rarity == {
        "fell": pytest.approx(0.6931, abs=1e-4),
        "brno": pytest.approx(1.2040, abs=1e-4),
        "absent": pytest.approx(2.3026, abs=1e-4),
    }


def test_versions(index: LexicalIndex) -> None:
    assert index.versions() == {RAIN.entry.record.version: 2, SNOW.entry.record.version: 2}


def test_a_change_is_followed(index: LexicalIndex) -> None:
    version = RAIN.entry.record.version
    hail = indexed("Rain", "Hail fell in Olomouc.")
    later = hail.entry.record.version
    passages = tuple(replace(passage, section="Weather") for passage in hail.passages)
    added = [replace(version_of(hail), passages=passages)]
    index.follow(Change("g1", "g2", [version, later], added))
    assert index.generation == "g2"
    assert not index.reflects("g1")
    assert index.reflects("g2")
    assert index.versions() == {later: 1, SNOW.entry.record.version: 2}
    assert list(index.search({"weather": 1.0}, 9, NONE)) == [f"{later}-0"]


def test_a_change_of_another_generation_is_left_to_catching_up(index: LexicalIndex) -> None:
    index.follow(Change("g7", "g8", [RAIN.entry.record.version], []))
    assert index.generation == "g1"
    assert RAIN.entry.record.version in index.versions()


def test_a_distrusted_index_reflects_nothing(index: LexicalIndex) -> None:
    index.distrust()
    assert index.damage() == "a search of it failed"
    assert not index.reflects("g1")


@pytest.mark.parametrize("lose", ["nothing", "generation", "files", "everything"])
def test_it_catches_up_with_the_library(settings: rag.Settings, lose: str) -> None:
    written(settings, RAIN, SNOW)
    folder = lexical_folder(settings)
    if lose == "generation":
        (folder / "generation-2").unlink()
    elif lose == "files":
        shutil.rmtree(folder / "tantivy-2")
    elif lose == "everything":
        shutil.rmtree(folder)
    index = LexicalIndex(folder)
    store = opened(settings)
    state = read_state(store)
    assert state is not None
    assert index.reflects(state.generation) == (lose == "nothing")
    index.catch_up(store, wait=False)
    assert index.reflects(state.generation)
    assert index.versions() == {RAIN.entry.record.version: 2, SNOW.entry.record.version: 2}


def test_it_is_rebuilt(settings: rag.Settings) -> None:
    written(settings, RAIN)
    index = LexicalIndex(lexical_folder(settings))
    index.distrust()
    index.rebuild(opened(settings))
    assert index.damage() == ""
    assert index.versions() == {RAIN.entry.record.version: 2}


def test_a_library_on_a_server_has_a_folder_of_its_own(settings: rag.Settings) -> None:
    def folder(url: str | None) -> str:
        return lexical_folder(settings.model_copy(update={"chroma_url": url})).name

    assert folder(None) == "lexical"
    assert folder("http://one:8000") != folder("http://two:8000")
    assert folder("http://anna:hush@one:8000") == folder("http://one:8000/")


def test_words_count_as_if_what_was_replaced_had_never_been_there(
    settings: rag.Settings, tmp_path: Path
) -> None:
    fresh = settings.model_copy(update={"data_dir": tmp_path / "fresh"})
    written(fresh, indexed("Arrow", "Rain fell."), indexed("Birch", "Snow fell in Brno."))
    written(settings, indexed("Arrow", "Rain. Rain again. More rain."), indexed("Cedar", "Rain."))
    arrow, birch = indexed("Arrow", "Rain fell."), indexed("Birch", "Snow fell in Brno.")
    writer = written(settings, arrow, birch)
    writer.remove([indexed("Cedar", "Rain.").entry.record.id])
    writer.finish()
    scores = []
    for each in (settings, fresh):
        index = LexicalIndex(lexical_folder(each))
        generation = register.read_state(opened(each))
        assert generation is not None
        assert index.reflects(generation.generation)
        scores.append(index.search({"rain": 1.0, "snow": 1.0}, 10, Filters()))
    assert scores[0] == pytest.approx(scores[1])
