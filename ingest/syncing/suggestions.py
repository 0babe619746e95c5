"""The suggested questions of the latest documents, made when these are indexed."""

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from rag.errors import DossierError
from rag.library import Entry
from rag.models.embedder import Embedder
from rag.settings import Settings
from rag.types import DocumentRecord

if TYPE_CHECKING:
    from rag.answering.suggestions import Kept, Suggestion

log = logging.getLogger(__name__)


def keep_suggestions(
    before: Mapping[str, Entry],
    after: Mapping[str, Entry],
    settings: Settings,
    embedder: Embedder,
    should_stop: Callable[[], bool],
) -> None:
    """Make the questions of those of the latest documents that have none, and keep them.

    Only a sync that has embedded something makes any: each question is asked, which needs the
    model. What it leaves out, or cannot make, is made by the page where it is needed.

    Args:
        before: the register before the sync, by document id; `after` that after it.
        should_stop: asked before each document.
    """
    known = {entry.record.version for entry in before.values()}
    records = [entry.record for entry in after.values()]
    if all(record.version in known for record in records):
        return
    # What asks questions takes a while to import, and most syncs change nothing.
    from rag.answering.kept_suggestions import load_suggestions, save_suggestions
    from rag.answering.suggestions import latest_of

    latest = latest_of(records)
    kept = load_suggestions(settings)
    missing = [record for record in latest if record.version not in kept]
    made = _made(missing, settings, embedder, should_stop) if missing else {}
    of_latest = {**kept, **made}
    save_suggestions(
        settings, {r.version: of_latest[r.version] for r in latest if r.version in of_latest}
    )


def _made(
    records: Iterable[DocumentRecord],
    settings: Settings,
    embedder: Embedder,
    should_stop: Callable[[], bool],
) -> "Kept":
    """The questions of each document by its version; of some where the sync is stopped."""
    from rag.answering.suggestions import Suggestions
    from rag.dossier import Dossier

    made: dict[str, tuple[Suggestion, ...]] = {}
    # Reranking would take longer than all the rest, to choose what is a suggestion only.
    quick = settings.model_copy(update={"reranker_model": None})
    with Dossier(quick, embedder=embedder) as dossier:
        suggestions = Suggestions(dossier.retrieve, dossier.record, dossier.document, quick)
        for record in records:
            if should_stop():
                break
            try:
                made[record.version] = suggestions.of_document(record)
            except DossierError as error:
                log.info("No question of %s is kept: %s", record.source, error)
    return made
