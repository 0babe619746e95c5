"""A request that is refused, and the answer to it."""

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
        """The answer. To a POST it has the form of Gradio's own errors, which the page shows.

        It closes the connection, so that the rest of the refused request is not received.
        """
        headers = {"connection": "close"}
        if method == "POST":
            return JSONResponse({"detail": self.reason}, self.status, headers)
        return PlainTextResponse(self.reason, self.status, headers)
