"""A scope is read from the fields of the page."""

from datetime import date

import pytest

from rag import UsageError
from rag.dossier import Dossier
from ui.service.scope import Scope, read_scope


def test_documents_are_chosen_by_id_and_those_that_are_gone_are_ignored(library: Dossier) -> None:
    ids = {record.title: record.id for record in library.documents()}
    scope = read_scope(library, None, None, [ids["The Bor report"], "gone"])
    assert scope.documents == ((ids["The Bor report"], "The Bor report"),)
    assert scope.filters().documents == (ids["The Bor report"],)


def test_dates_are_read(dossier: Dossier) -> None:
    scope = read_scope(dossier, " 2025-01-01 ", "2025-02-01", None)
    assert scope == Scope(date(2025, 1, 1), date(2025, 2, 1))
    assert scope.filters().since == date(2025, 1, 1)


@pytest.mark.parametrize("empty", ["", "  ", None])
def test_empty_fields_narrow_nothing(dossier: Dossier, empty: str | None) -> None:
    assert read_scope(dossier, empty, empty, []) == Scope()


@pytest.mark.parametrize("value", ["8 May", "2025-02-30", "2025", "yesterday", "2025-5-8"])
def test_what_is_not_a_date_is_an_error(dossier: Dossier, value: str) -> None:
    with pytest.raises(UsageError) as error:
        read_scope(dossier, value, "", [])
    assert error.value.message == f"“{value}” is not a date."
    assert error.value.remedy == "Write year, month and day, as in 2026-05-08."


def test_a_scope_that_ends_before_it_begins_is_an_error(dossier: Dossier) -> None:
    with pytest.raises(UsageError) as error:
        read_scope(dossier, "2025-02-01", "2025-01-01", [])
    assert error.value.message == (
        "The scope begins on 1 February 2025 but ends on 1 January 2025."
    )
    assert error.value.remedy == "Swap the two dates."
    assert read_scope(dossier, "2025-02-01", "2025-02-01", []).since == date(2025, 2, 1)
