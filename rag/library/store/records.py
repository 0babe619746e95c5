"""Reading and deleting any number of Chroma's records by id.

Chroma hands SQLite each id as a variable of its own, and SQLite takes 32,766 of them a call.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar

if TYPE_CHECKING:
    from chromadb import Collection

T = TypeVar("T")
Column = Literal["documents", "metadatas", "embeddings"]

AT_ONCE = 5_000
"""Most ids of one call. A passage's record takes some 10 kB, and a server sends all of them in one
piece; so what bounds the call is memory, well before the database does."""


def get(collection: "Collection", ids: Iterable[str], *columns: Column) -> dict[str, Any]:
    """What the collection holds of the records of those ids: a tuple of the columns by id.

    They come in the order of the ids; an id that is not there is left out, one that is named twice
    comes once. More than `AT_ONCE` are not read at one instant.
    """
    return dict(stream(collection, ids, *columns))


def stream(
    collection: "Collection", ids: Iterable[str], *columns: Column
) -> Iterator[tuple[str, Any]]:
    """As `get`, but with no more than `AT_ONCE` records in memory at a time."""
    for some in id_slices(ids):
        found: Any = collection.get(ids=some, include=list(columns))
        values = zip(*(found[name] for name in columns), strict=True)
        rows = dict(zip(found["ids"], values, strict=True))
        yield from ((identifier, rows[identifier]) for identifier in some if identifier in rows)


def delete(collection: "Collection", ids: Iterable[str]) -> None:
    """Delete the records of those ids; those that are not there are passed over."""
    for some in id_slices(ids):
        collection.delete(ids=some)


def id_slices(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids, each once, as many at a time as one call may carry."""
    return slices(possible_ids(ids), AT_ONCE)


def possible_ids(ids: Iterable[str]) -> list[str]:
    """The ids, each once, without those that UTF-8 cannot express and so no library holds."""
    return [identifier for identifier in dict.fromkeys(ids) if _is_text(identifier)]


def slices(items: Sequence[T], size: int) -> Iterator[list[T]]:
    """The items in their order, that many at a time."""
    return (list(items[start : start + size]) for start in range(0, len(items), size))


def _is_text(identifier: str) -> bool:
    try:
        identifier.encode()
    except UnicodeEncodeError:
        return False
    return True
