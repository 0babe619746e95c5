"""Signals, sent to this very process."""

import os
import signal
from collections.abc import Iterator

import pytest

from ui.interrupt import interruptible

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has other signals")
ALL = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def send(number: signal.Signals) -> None:
    signal.raise_signal(number)


@pytest.fixture
def called() -> list[str]:
    return []


@pytest.fixture(autouse=True)
def handlers_are_restored() -> Iterator[None]:
    before = [signal.getsignal(number) for number in ALL]
    yield
    assert [signal.getsignal(number) for number in ALL] == before


@pytest.mark.parametrize("number", ALL)
def test_the_first_signal_asks_and_the_second_ends(
    number: signal.Signals, called: list[str]
) -> None:
    with interruptible(lambda: called.append("first")) as interrupt:
        assert not interrupt()
        send(number)
        assert interrupt()
        with pytest.raises(KeyboardInterrupt):
            send(signal.SIGINT)
    assert called == ["first"]


def test_before_there_is_work_in_progress_a_signal_ends_at_once(called: list[str]) -> None:
    with interruptible(lambda: called.append("first")), pytest.raises(KeyboardInterrupt):
        send(signal.SIGTERM)
    assert called == []


def test_a_program_may_always_have_work_in_progress(called: list[str]) -> None:
    with interruptible(lambda: called.append("first"), at_once=False) as interrupt:
        send(signal.SIGINT)
        assert interrupt()
    assert called == ["first"]


def test_a_terminal_that_closes_may_signal_twice() -> None:
    with interruptible(at_once=False) as interrupt:
        send(signal.SIGHUP)
        send(signal.SIGHUP)
        assert interrupt()


def test_an_ignored_signal_stays_ignored_but_for_ctrl_c() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with interruptible(at_once=False) as interrupt:
            send(signal.SIGHUP)
            assert not interrupt()
            send(signal.SIGINT)
            assert interrupt()
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_message_that_cannot_be_written_stops_nothing() -> None:
    def fail() -> None:
        raise BrokenPipeError

    with interruptible(fail, at_once=False) as interrupt:
        send(signal.SIGTERM)
        assert interrupt()
