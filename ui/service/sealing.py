"""Seals, by which answers that a browser has kept are known to have been given here.

A browser may bring back anything as a kept conversation. That is shown as it is, but a verdict is
noted only on what was really answered. The key of the seals lies in the data folder, so that they
hold after a restart.
"""

import hashlib
import hmac
import json
import logging
import os
import secrets
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from rag import Settings
from ui.service.conversation import Exchange

FILE = "answers.key"
_BYTES = 32
_log = logging.getLogger(__name__)


class Sealer:
    """Seals answers and knows them again. Safe across threads.

    Args:
        settings: say where the key lies.
    """

    def __init__(self, settings: Settings) -> None:
        self._path = settings.data_dir / FILE
        self._key = b""
        self._reading = threading.Lock()

    def sealed(self, exchange: Exchange) -> Exchange:
        """The exchange with its seal; as it is where its answer is not complete."""
        return replace(exchange, seal=self._seal(exchange)) if exchange.outcome else exchange

    def is_sealed(self, exchange: Exchange) -> bool:
        """Whether it is just as it was sealed; the reader's verdict may be another."""
        return hmac.compare_digest(self._seal(exchange).encode(), exchange.seal.encode())

    def _seal(self, exchange: Exchange) -> str:
        engine = exchange.outcome.engine if exchange.outcome else ""
        quoted = [(one.document.id, one.start, one.end, one.quote) for one in exchange.citations]
        said = [exchange.id, exchange.question, exchange.text, engine, quoted]
        return hmac.new(self._read(), json.dumps(said).encode(), hashlib.sha256).hexdigest()

    def _read(self) -> bytes:
        with self._reading:
            if not self._key:
                self._key = _key_in(self._path)
            return self._key


def _key_in(path: Path) -> bytes:
    """The key in that file, which is made where it is missing.

    Where it cannot be kept, a key of this process alone.
    """
    made = secrets.token_bytes(_BYTES)
    scratch = path.with_name(f"{FILE}.{os.getpid()}")
    try:
        if not path.exists():
            with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
                file.write(made)
            with suppress(FileExistsError):
                os.link(scratch, path)  # whole, and the first of several processes wins
        found = path.read_bytes()
    except OSError as error:
        _log.warning("%s cannot be kept (%s); seals hold until the next start", path, error)
        return made
    finally:
        with suppress(OSError):
            scratch.unlink()
    return found if len(found) == _BYTES else made
