"""A reader sees what is there now, keeps no stale view, and refuses vectors of another model."""

import shutil
import threading
from collections.abc import Callable

import pytest

import rag
from rag.errors import LibraryMismatchError
from rag.library import Library, View
from rag.library.failures import LexicalError, VectorsError
from rag.library.view import LibraryChanged
from rag.testing.embedder import FakeEmbedder
from rag.types import Filters
from tests.rag.library.libraries import indexed, written

RAIN = indexed("Rain", "Rain fell in Ostrava.")
SNOW = indexed("Snow", "Snow fell in Brno.")


@pytest.fixture
def library(settings: rag.Settings) -> Library:
    return Library(settings, FakeEmbedder.fingerprint)


def titles(view: View) -> list[str]:
    return [record.title for record in view.records()]


def words(view: View) -> set[str]:
    return set(view.words({"fell": 1.0}, 9, Filters()))


def test_nothing_is_read_before_the_first_sync(settings: rag.Settings, library: Library) -> None:
    assert library.read(titles) is None
    assert not settings.data_dir.exists()
    written(settings, RAIN)
    assert library.read(titles) == ["The Rain report"]


def test_a_change_is_seen_at_the_next_query(settings: rag.Settings, library: Library) -> None:
    written(settings, RAIN)
    assert library.read(words) == {RAIN.passages[0].id}
    written(settings, SNOW)
    assert library.read(titles) == ["The Rain report", "The Snow report"]

    def current(view: View) -> set[str]:
        return set(view.current(words(view)))

    assert library.read(current) == {RAIN.passages[0].id, SNOW.passages[0].id}


def test_a_query_that_meets_a_change_is_asked_again(
    settings: rag.Settings, library: Library
) -> None:
    written(settings, RAIN)
    strict: list[bool] = []

    def query(view: View) -> str:
        strict.append(view.strict)
        if len(strict) == 1:
            raise LibraryChanged
        return view.generation

    assert library.read(query)
    assert strict == [True, True]


def test_a_library_that_keeps_changing_is_read_leniently_at_last(
    settings: rag.Settings, library: Library
) -> None:
    written(settings, RAIN)
    strict: list[bool] = []

    def query(view: View) -> bool:
        strict.append(view.strict)
        if view.strict:
            raise LibraryChanged
        return True

    assert library.read(query)
    assert strict == [True, True, True, False]


def test_a_search_of_words_that_fails_is_asked_once_more_then_without_words(
    settings: rag.Settings, library: Library
) -> None:
    written(settings, RAIN)
    with_words: list[bool] = []

    def query(view: View) -> bool:
        with_words.append(view.lexical is not None)
        if view.lexical is not None:
            raise LexicalError("broken")
        return True

    assert library.read(query)
    assert with_words == [True, True, False]
    assert library.read(words) == {RAIN.passages[0].id}


def test_a_search_of_vectors_that_fails_is_asked_once_more_then_of_those_in_chroma(
    settings: rag.Settings, library: Library
) -> None:
    written(settings, RAIN)
    on_disk: list[bool] = []

    def query(view: View) -> dict[str, float]:
        on_disk.append(view.vectors.is_on_disk)
        if view.vectors.is_on_disk:
            raise VectorsError("broken")
        return view.dense(RAIN.vectors[0], 9, Filters())

    assert list(library.read(query) or {}) == [RAIN.passages[0].id]
    assert on_disk == [True, True, False]


def test_a_change_of_what_is_read_is_met_by_the_next_read(
    settings: rag.Settings, library: Library
) -> None:
    """Each reading begins with the library's state, whoever has written and when."""
    writer = written(settings, RAIN)
    generations = {library.read(lambda view: view.generation)}
    for document in (SNOW, indexed("Rain", "No rain fell."), indexed("Snow", "No snow fell.")):
        writer.put([document])
        assert document.entry.record in (library.read(View.records) or [])
        generations.add(library.read(lambda view: view.generation))
    assert len(generations) == 4


def test_an_unchanged_library_keeps_its_view(settings: rag.Settings, library: Library) -> None:
    written(settings, RAIN)
    first = library.read(lambda view: view.known)
    assert library.read(lambda view: view.known) is first
    written(settings, RAIN)
    assert library.read(lambda view: view.known) is not first


def test_another_model_s_vectors_are_refused(settings: rag.Settings) -> None:
    written(settings, RAIN)
    with pytest.raises(LibraryMismatchError) as mismatch:
        Library(settings, "other@123").warm_up()
    assert mismatch.value.message == (
        f"The library in {settings.data_dir} was made with the embedding model "
        "fake-hashed-words-256, but the settings name other@123."
    )
    assert mismatch.value.remedy == (
        "Set DOSSIER_EMBEDDING_MODEL to 'fake-hashed-words-256', or embed it anew with "
        "`dossier embed`."
    )


def test_an_error_is_raised_once_and_the_library_opened_again(
    settings: rag.Settings, library: Library
) -> None:
    written(settings, RAIN)

    def broken(view: View) -> None:
        raise RuntimeError("no")

    with pytest.raises(rag.LibraryError, match="RuntimeError: no"):
        library.read(broken)
    assert library.read(titles) == ["The Rain report"]


def test_a_document_and_one_whose_version_is_gone(settings: rag.Settings, library: Library) -> None:
    written(settings, RAIN)
    document = library.document(RAIN.entry.record)
    assert document is not None
    assert document.text == "Rain fell in Ostrava."
    written(settings, indexed("Rain", "No rain fell."))
    library.close()
    assert library.document(RAIN.entry.record) is None


def test_a_closed_library_opens_itself_again(settings: rag.Settings, library: Library) -> None:
    written(settings, RAIN)
    library.warm_up()
    library.close()
    assert library.read(titles) == ["The Rain report"]


def test_a_folder_that_is_deleted_and_made_again(settings: rag.Settings, library: Library) -> None:
    written(settings, RAIN)
    assert library.read(titles) == ["The Rain report"]
    shutil.rmtree(settings.data_dir)
    assert library.read(titles) is None
    written(settings, SNOW)
    assert library.read(titles) == ["The Snow report"]


def test_many_threads_share_one_view(settings: rag.Settings, library: Library) -> None:
    written(settings, RAIN)
    stores: list[int] = []
    together = threading.Barrier(8)

    def ask(query: Callable[[View], int]) -> None:
        together.wait(20)
        stores.append(library.read(query) or 0)

    threads = [threading.Thread(target=ask, args=(lambda view: id(view.store),)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(stores) == 8
    assert len(set(stores)) == 1
