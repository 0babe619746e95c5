"""What a question is narrowed to, read from what a reader typed and chose."""

from collections.abc import Sequence
from datetime import date

from rag import UsageError
from rag.dossier import Dossier
from ui.messages import page as texts
from ui.service.conversation import Scope


def read_scope(
    dossier: Dossier, since: str | None, until: str | None, documents: Sequence[str] | None
) -> Scope:
    """The scope of three fields.

    Args:
        since: a date in ISO 8601, e.g. 2026-05-08, or nothing; `until` is the same.
        documents: ids; those that are no longer in the library are ignored.

    Raises:
        UsageError: a date cannot be read, or the scope ends before it begins.
        LibraryError: documents are chosen, and the library cannot be read.
    """
    first, last = _date(since), _date(until)
    if first and last and first > last:
        raise UsageError(texts.reversed_dates(first, last))
    records = {record.id: record for record in dossier.documents()} if documents else {}
    chosen = tuple((key, records[key].title) for key in documents or () if key in records)
    return Scope(first, last, chosen)


def _date(value: str | None) -> date | None:
    value = (value or "").strip()
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError(texts.no_date(value)) from None
