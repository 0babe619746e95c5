"""The form in which title and date are set: a real library, without a page or a server."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import gradio as gr
import pytest
from starlette.requests import Request

import rag
from rag.dossier import Dossier
from rag.library import one_writer
from rag.testing.embedder import FakeEmbedder
from tests.rag.library.libraries import indexed, written
from ui.service.access import AccessPolicy
from ui.service.documents import Ticks
from ui.web.library.editing import EditHandlers
from ui.web.library.layout import EditForm, library_tab

UNCHANGED = {"__type__": "update"}
PORT = indexed("port", "Grain went to Egypt.", date(2026, 3, 4))
KEY = PORT.entry.record.id


@dataclass(frozen=True)
class Shown:
    """A library of one document and the form; `own` is a request of whoever may edit."""

    dossier: Dossier
    form: EditForm
    handlers: EditHandlers
    own: gr.Request
    other: gr.Request

    @property
    def record(self) -> rag.DocumentRecord:
        return self.dossier.record(KEY)


def request(**headers: str) -> gr.Request:
    named = {"host": "localhost", **headers}
    raw = [(name.encode(), value.encode()) for name, value in named.items()]
    return gr.Request(Request({"type": "http", "headers": raw}))


@pytest.fixture(scope="module")
def form() -> EditForm:
    with gr.Blocks():
        return library_tab().editing


@pytest.fixture
def shown(settings: rag.Settings, form: EditForm) -> Iterator[Shown]:
    written(settings, PORT)
    policy = AccessPolicy(settings, ("127.0.0.1", 1))
    own = request(cookie=f"{policy.cookie}={policy.token}")
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        yield Shown(dossier, form, EditHandlers(dossier, policy, form), own, request())


def test_the_form_opens_with_what_is_known(shown: Shown) -> None:
    values = shown.handlers.open(Ticks(1, (KEY,)), shown.own)
    form = shown.form
    assert values[form.form].visible is True
    assert (values[form.title], values[form.day]) == ("The port report", "2026-03-04")
    assert values[form.document] == KEY
    assert values[form.clear].visible is False


@pytest.mark.parametrize("documents", [(), (KEY, "d2")])
def test_it_opens_for_one_document_only(shown: Shown, documents: tuple[str, ...]) -> None:
    assert shown.handlers.open(Ticks(1, documents), shown.own) == UNCHANGED


def test_whoever_may_only_read_sets_nothing(shown: Shown) -> None:
    before = shown.record
    assert shown.handlers.open(Ticks(1, (KEY,)), shown.other) == UNCHANGED
    for values in (
        shown.handlers.save("A", "", KEY, 0, shown.other),
        shown.handlers.clear(KEY, 0, shown.other),
    ):
        assert "You can read documents here." in values[shown.form.problem]
        assert shown.form.saved not in values
    assert shown.record == before


def test_what_is_saved_is_set_by_hand_and_can_be_taken_back(shown: Shown) -> None:
    form = shown.form
    values = shown.handlers.save("Grain", "", KEY, 4, shown.own)
    assert values[form.form].visible is False
    assert values[form.saved] == 5
    assert (shown.record.title, shown.record.published) == ("Grain", None)
    opened = shown.handlers.open(Ticks(2, (KEY,)), shown.own)
    assert (opened[form.title], opened[form.day]) == ("Grain", "")
    assert opened[form.clear].visible is True
    assert shown.handlers.clear(KEY, 5, shown.own)[form.saved] == 6
    assert shown.record.title_and_date == PORT.entry.record.title_and_date


@pytest.mark.parametrize(
    ("title", "day", "key", "problem"),
    [
        ("A", "4 March", KEY, "is not a date"),
        (" ", "2026-03-04", KEY, "The title is empty."),
        ("A", "", "gone", "There is no document"),
    ],
)
def test_what_cannot_be_set_stays_in_the_form_with_the_reason(
    shown: Shown, title: str, day: str, key: str, problem: str
) -> None:
    values = shown.handlers.save(title, day, key, 0, shown.own)
    assert list(values) == [shown.form.problem]
    assert problem in values[shown.form.problem]


def test_a_document_that_is_gone_says_so(shown: Shown) -> None:
    values = shown.handlers.open(Ticks(1, ("gone",)), shown.own)
    assert "There is no document" in values[shown.form.problem]


def test_while_a_sync_runs_it_says_so(shown: Shown) -> None:
    with one_writer(shown.dossier.settings, wait=False):
        values = shown.handlers.save("A", "", KEY, 0, shown.own)
    assert "The library is being changed by another job." in values[shown.form.problem]


def test_it_is_cancelled(shown: Shown) -> None:
    values = shown.handlers.cancel()
    assert values[shown.form.form].visible is False
