"""The addresses of the document pages: `/documents` and `/documents/ID#START-END`.

What comes after `#` never reaches the server; the page's script marks the characters it names.
"""

from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rag.dossier import Dossier
from ui.service.links import DOCUMENTS, SCRIPT, STYLE
from ui.web.document.handlers import DocumentHandlers


def document_routes(dossier: Dossier) -> list[Route]:
    """The routes of the document pages, of their style sheet and of their script."""
    handlers = DocumentHandlers(dossier)
    return [
        Route(DOCUMENTS, handlers.show_list),
        Route(STYLE, _file("document.css", "text/css")),
        Route(SCRIPT, _file("document.js", "text/javascript")),
        Route(f"{DOCUMENTS}/{{document_id:path}}", handlers.show_document),
    ]


def _file(name: str, media_type: str) -> Callable[[Request], Response]:
    content = Path(__file__).with_name(name).read_bytes()

    def serve(_request: Request) -> Response:
        return Response(content, media_type=media_type, headers={"cache-control": "no-cache"})

    return serve
