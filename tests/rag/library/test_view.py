"""What may be asked of a library as one generation had it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import rag
from rag.library import IndexedDocument, View
from rag.library.contents import packed
from rag.library.lexical.index import LexicalIndex, lexical_folder
from rag.library.recent import RecentContents
from rag.library.register import read_state
from rag.library.vectors.index import VectorIndex, vectors_folder
from rag.library.view import KnownRegister, LibraryChanged
from rag.testing.embedder import FakeEmbedder
from rag.types import Filters
from tests.rag.library.libraries import indexed, opened, written

RAIN = indexed("Rain", "Rain fell in Ostrava. The river rose.", date(2026, 3, 1))
SNOW = indexed("Snow", "Snow fell in Brno. The snow melted.", date(2026, 4, 1))
HAIL = indexed("Hail", "Hail fell in Olomouc.")
NONE = Filters()


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    return view_of(rag.Settings(data_dir=tmp_path_factory.mktemp("library")))


def view_of(settings: rag.Settings) -> View:
    written(settings, RAIN, SNOW, HAIL)
    store = opened(settings)
    state = read_state(store)
    assert state is not None
    generation = state.generation
    lexical = LexicalIndex(lexical_folder(settings))
    vectors = VectorIndex(vectors_folder(settings))
    assert lexical.reflects(generation)
    assert vectors.reflects(generation)
    known = KnownRegister(store)
    recent = RecentContents()
    return View(store, lexical, vectors.opened, generation, known, recent, strict=True)


def ids(document: IndexedDocument) -> list[str]:
    return [passage.id for passage in document.passages]


def only(document: IndexedDocument) -> Filters:
    return Filters(documents=(document.entry.record.id,))


def vector(text: str) -> Any:
    return FakeEmbedder().embed_queries([text])[0]


def test_the_nearest_passages_come_first(view: View) -> None:
    found = view.dense(vector("Snow fell in Brno."), 3, NONE)
    assert next(iter(found)) == ids(SNOW)[0]
    assert found[ids(SNOW)[0]] == pytest.approx(1.0, abs=1e-3)
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert len(found) == 3


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        (NONE, [RAIN, SNOW, HAIL]),
        (Filters(since=date(2026, 3, 2)), [SNOW]),
        (Filters(until=date(2026, 3, 31)), [RAIN]),
        (Filters(since=date(2026, 3, 1), until=date(2026, 4, 1)), [RAIN, SNOW]),
        (Filters(since=date(2027, 1, 1)), []),
        (only(HAIL), [HAIL]),
        (replace(only(HAIL), since=date(2026, 1, 1)), []),
        (replace(only(SNOW), since=date(2026, 1, 1)), [SNOW]),
    ],
)
def test_filters(view: View, filters: Filters, documents: list[IndexedDocument]) -> None:
    wanted = {passage for document in documents for passage in ids(document)}
    assert set(view.dense(vector("It fell."), 9, filters)) == wanted
    falling = {ids(document)[0] for document in documents}
    assert set(view.words({"fell": 1.0}, 9, filters)) == falling


def test_words_that_stand_in_few_passages_are_rare(view: View) -> None:
    rarity = view.rarity(["fell", "ostrava", "absent"])
    assert 0 < rarity["fell"] < rarity["ostrava"] < rarity["absent"]


def test_without_the_lexical_index_nothing_is_found_by_words(view: View) -> None:
    without = replace(view, lexical=None)
    assert without.words({"fell": 1.0}, 9, NONE) == {}
    assert without.rarity(["fell", "ostrava"]) == {"fell": 1.0, "ostrava": 1.0}


def test_cosines_of_a_passage_and_its_sentences(view: View) -> None:
    passage = ids(RAIN)[0]
    (cosines,) = view.cosines(vector("Rain fell in Ostrava."), [passage, passage]).values()
    assert cosines.passage == pytest.approx(1.0, abs=1e-3)
    assert list(cosines.sentences) == pytest.approx([1.0], abs=1e-3)
    assert view.cosines(vector("Rain"), []) == {}


def test_passages_and_their_documents(view: View) -> None:
    wanted = [ids(SNOW)[1], ids(RAIN)[0]]
    assert view.passages(wanted) == {
        ids(SNOW)[1]: SNOW.passages[1],
        ids(RAIN)[0]: RAIN.passages[0],
    }
    records = view.current(wanted)
    assert list(records) == wanted
    assert records[wanted[0]] == SNOW.entry.record


def test_the_latest_published_document_comes_first(view: View) -> None:
    assert [record.title for record in view.records()] == [
        "The Snow report",
        "The Rain report",
        "The Hail report",
    ]
    assert view.record(HAIL.entry.record.id) == HAIL.entry.record
    assert view.record("none") is None


def test_what_is_not_there_is_left_out(view: View) -> None:
    gone = f"{RAIN.entry.record.id}-000000000000-0"
    beyond = f"{RAIN.entry.record.version}-2"
    assert list(view.passages([ids(RAIN)[0], gone, beyond])) == ids(RAIN)[:1]
    assert view.cosines(vector("rain"), [gone, beyond]) == {}
    assert view.current([gone]) == {}


def test_a_new_generation_ends_a_strict_view(settings: rag.Settings) -> None:
    view = view_of(settings)
    written(settings, indexed("Rain", "No rain fell in Ostrava."))
    with pytest.raises(LibraryChanged):
        view.current(ids(SNOW))
    lenient = replace(view, strict=False)
    assert list(lenient.current([*ids(SNOW), *ids(RAIN)])) == ids(SNOW)


def test_a_content_that_is_lost_ends_a_strict_view(settings: rag.Settings) -> None:
    view = view_of(settings)
    view.store.contents.delete(ids=list(packed(RAIN).rows))
    with pytest.raises(LibraryChanged):
        view.passages([ids(RAIN)[0], ids(SNOW)[0]])
    lenient = replace(view, strict=False)
    assert list(lenient.passages([ids(RAIN)[0], ids(SNOW)[0]])) == ids(SNOW)[:1]
    assert view.passages_of(RAIN.entry.record) == []
    assert view.document(RAIN.entry.record) is None


def test_a_document_and_all_its_passages(view: View) -> None:
    assert view.document(SNOW.entry.record) == SNOW.document
    assert view.passages_of(SNOW.entry.record) == list(SNOW.passages)
    earlier = replace(SNOW.entry.record, version=f"{SNOW.entry.record.id}-000000000000")
    assert view.document(earlier) is None
    assert view.passages_of(earlier) == []
