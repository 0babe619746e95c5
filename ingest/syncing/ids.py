"""Ids of documents."""

import hashlib
from collections.abc import Callable

_LENGTH = 16


def new_id(file: str, part: str, is_taken: Callable[[str], bool]) -> str:
    """An id made from what a document is read from.

    Args:
        file: the path of its file.
        part: names it among the documents of the file; "" for the file itself.
        is_taken: whether a document has an id, as one may that moved away.
    """
    source = f"{file}\n{part}" if part else file
    attempt = 0
    while True:
        digest = hashlib.sha256(f"{source}\n{attempt}".encode())
        identifier = digest.hexdigest()[:_LENGTH]
        if not is_taken(identifier):
            return identifier
        attempt += 1
