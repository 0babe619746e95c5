"""Loading the model while the page is already there."""

import logging
import threading

from rag import DossierError
from rag.dossier import Dossier

_log = logging.getLogger(__name__)


class Warmup:
    """Loads the model and opens the library in the background.

    Args:
        dossier: what is made ready.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._ended = threading.Event()
        self._problem = ""
        self._thread = threading.Thread(target=self._run, name="warm-up", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """Wait for the thread, if there is one; what it loads cannot be stopped half-way."""
        if self._thread.is_alive():
            self._thread.join()

    @property
    def has_ended(self) -> bool:
        """Whether the model is there, or failed to load."""
        return self._ended.is_set()

    def wait(self) -> str:
        """Wait for the end.

        Returns:
            what went wrong, or "".
        """
        self._ended.wait()
        return self._problem

    def _run(self) -> None:
        try:
            self._dossier.warm_up()
        except DossierError as error:
            _log.warning("%s", error)
            self._problem = str(error)
        finally:
            self._ended.set()
