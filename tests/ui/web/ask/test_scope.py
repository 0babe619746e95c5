"""The fields that narrow a question, and their chips."""

from pathlib import Path

import gradio as gr
import pytest

import rag
from rag.testing.embedder import FakeEmbedder
from tests.ui.web.ask.conftest import Handled
from tests.ui.web.ask.events import event
from tests.ui.web.ask.large import Large
from ui.web.ask.layout import AskTab
from ui.web.ask.scope import ScopeHandlers


def typed(text: str) -> gr.KeyUpData:
    """A key was let go when the field held this text."""
    return gr.KeyUpData(None, {"key": text[-1:], "input_value": text})


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
    choices = handled.scope.choices(None).choices
    assert "The port of Varna (8 March 2025)" in [label for label, _ in choices]
    assert {key for _, key in choices} == {r.id for r in handled.dossier.documents()}


def test_where_all_documents_are_offered_none_are_looked_for(handled: Handled) -> None:
    assert handled.scope.find(typed("varna"), []) == gr.skip()
    assert handled.scope.chosen([]) == gr.skip()


def test_of_a_large_library_documents_are_found_by_what_is_typed(
    tab: AskTab, settings: rag.Settings
) -> None:
    with Large(settings, embedder=FakeEmbedder()) as dossier:
        scope = ScopeHandlers(dossier, tab.scope)
        assert [key for _, key in scope.choices(None).choices] == [str(n) for n in range(500)]
        found = scope.find(typed(" BRIEFING 998 "), ["7", "gone"])
        assert found.choices == [
            ("Briefing 998 (26 July 2023)", "998"),
            ("Briefing 7 (12 April 2026)", "7"),
        ]
        assert len(scope.chosen(["999"]).choices) == 501


def test_of_a_library_that_cannot_be_read_nothing_can_be_chosen(
    tab: AskTab, tmp_path: Path
) -> None:
    settings = rag.Settings(data_dir=tmp_path / "none", chroma_url="http://127.0.0.1:9")
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        with pytest.raises(rag.LibraryError):
            dossier.documents()
        scope = ScopeHandlers(dossier, tab.scope)
        assert scope.choices(None).choices == []
        assert scope.find(typed("a"), None) == gr.skip()


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
