"""One writer at a time for a library on a server, whichever machine it runs on.

A lease is a record in Chroma. Adding a record whose id is taken changes nothing, so that of all
who try to add the lease of the next number one succeeds, and reading back says who. The lease of
the highest number counts. Its owner renews it every few seconds. One that has not been renewed for
a while, measured by the monotonic clock of the process that watches it, is taken over; clocks of
two machines are never relied on to agree.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from rag.errors import DossierError, LibraryBusyError
from rag.library.failures import chroma_errors
from rag.library.places import location
from rag.library.store.chroma import no_vectors, open_leases
from rag.settings import Settings

if TYPE_CHECKING:
    from chromadb import Collection

log = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class LeaseTimes:
    """How long a lease lasts, in seconds.

    Attributes:
        renewed_every: how often its owner renews it.
        lost_after: for how long another process watches it without seeing it renewed before it
            takes the lease over.
        abandoned_after: one who does not wait gives up at once, unless the time of the last renewal
            differs from its own by more than this. Then the owner has ended, or one of the clocks
            is wrong, so the lease is watched: until it is renewed, which means giving up, or until
            it is lost.
        polled_every: how often a watched lease is read.
    """

    renewed_every: float = 2.0
    lost_after: float = 15.0
    abandoned_after: float = 60.0
    polled_every: float = 0.25


@dataclass(frozen=True, slots=True)
class _Lease:
    """A record of the collection.

    Attributes:
        token: a random word of the process that took the lease.
        owner: what others are told of that process.
        data_folder: the id of its data folder.
        renewed: when, by the owner's clock.
    """

    number: int
    token: str
    owner: str
    data_folder: str
    renewed: str
    released: bool


@contextmanager
def hold_lease(
    settings: Settings,
    owner: str,
    data_folder: str,
    *,
    wait: bool,
    times: LeaseTimes = LeaseTimes(),
    clock: Callable[[], datetime] = _utc_now,
) -> Iterator[None]:
    """Hold the lease of the library on the server that the settings name.

    Args:
        owner: what others are told of the process that holds it.
        data_folder: the id of the data folder, whose lock the caller holds: a lease that was taken
            from there before is that of a process which has ended.
        wait: whether to wait for another owner to end.
        clock: what this machine says the time is.

    Raises:
        LibraryBusyError: another process holds it, and `wait` is False.
        LibraryError: the server cannot be used.
    """
    with chroma_errors(settings):
        collection, close = open_leases(settings)
        try:
            lease = _Acquisition(collection, settings, times, clock).run(owner, data_folder, wait)
        except BaseException:
            close()
            raise
    ended = threading.Event()
    renewal = (collection, lease, ended, times, clock)
    renewing = threading.Thread(target=_renew, args=renewal, daemon=True)
    renewing.start()
    try:
        yield
    finally:
        ended.set()
        renewing.join()
        with suppress(DossierError), chroma_errors(settings):
            collection.update(ids=[_id(lease.number)], metadatas=[{"released": True}])
        close()


@dataclass(frozen=True, slots=True)
class _Acquisition:
    """Getting the lease, by one who waits for it or does not."""

    collection: "Collection"
    settings: Settings
    times: LeaseTimes
    clock: Callable[[], datetime]

    def run(self, owner: str, data_folder: str, wait: bool) -> _Lease:
        """Take the lease as soon as it is free or lost.

        Raises:
            LibraryBusyError: it is neither, and `wait` is False.
        """
        watched, since, is_watched = None, 0.0, wait
        pause = threading.Event()
        while True:
            before = time.monotonic()
            current = _current(self.collection)
            is_renewed = current != watched
            if is_renewed:
                is_watched = wait or (watched is None and self._seems_abandoned(current))
                watched, since = current, time.monotonic()
            # A read may take long, and shows the lease as it was at some time after its beginning.
            is_lost = not is_renewed and before - since > self.times.lost_after
            if current is None or current.released or current.data_folder == data_folder or is_lost:
                lease = self._new(current, owner, data_folder)
                if _take(self.collection, lease):
                    return lease
            elif not is_watched:
                raise LibraryBusyError(
                    f"The library in {location(self.settings)} is being written to by "
                    f"{current.owner}.",
                    "Wait for it to end, or leave out --no-wait.",
                )
            else:
                pause.wait(self.times.polled_every)

    def _seems_abandoned(self, lease: _Lease | None) -> bool:
        if lease is None:
            return False
        difference = abs(self.clock() - datetime.fromisoformat(lease.renewed))
        return difference > timedelta(seconds=self.times.abandoned_after)

    def _new(self, current: _Lease | None, owner: str, data_folder: str) -> _Lease:
        number = current.number + 1 if current else 1
        now = self.clock().isoformat()
        return _Lease(number, uuid.uuid4().hex, owner, data_folder, now, released=False)


def _take(collection: "Collection", lease: _Lease) -> bool:
    """Whether the lease is now the one that counts; those before it are deleted then."""
    collection.add(ids=[_id(lease.number)], embeddings=no_vectors(1), metadatas=[_row(lease)])
    leases = _leases(collection)
    # One that was deleted by a later owner can be added again: only the highest counts.
    if max(leases) != lease.number or leases[lease.number].token != lease.token:
        return False
    earlier = [_id(number) for number in leases if number < lease.number]
    if earlier:
        collection.delete(ids=earlier)
    return True


def _renew(
    collection: "Collection",
    lease: _Lease,
    ended: threading.Event,
    times: LeaseTimes,
    clock: Callable[[], datetime],
) -> None:
    while not ended.wait(times.renewed_every):
        try:
            renewed = {"renewed": clock().isoformat()}
            collection.update(ids=[_id(lease.number)], metadatas=[renewed])
        except Exception as error:  # noqa: BLE001 (the writer itself finds out what is wrong)
            log.debug("the lease could not be renewed (%s)", error)


def _current(collection: "Collection") -> _Lease | None:
    leases = _leases(collection)
    return leases[max(leases)] if leases else None


def _leases(collection: "Collection") -> dict[int, _Lease]:
    found = collection.get(include=["metadatas"])
    numbers = [int(identifier) for identifier in found["ids"]]
    rows: list[Mapping[str, Any]] = list(found["metadatas"] or [])
    return {number: _lease(number, row) for number, row in zip(numbers, rows, strict=True)}


def _row(lease: _Lease) -> dict[str, str | bool]:
    """The lease as it is stored; the names are those of earlier versions, which read them too."""
    return {
        "owner": lease.token,
        "holder": lease.owner,
        "place": lease.data_folder,
        "renewed": lease.renewed,
        "released": lease.released,
    }


def _lease(number: int, row: Mapping[str, Any]) -> _Lease:
    return _Lease(
        number=number,
        token=row["owner"],
        owner=row["holder"],
        data_folder=row["place"],
        renewed=row["renewed"],
        released=bool(row["released"]),
    )


def _id(number: int) -> str:
    return str(number)
