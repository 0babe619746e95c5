"""The fields that narrow a question, and their chips."""

from pathlib import Path

import pytest

import rag
from rag.testing.embedder import FakeEmbedder
from tests.ui.web.ask.conftest import Handled
from tests.ui.web.ask.events import event
from ui.web.ask.layout import AskTab
from ui.web.ask.scope import ScopeHandlers


def test_the_chips_follow_the_fields(handled: Handled) -> None:
    assert "Searching all documents." in handled.scope.chips("", None, [])
    assert "from 1 January 2025" in handled.scope.chips("2025-01-01", "", None)
    (varna,) = [r for r in handled.dossier.documents() if r.title == "The port of Varna"]
    assert "The port of Varna" in handled.scope.chips("", "", [varna.id, "gone"])


def test_a_field_that_cannot_be_read_is_explained(handled: Handled) -> None:
    chips = handled.scope.chips("2025-02-01", "2025-01-01", None)
    assert 'role="alert"' in chips
    assert "1 February 2025" in chips


def test_the_documents_can_be_chosen_with_their_dates(handled: Handled) -> None:
    choices = handled.scope.choices().choices
    assert "The port of Varna (8 March 2025)" in [label for label, _ in choices]
    assert {key for _, key in choices} == {r.id for r in handled.dossier.documents()}


def test_of_a_library_that_cannot_be_read_nothing_can_be_chosen(
    tab: AskTab, tmp_path: Path
) -> None:
    settings = rag.Settings(data_dir=tmp_path / "none", chroma_url="http://127.0.0.1:9")
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        with pytest.raises(rag.LibraryError):
            dossier.documents()
        assert ScopeHandlers(dossier, tab.scope).choices().choices == []


@pytest.mark.parametrize(
    ("chip", "left"),
    [
        ("since", ("", "2025-02-01", ["d1", "d2"])),
        ("until", ("2025-01-01", "", ["d1", "d2"])),
        ("document:d1", ("2025-01-01", "2025-02-01", ["d2"])),
        ("document:", ("2025-01-01", "2025-02-01", ["d1", "d2"])),
        ("other", ("2025-01-01", "2025-02-01", ["d1", "d2"])),
    ],
)
def test_removing_a_chip_empties_its_field(
    handled: Handled, chip: str, left: tuple[str, str, list[str]]
) -> None:
    fields = ("2025-01-01", "2025-02-01", ["d1", "d2"])
    values = handled.scope.remove_chip(event(chip=chip), *fields)
    panel = handled.tab.scope
    assert (values[panel.since], values[panel.until], values[panel.documents]) == left


def test_everything_is_searched_again(handled: Handled) -> None:
    panel = handled.tab.scope
    assert handled.scope.clear() == {panel.since: "", panel.until: "", panel.documents: []}
