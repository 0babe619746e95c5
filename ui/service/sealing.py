"""Seals: signatures that show which saved answers were given by this library.

A browser may send anything as a saved conversation. It is shown as it is, but verdicts are recorded
only on answers that were really given. A seal is an HMAC whose key is a file of the data folder, so
that seals hold after a restart.
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
"""Length of the key: as long as the digest (RFC 2104, section 3)."""

_log = logging.getLogger(__name__)


class Sealer:
    """Seals answers, and checks seals. Safe across threads.

    Args:
        settings: name the data folder, which has the key.
    """

    def __init__(self, settings: Settings) -> None:
        self._path = settings.data_dir / FILE
        self._key = b""
        self._reading = threading.Lock()

    def sealed(self, exchange: Exchange) -> Exchange:
        """The exchange with its seal; unchanged where its answer is not complete."""
        return replace(exchange, seal=self._seal(exchange)) if exchange.outcome else exchange

    def is_sealed(self, exchange: Exchange) -> bool:
        """Whether it is as it was when it was sealed; its verdict and scope may have changed."""
        return hmac.compare_digest(self._seal(exchange).encode(), exchange.seal.encode())

    def _seal(self, exchange: Exchange) -> str:
        engine = exchange.outcome.engine if exchange.outcome else ""
        quoted = [(one.document.id, one.start, one.end, one.quote) for one in exchange.citations]
        sealed = [exchange.id, exchange.question, exchange.text, engine, quoted]
        return hmac.new(self._read(), json.dumps(sealed).encode(), hashlib.sha256).hexdigest()

    def _read(self) -> bytes:
        with self._reading:
            if not self._key:
                self._key = _key_in(self._path)
            return self._key


def _key_in(path: Path) -> bytes:
    """The key in that file, which is written where it is missing.

    Where it cannot be written or read, a key for this process alone.
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
        _log.warning("%s cannot be used (%s); seals hold until the next start", path, error)
        return made
    finally:
        with suppress(OSError):
            scratch.unlink()
    return found if len(found) == _BYTES else made
