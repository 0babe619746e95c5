"""The head of the page, the chips of the scope, and what the script announces."""

from datetime import date

from tests.ui.web.reading import Reader
from ui.service.scope import Scope
from ui.web.ask import frame


def test_the_head_names_the_page_and_its_holdings() -> None:
    shown = Reader(frame.masthead("3 documents"))
    assert shown.text == (
        "DossierAnswers from your briefings, each with the passage behind it.3 documents"
    )
    assert shown.attributes["role"] == ["status"]


def test_without_a_scope_all_documents_are_searched() -> None:
    assert frame.chips(Scope()) == '<p class="chips">Searching all documents.</p>'


def test_each_part_of_a_scope_is_a_chip_that_can_be_removed() -> None:
    scope = Scope(date(2025, 1, 1), date(2025, 2, 1), (("d1", "On <quotes>"),))
    shown = Reader(frame.chips(scope))
    assert shown.text == "Searching only:from 1 January 2025×to 1 February 2025×On <quotes>×"
    assert shown.attributes["value"] == ["since", "until", "document:d1"]
    assert shown.attributes["name"] == ["remove-chip"] * 3
    assert shown.attributes["aria-label"] == [
        "Remove from 1 January 2025",
        "Remove to 1 February 2025",
        "Remove On <quotes>",
    ]


def test_a_problem_stands_in_place_of_the_chips() -> None:
    shown = Reader(frame.chips(Scope(date(2025, 1, 1)), "No date."))
    assert shown.text == "No date."
    assert shown.attributes == {"class": ["chips problem"], "role": ["alert"]}


def test_suggestions_have_a_heading_where_there_are_any() -> None:
    assert frame.suggestions_title("Try") == "<p>Try</p>"
    assert frame.suggestions_title("") == ""


def test_the_script_finds_its_words() -> None:
    shown = Reader(frame.announcement())
    assert shown.attributes["data-copied"] == ["Copied"]
    assert shown.attributes["data-failed"] == ["The browser does not allow this page to copy"]
    assert shown.attributes["data-edit"] == ["Edit the question"]
    assert shown.attributes["id"] == ["announcement"]


def test_a_deletion_is_asked_about() -> None:
    assert frame.delete_question() == "<p>Delete this conversation from this browser?</p>"
