"""One writer at a time for a library on a server, whichever machine it runs on.

A lease is a record in Chroma. Adding a record whose id is taken changes nothing, so that of all
who try to add the lease of the next number one succeeds, and reading back says who. The lease of
the highest number counts. Its holder renews it every few seconds; who waits takes over a lease that
has not been renewed for a while, by the waiter's own clock.
"""

import logging
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from rag.errors import DossierError, LibraryBusyError
from rag.library.chroma import no_vectors, open_collection
from rag.library.failures import chroma_errors, location
from rag.settings import Settings

if TYPE_CHECKING:
    from chromadb import Collection

log = logging.getLogger(__name__)

_COLLECTION = "leases"


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a lease lasts, in seconds.

    Attributes:
        renewed_every: how often its holder renews it.
        lost_after: for how long a waiter sees no renewal before it takes the lease over.
        abandoned_after: the age by the holder's clock at which one who does not wait takes it over.
        looked_at_every: how often a waiter looks.
    """

    renewed_every: float = 2.0
    lost_after: float = 15.0
    abandoned_after: float = 60.0
    looked_at_every: float = 0.25


@dataclass(frozen=True, slots=True)
class _Lease:
    number: int
    owner: str
    holder: str
    place: str
    renewed: str
    released: bool


@contextmanager
def hold_lease(
    settings: Settings, holder: str, place: str, *, wait: bool, terms: Terms = Terms()
) -> Iterator[None]:
    """Hold the lease of the library on the server that the settings name.

    Args:
        holder: what others are told of who holds it.
        place: names the data folder, whose lock the caller holds: a lease that was taken there
            before is that of a process which has ended.
        wait: whether to wait for another holder to end.

    Raises:
        LibraryBusyError: another process holds it, and `wait` is False.
        LibraryError: the server cannot be used.
    """
    with chroma_errors(settings):
        collection, close = open_collection(settings, _COLLECTION)
        try:
            lease = _acquire(collection, holder, place, wait, terms, settings)
        except BaseException:
            close()
            raise
    ended = threading.Event()
    renewing = threading.Thread(target=_renew, args=(collection, lease, ended, terms), daemon=True)
    renewing.start()
    try:
        yield
    finally:
        ended.set()
        renewing.join()
        with suppress(DossierError), chroma_errors(settings):
            collection.update(ids=[_id(lease.number)], metadatas=[{"released": True}])
        close()


def _acquire(
    collection: "Collection",
    holder: str,
    place: str,
    wait: bool,
    terms: Terms,
    settings: Settings,
) -> _Lease:
    watched: tuple[_Lease | None, float] = (None, time.monotonic())
    pause = threading.Event()
    while True:
        current = _current(collection)
        if current != watched[0]:
            watched = (current, time.monotonic())
        silent = time.monotonic() - watched[1] > terms.lost_after
        if current is None or silent or _is_over(current, place, terms):
            number = current.number + 1 if current else 1
            lease = _Lease(number, uuid.uuid4().hex, holder, place, _now(), released=False)
            if _take(collection, lease):
                return lease
        elif not wait:
            raise LibraryBusyError(
                f"The library in {location(settings)} is being written to by {current.holder}; "
                "wait for it to end, or leave out --no-wait."
            )
        else:
            pause.wait(terms.looked_at_every)


def _is_over(lease: _Lease, place: str, terms: Terms) -> bool:
    age = datetime.now(UTC) - datetime.fromisoformat(lease.renewed)
    abandoned = age > timedelta(seconds=terms.abandoned_after)
    return lease.released or lease.place == place or abandoned


def _take(collection: "Collection", lease: _Lease) -> bool:
    """Whether the lease is now the one that counts; those before it are deleted then."""
    fields: dict[str, str | bool] = {
        "owner": lease.owner,
        "holder": lease.holder,
        "place": lease.place,
        "renewed": lease.renewed,
        "released": lease.released,
    }
    collection.add(ids=[_id(lease.number)], embeddings=no_vectors(1), metadatas=[dict(fields)])
    leases = _leases(collection)
    # One that was deleted by a later holder can be added again: only the highest counts.
    if max(leases) != lease.number or leases[lease.number].owner != lease.owner:
        return False
    earlier = [_id(number) for number in leases if number < lease.number]
    if earlier:
        collection.delete(ids=earlier)
    return True


def _renew(collection: "Collection", lease: _Lease, ended: threading.Event, terms: Terms) -> None:
    while not ended.wait(terms.renewed_every):
        try:
            collection.update(ids=[_id(lease.number)], metadatas=[{"renewed": _now()}])
        except Exception as error:  # noqa: BLE001 (the writer itself finds out what is wrong)
            log.debug("the lease could not be renewed (%s)", error)


def _current(collection: "Collection") -> _Lease | None:
    leases = _leases(collection)
    return leases[max(leases)] if leases else None


def _leases(collection: "Collection") -> dict[int, _Lease]:
    found = collection.get(include=["metadatas"])
    numbers = [int(identifier) for identifier in found["ids"]]
    rows: list[Mapping[str, Any]] = list(found["metadatas"] or [])
    return {
        number: _Lease(
            number=number,
            owner=row["owner"],
            holder=row["holder"],
            place=row["place"],
            renewed=row["renewed"],
            released=bool(row["released"]),
        )
        for number, row in zip(numbers, rows, strict=True)
    }


def _id(number: int) -> str:
    return str(number)


def _now() -> str:
    return datetime.now(UTC).isoformat()
