"""What the indexes derived from the library have in common, and the changes that they follow."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from rag.library.contents import Version
from rag.library.store.chroma import Store
from rag.private_files import is_writable, private_folder

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """What a writer changed between two generations.

    Attributes:
        obsolete: versions that are to be deleted: those no longer current, and those of `added`, of
            which something may have been written before.
        added: the versions that are current now and were not.
    """

    before: str
    after: str
    obsolete: Sequence[str]
    added: Sequence[Version]


class DerivedIndex(ABC):
    """An index in one folder, which can be made from Chroma at any time.

    Args:
        folder: holds the index and nothing else; created with the index where it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._distrusted = False

    @abstractmethod
    def damage(self) -> str:
        """Why the index must not be searched, in a few words; "" where it may be."""

    @property
    def is_read_only(self) -> bool:
        """Whether this process cannot bring the index up to date."""
        return self._folder.exists() and not is_writable(self._folder)

    def distrust(self) -> None:
        """Count the index as damaged, although its files are whole, until it is rebuilt."""
        self._distrusted = True

    def catch_up(self, store: Store, *, wait: bool) -> None:
        """Make the index equal to the register; one that is damaged is rebuilt.

        Args:
            wait: whether to wait while another process does the same; otherwise leave it to that
                process and keep what there is.

        Raises:
            OSError: the index cannot be written.
        """
        try:
            with self._locked(wait=wait):
                self._repair(store)
        except Timeout:
            log.debug("another process is updating the index in %s", self._folder)
            if self.damage():
                return
        self._reload()

    @abstractmethod
    def _repair(self, store: Store) -> None:
        """Make the index equal to the register; the lock must be held."""

    @abstractmethod
    def _reload(self) -> None:
        """Search from now on what the files hold."""

    @contextmanager
    def _locked(self, *, wait: bool) -> Iterator[None]:
        private_folder(self._folder)
        with FileLock(self._folder / "lock", timeout=-1 if wait else 0):
            yield
