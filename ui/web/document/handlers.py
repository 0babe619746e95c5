"""The answers of the document pages: a page for each request, or a page that says why not."""

import logging
import re
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from rag import Document, DocumentRecord, LibraryError, Passage, UsageError
from rag.dossier import Dossier
from ui.messages import document as document_messages
from ui.service.links import AS_IN_FILE, FORMATTED
from ui.web.document import view as html
from ui.web.document.formatted import has_many_marks
from ui.web.markup import Markup

_HEADERS = {
    # Both this policy and that of the whole site apply: here no inline script ever runs.
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "cache-control": "private, no-cache",
}
_HASH = re.compile(r"[0-9a-f]{8,64}")
"""The SHA-256 in a link, whole or the first digits of it."""

_log = logging.getLogger(__name__)


class DocumentHandlers:
    """Answers requests for the pages under `/documents`.

    Args:
        dossier: whose documents are shown.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier

    def show_list(self, _request: Request) -> Response:
        """The list of all documents."""
        return _response(lambda: html.list_page(self._dossier.documents()))

    def show_document(self, request: Request) -> Response:
        """The document that the path names.

        The query may give the SHA-256 of the version that the link belongs to, and say how
        the text is shown.
        """
        document_id = request.path_params["document_id"]
        linked_hash = request.query_params.get("sha256", "")
        view = request.query_params.get("view", "")
        return _response(lambda: self._page(document_id, linked_hash, view))

    def _page(self, document_id: str, linked_hash: str, view: str) -> Markup:
        record = self._dossier.record(document_id)
        document = self._dossier.document(document_id)
        passages = _of_this_text(document, self._dossier.passages(record))
        as_in_file = view == AS_IN_FILE or (view != FORMATTED and has_many_marks(document.text))
        stale_hash = linked_hash if _is_stale(record, linked_hash) else ""
        return html.document_page(
            document, record, passages, stale_hash=stale_hash, as_in_file=as_in_file
        )


def _response(page: Callable[[], Markup]) -> Response:
    try:
        return HTMLResponse(page(), headers=_HEADERS)
    except UsageError:
        markup = html.message_page(
            document_messages.NO_DOCUMENT, document_messages.NO_DOCUMENT_HINT
        )
        return HTMLResponse(markup, 404, headers=_HEADERS)
    except LibraryError as error:
        _log.warning("%s", error)
        markup = html.message_page(document_messages.CANNOT_READ, str(error))
        return HTMLResponse(markup, 503, headers=_HEADERS)


def _is_stale(record: DocumentRecord, linked_hash: str) -> bool:
    """Whether a link's hash differs from the document's; what is not a hash tells nothing."""
    prefix = linked_hash.lower()
    return bool(_HASH.fullmatch(prefix)) and not record.sha256.startswith(prefix)


def _of_this_text(document: Document, passages: list[Passage]) -> list[Passage]:
    """The passages of this very text: the document may be replaced between the two readings."""
    return [p for p in passages if document.text[p.start : p.end] == p.text]
