"""Pages to read the documents on, outside the chat: `/documents` and `/documents/ID#START-END`.

What comes after `#` never reaches the server; the page's script marks the characters it names.
"""

import logging
import re
from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from rag import Document, DocumentRecord, LibraryError, Passage, UsageError
from rag.dossier import Dossier
from ui.messages import page as texts
from ui.service.links import DOCUMENTS, SCRIPT, STYLE
from ui.web.document import view as document_html

_HEADERS = {
    # Both this policy and the one of the whole site hold: here nothing inline ever runs.
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "cache-control": "private, no-cache",
}
_HASH = re.compile(r"[0-9a-f]{8,64}")
_log = logging.getLogger(__name__)


def document_routes(dossier: Dossier) -> list[Route]:
    """The routes of the document pages, of their style and of their script."""

    def show_list(request: Request) -> Response:
        return _answer(lambda: document_html.list_page(dossier.documents()))

    def show_document(request: Request) -> Response:
        identifier = request.path_params["document_id"]
        return _answer(lambda: _document(dossier, identifier, request.query_params.get("sha256")))

    return [
        Route(DOCUMENTS, show_list),
        Route(STYLE, _asset("document.css", "text/css")),
        Route(SCRIPT, _asset("document.js", "text/javascript")),
        Route(f"{DOCUMENTS}/{{document_id:path}}", show_document),
    ]


def _answer(page: Callable[[], str]) -> Response:
    try:
        return HTMLResponse(page(), headers=_HEADERS)
    except UsageError:
        markup = document_html.message_page(texts.NO_DOCUMENT, texts.NO_DOCUMENT_HINT)
        return HTMLResponse(markup, 404, headers=_HEADERS)
    except LibraryError as error:
        _log.warning("%s", error)
        markup = document_html.message_page(texts.CANNOT_READ, str(error))
        return HTMLResponse(markup, 503, headers=_HEADERS)


def _document(dossier: Dossier, document_id: str, linked_hash: str | None) -> str:
    record = dossier.record(document_id)
    document = dossier.document(document_id)
    passages = _fitting(document, dossier.passages(record))
    return document_html.document_page(
        document, record, passages, is_stale=_is_stale(record, linked_hash)
    )


def _is_stale(record: DocumentRecord, linked_hash: str | None) -> bool:
    """Whether a link's hash is another than that of the document; what is no hash says nothing."""
    prefix = (linked_hash or "").lower()
    return bool(_HASH.fullmatch(prefix)) and not record.sha256.startswith(prefix)


def _fitting(document: Document, passages: list[Passage]) -> list[Passage]:
    """Passages of this very text, should the document be replaced between the readings."""
    return [p for p in passages if document.text[p.start : p.end] == p.text]


def _asset(name: str, media_type: str) -> Callable[[Request], Response]:
    content = Path(__file__).with_name(name).read_bytes()

    def serve(request: Request) -> Response:
        return Response(content, media_type=media_type, headers={"cache-control": "no-cache"})

    return serve
