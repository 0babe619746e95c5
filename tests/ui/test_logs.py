"""The log on stderr."""

import logging
from collections.abc import Iterator

import pytest

from ui.logs import log_to_stderr

MARK = "\N{REPLACEMENT CHARACTER}"


@pytest.fixture(autouse=True)
def handlers_are_restored() -> Iterator[None]:
    root = logging.getLogger()
    before = list(root.handlers)
    yield
    root.handlers[:] = before


def test_a_warning_is_one_line_without_what_steers(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr()
    logging.getLogger("x").warning("%s", "a\nb\x1b[31m\u202ec")
    logging.getLogger("x").info("not shown")
    assert capsys.readouterr().err == f"a{MARK}b{MARK}[31m{MARK}c\n"


def test_an_error_has_its_trace_below(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr()
    try:
        raise ValueError("a\x1bb")
    except ValueError:
        logging.getLogger("x").exception("It failed")
    first, *_, last = capsys.readouterr().err.splitlines()
    assert (first, last) == ("It failed", f"ValueError: a{MARK}b")
