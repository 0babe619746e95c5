"""What may be asked of a library as one generation had it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import rag
from rag.library import IndexedDocument, View
from rag.library.lexical.index import LexicalIndex, lexical_folder
from rag.library.register import read_state
from rag.library.view import LibraryChanged, passage_from
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
    index = LexicalIndex(lexical_folder(settings))
    assert index.reflects(state.generation)
    return View(store, index, state.generation, strict=True)


def ids(document: IndexedDocument) -> list[str]:
    return [passage.id for passage in document.passages]


def only(document: IndexedDocument) -> Filters:
    return Filters(documents=(document.entry.record.id,))


def vector(text: str) -> Any:
    return FakeEmbedder().embed([text])[0]


def test_the_nearest_passages_come_first(view: View) -> None:
    found = view.dense(vector("Snow fell in Brno."), 3, NONE)
    assert next(iter(found)) == ids(SNOW)[0]
    assert found[ids(SNOW)[0]] == pytest.approx(1.0, abs=1e-5)
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
    assert cosines.passage == pytest.approx(1.0, abs=1e-5)
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


def test_what_is_gone_ends_a_strict_view(view: View) -> None:
    gone = f"{RAIN.entry.record.id}-000000000000-0"
    with pytest.raises(LibraryChanged):
        view.passages([ids(RAIN)[0], gone])
    with pytest.raises(LibraryChanged):
        view.cosines(vector("rain"), [gone])
    lenient = replace(view, strict=False)
    assert list(lenient.passages([ids(RAIN)[0], gone])) == ids(RAIN)[:1]
    assert lenient.cosines(vector("rain"), [gone]) == {}
    assert lenient.current([gone]) == {}


def test_a_new_generation_ends_a_strict_view(settings: rag.Settings) -> None:
    view = view_of(settings)
    written(settings, indexed("Rain", "No rain fell in Ostrava."))
    with pytest.raises(LibraryChanged):
        view.current(ids(SNOW))
    lenient = replace(view, strict=False)
    assert list(lenient.current([*ids(SNOW), *ids(RAIN)])) == ids(SNOW)


ROW: dict[str, object] = {
    "document_id": "abc",
    "start": 3,
    "end": 24,
    "section": "Gates",
    "page": 2,
    "sentences": "3-10 11-24",
}


def test_a_passage_from_its_record() -> None:
    passage = passage_from("abc-0-0", "The dam lost 3 gates.", ROW)
    assert (passage.start, passage.end, passage.section, passage.page) == (3, 24, "Gates", 2)
    assert passage.sentences == ((3, 10), (11, 24))
    bare = passage_from("abc-0-0", "", {**ROW, "section": "", "page": 0, "sentences": ""})
    assert (bare.section, bare.page, bare.sentences) == (None, None, ())


@pytest.mark.parametrize(
    "change", [{"start": "x"}, {"sentences": "3"}, {"sentences": "3-4-5"}, {"page": ""}]
)
def test_a_record_that_is_no_passage_s(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        passage_from("abc-0-0", "", {**ROW, **change})
    with pytest.raises(KeyError):
        passage_from("abc-0-0", "", {})
