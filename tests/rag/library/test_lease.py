"""One lease at a time on a server, whatever the clocks of its processes say."""

import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

import rag
from rag.errors import LibraryBusyError, LibraryError
from rag.library.lease import LeaseTimes, hold_lease
from tests.rag.library.libraries import chroma_server

pytestmark = pytest.mark.process

QUICK = LeaseTimes(renewed_every=0.05, lost_after=0.5, abandoned_after=60, polled_every=0.02)
DEAD = LeaseTimes(renewed_every=3600)
"""The times of an owner that is killed before it renews its lease."""

_folders = count()


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("server")) as server:
        yield server.url


@pytest.fixture
def settings(url: str) -> rag.Settings:
    return rag.Settings(chroma_url=url)


@pytest.fixture
def own() -> str:
    """The id of a data folder that no other test uses."""
    return f"folder {next(_folders)}"


def taken(
    settings: rag.Settings,
    data_folder: str,
    *,
    wait: bool,
    times: LeaseTimes = QUICK,
    ahead: float = 0,
) -> AbstractContextManager[None]:
    """The lease, for one whose clock is so many seconds ahead."""

    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=ahead)

    return hold_lease(settings, "me", data_folder, wait=wait, times=times, clock=clock)


def test_one_lease_at_a_time(settings: rag.Settings) -> None:
    held, most = 0, 0
    counting = threading.Lock()

    def work(data_folder: str) -> None:
        nonlocal held, most
        for _ in range(3):
            with taken(settings, data_folder, wait=True):
                with counting:
                    held += 1
                    most = max(most, held)
                with counting:
                    held -= 1

    workers = [threading.Thread(target=work, args=(f"worker {n}",)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
        assert not worker.is_alive()
    assert most == 1


def test_a_free_lease_is_taken_at_once_and_a_held_one_names_its_owner(
    settings: rag.Settings, own: str
) -> None:
    with (
        hold_lease(settings, "process 7 on harbour", own, wait=False, times=QUICK),
        pytest.raises(LibraryBusyError) as busy,
    ):
        taken(settings, "another folder", wait=False).__enter__()
    assert busy.value.message == (
        f"The library in {settings.chroma_url} is being written to by process 7 on harbour."
    )
    assert busy.value.remedy == "Wait for it to end, or leave out --no-wait."
    with taken(settings, "another folder", wait=False):
        pass


@pytest.mark.parametrize("ahead", [-90, -60, 60, 90, 86_400])
def test_a_wrong_clock_takes_no_lease_from_a_live_owner(
    settings: rag.Settings, own: str, ahead: float
) -> None:
    with taken(settings, own, wait=False):
        with pytest.raises(LibraryBusyError):
            taken(settings, "elsewhere", wait=False, ahead=ahead).__enter__()
        got = threading.Event()

        def wait_for_it() -> None:
            with taken(settings, "elsewhere", wait=True, ahead=ahead):
                got.set()

        waiting = threading.Thread(target=wait_for_it)
        waiting.start()
        # Twice as long as it would watch the lease of a dead owner.
        assert not got.wait(2 * QUICK.lost_after)
    assert got.wait(20)
    waiting.join(20)


def test_the_lease_of_a_dead_owner_is_taken_by_one_who_waits(
    settings: rag.Settings, own: str
) -> None:
    with ExitStack() as dead:
        dead.enter_context(taken(settings, own, wait=True, times=DEAD))
        began = time.monotonic()
        with taken(settings, "elsewhere", wait=True):
            assert 0.5 <= time.monotonic() - began < 5


def test_the_lease_of_a_dead_owner_is_taken_at_once_from_its_own_folder(
    settings: rag.Settings, own: str
) -> None:
    never_lost = LeaseTimes(lost_after=3600)
    with ExitStack() as dead:
        dead.enter_context(taken(settings, own, wait=True, times=DEAD))
        with taken(settings, own, wait=False, times=never_lost):
            pass


def test_one_who_does_not_wait_watches_a_lease_that_seems_abandoned(
    settings: rag.Settings, own: str
) -> None:
    with ExitStack() as dead:
        dead.enter_context(taken(settings, own, wait=True, times=DEAD))
        with pytest.raises(LibraryBusyError):
            taken(settings, "elsewhere", wait=False, ahead=30).__enter__()
        began = time.monotonic()
        with taken(settings, "elsewhere", wait=False, ahead=61):
            assert time.monotonic() - began >= 0.5


def test_a_lease_is_freed_when_its_block_ends_in_an_error(settings: rag.Settings, own: str) -> None:
    with pytest.raises(ZeroDivisionError), taken(settings, own, wait=False):
        _ = 1 / 0
    with taken(settings, "elsewhere", wait=False):
        pass


def test_a_server_that_is_not_there() -> None:
    nowhere = rag.Settings(chroma_url="http://127.0.0.1:1")
    with pytest.raises(LibraryError, match=r"There is no Chroma server at http://127\.0\.0\.1:1"):
        taken(nowhere, "mine", wait=True).__enter__()
