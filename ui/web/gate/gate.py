"""The gate: it passes a request on, or answers with the reason for refusing it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from gradio.routes import App
from pydantic import ValidationError
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.messages import library as library_messages
from ui.messages import serving as serving_texts
from ui.service.access import TOKEN, AccessPolicy
from ui.web.gate import bodies, sharing
from ui.web.gate.events import Command, PageEvents
from ui.web.gate.refusal import Refused
from ui.web.gate.routes import OpenRoute, route_of

_MOST_BYTES_OF_A_COMMAND = 4_096
_HEADERS = {
    # Gradio's own pages need inline and evaluated scripts; nothing may come from another host.
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
_CORS = "access-control-"


class Gate:
    """Passes on to an application what its page sends, and nothing else.

    Args:
        app: serves the page and the documents.
        gradio: the part of it that is Gradio's.
        events: of the page.
        policy: decides who may read and who may change.
        most_upload: bytes that all files of one upload may have together.
    """

    def __init__(
        self,
        app: ASGIApp,
        gradio: App,
        events: PageEvents,
        policy: AccessPolicy,
        most_upload: int,
    ) -> None:
        self._app = app
        self._gradio = gradio
        self._events = events
        self._policy = policy
        self._most_upload = most_upload
        self._requests = sharing.OpenRequests()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a refusal, or pass the request on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, _with_headers(send))
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with self._requests.counted(sharing.client_of(scope)):
                await self._checked(scope, receive, send)
        except Refused as refused:
            await refused.response(scope["method"])(scope, receive, send)

    async def _checked(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if not self._policy.admits(headers):
            raise Refused(403, serving_texts.OTHER_HOST)
        route = route_of(scope["method"], scope["path"])
        opened = self._token_response(scope) if scope["path"] == "/" else None
        if opened is not None:
            await opened(scope, receive, send)
            return
        await _pass_on(self._app, scope, await self._body(route, scope, headers, receive), send)

    def _token_response(self, scope: Scope) -> Response | None:
        """The answer to the address that is printed at the start: it sets a cookie."""
        given = parse_qs(scope["query_string"].decode("latin-1")).get(TOKEN)
        if given is None:
            return None
        response = RedirectResponse("/", 303)
        if self._policy.is_token(given[0]):
            response.set_cookie(
                self._policy.cookie,
                self._policy.token,
                httponly=True,
                samesite="strict",
                secure=scope["scheme"] == "https",
            )
        return response

    async def _body(
        self, route: OpenRoute, scope: Scope, headers: Mapping[str, Any], receive: Receive
    ) -> Receive:
        """What the application receives: a small body has been read and checked already."""
        match route.body:
            case "files":
                if not self._policy.access(headers).files:
                    raise Refused(403, library_messages.READ_ONLY)
                return bodies.bounded_receive(receive, headers, self._most_upload)
            case "event":
                body = await bodies.read(receive, headers, self._events.most_bytes)
                self._check_event(body, scope, headers)
                return bodies.replayed(body, receive)
            case "command":
                body = await bodies.read(receive, headers, _MOST_BYTES_OF_A_COMMAND)
                try:
                    Command.model_validate_json(body)
                except ValidationError:
                    raise Refused(422, "The page has no such command.") from None
                return bodies.replayed(body, receive)
            case "none":
                return bodies.bounded_receive(receive, headers, 0)

    def _check_event(self, body: bytes, scope: Scope, headers: Mapping[str, Any]) -> None:
        event = self._events.read(body)
        if event.takes_files and not self._policy.access(headers).files:
            raise Refused(403, library_messages.READ_ONLY)
        blocks = self._gradio.get_blocks()
        sharing.check_share(blocks, event.function, sharing.client_of(scope))
        sharing.release_replaced(self._gradio, event.session)


async def _pass_on(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Let the application answer, unless the request has to be refused while it is received.

    The application then sees a disconnected browser, and its answer is dropped.

    Raises:
        Refused: the body is too large or too slow, and the application has not answered yet.
    """
    refusal: Refused | None = None
    has_begun = False

    async def receiving() -> Message:
        nonlocal refusal
        try:
            return await receive()
        except Refused as refused:
            refusal = refused
            return {"type": "http.disconnect"}

    async def sending(message: Message) -> None:
        nonlocal has_begun
        if has_begun or refusal is None:
            has_begun = True
            await send(message)

    try:
        await app(scope, receiving, sending)
    except Exception:
        if refusal is None or has_begun:
            raise
    if refusal is not None and not has_begun:
        raise refusal


def _with_headers(send: Send) -> Send:
    """`send` with the headers of the whole site, and without any that lets other sites read it."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message.get("headers", [])))
            for name in {name for name in headers if name.lower().startswith(_CORS)}:
                del headers[name]
            for name, value in _HEADERS.items():
                headers.append(name, value)
            message = {**message, "headers": headers.raw}
        await send(message)

    return sending
