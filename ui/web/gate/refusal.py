"""Why a request is not let through."""

from starlette.responses import JSONResponse, PlainTextResponse, Response


class Refused(Exception):  # noqa: N818 (an answer, not a failure)
    """A request is not let through.

    Args:
        status: of the response.
        reason: shown to a person.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason

    def response(self, method: str) -> Response:
        """The answer: what the page has posted is answered as Gradio does, which shows it.

        It ends the connection, so that the rest of what was refused is not received.
        """
        headers = {"connection": "close"}
        if method == "POST":
            return JSONResponse({"detail": self.reason}, self.status, headers)
        return PlainTextResponse(self.reason, self.status, headers)
