"""Loading the models in the background, while the page is served already."""

import logging
import threading

from rag import DossierError
from rag.dossier import Dossier
from ui.messages import page as page_messages

_log = logging.getLogger(__name__)


class Warmup:
    """Loads the models and opens the library in the background.

    Args:
        dossier: whose models and library.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._ended = threading.Event()
        self._problem = ""
        self._thread = threading.Thread(target=self._run, name="warm-up", daemon=True)

    def start(self) -> None:
        """Start loading."""
        self._thread.start()

    def close(self) -> None:
        """Wait until loading has ended; it cannot be stopped half-way."""
        if self._thread.is_alive():
            self._thread.join()

    @property
    def has_ended(self) -> bool:
        """Whether the models are loaded, or failed to load."""
        return self._ended.is_set()

    def wait(self) -> str:
        """Wait until loading has ended.

        Returns:
            What went wrong, as a text for the reader; "" where nothing did.
        """
        self._ended.wait()
        return self._problem

    def _run(self) -> None:
        try:
            self._dossier.warm_up()
        except DossierError as error:
            _log.warning("%s", error)
            self._problem = str(error)
        except Exception:  # noqa: BLE001 (the page must say something, whatever failed)
            _log.exception("The models cannot be loaded")
            self._problem = page_messages.NOT_LOADED
        finally:
            self._ended.set()
