"""Where the log goes: to stderr, as text that is safe for a terminal."""

import logging

from ui.safe_text import one_line, plain


class _Formatter(logging.Formatter):
    """The message alone, on one line; below it the trace of an error, if there is one."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (logging's name)
        return one_line(super().formatMessage(record))

    def format(self, record: logging.LogRecord) -> str:
        return plain(super().format(record))


def log_to_stderr() -> None:
    """Write warnings and errors of all loggers to stderr, from now on."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Formatter())
    logging.getLogger().addHandler(handler)
