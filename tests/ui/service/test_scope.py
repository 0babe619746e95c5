"""A scope is read from the fields of the page."""

from collections.abc import Callable
from datetime import date

import pytest

from rag import UsageError
from rag.dossier import Dossier
from ui.service.scope import Scope, read_scope


def test_documents_are_chosen_by_id_and_those_that_are_gone_are_ignored(
    dossier: Dossier, write: Callable[[str, str], object], sync: Callable[[], object]
) -> None:
    write("varna.txt", "The port of Varna\n\nIt handled grain.\n")
    sync()
    (record,) = dossier.documents()
    scope = read_scope(dossier, None, None, [record.id, "gone"])
    assert scope.documents == ((record.id, "The port of Varna"),)
    assert scope.filters().documents == (record.id,)


def test_dates_are_read(dossier: Dossier) -> None:
    scope = read_scope(dossier, " 2025-01-01 ", "2025-02-01", None)
    assert scope == Scope(date(2025, 1, 1), date(2025, 2, 1))
    assert scope.filters().since == date(2025, 1, 1)


@pytest.mark.parametrize("empty", ["", "  ", None])
def test_empty_fields_narrow_nothing(dossier: Dossier, empty: str | None) -> None:
    assert read_scope(dossier, empty, empty, []) == Scope()


def test_what_is_no_date_is_an_error(dossier: Dossier) -> None:
    with pytest.raises(UsageError, match="8 May"):
        read_scope(dossier, "8 May", "", [])


def test_a_scope_that_ends_before_it_begins_is_an_error(dossier: Dossier) -> None:
    with pytest.raises(UsageError, match=r"1 February 2025.*1 January 2025"):
        read_scope(dossier, "2025-02-01", "2025-01-01", [])
