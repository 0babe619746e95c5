"""What the process of a sync and its parent send each other.

Both run the same code as the same user, so their messages are pickled; what is read from files is
parsed in a process below, which replies without (`ingest.readers.sandbox`).
"""

import importlib
import logging
import pickle
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, Any

from ingest.report import Progress, SyncReport
from rag.errors import DossierError

_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Task:
    """What the child has to run.

    Attributes:
        function: as "module:function"; it takes `progress` and `should_stop` and returns a
            `SyncReport`. A name, so that the parent need not import it.
        arguments: further arguments by name.
    """

    function: str
    arguments: Mapping[str, Any]

    def run(
        self, progress: Callable[[Progress], None], should_stop: Callable[[], bool], **more: Any
    ) -> SyncReport:
        """Run it in this process, with the arguments and those given here."""
        module, _, function = self.function.partition(":")
        run = getattr(importlib.import_module(module), function)
        report: SyncReport = run(
            **self.arguments, **more, progress=progress, should_stop=should_stop
        )
        return report


@dataclass(frozen=True, slots=True)
class Logged:
    """A record of the child's log."""

    logger: str
    level: int
    message: str


@dataclass(frozen=True, slots=True)
class Crashed:
    """An error that nobody expected, as a trace."""

    trace: str


class Stop:
    """The parent asks the child to stop."""


Message = Progress | Logged | SyncReport | DossierError | Crashed
"""What the child sends; the last one is neither progress nor a record of its log."""


def send(stream: IO[bytes], message: Message | Task | Stop) -> None:
    """Send one message.

    Raises:
        OSError: the other end is closed.
    """
    payload = pickle.dumps(message)
    stream.write(_LENGTH.pack(len(payload)) + payload)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next message; None once the other end is closed."""
    head = _read(stream, _LENGTH.size)
    payload = _read(stream, *_LENGTH.unpack(head)) if head else b""
    return pickle.loads(payload) if payload else None


def _read(stream: IO[bytes], length: int) -> bytes:
    """That many bytes; none where the stream ends before."""
    found = b""
    while len(found) < length:
        part = stream.read(length - len(found))
        if not part:
            return b""
        found += part
    return found


class SendingHandler(logging.Handler):
    """Sends what is logged to the parent, which logs it in its own way.

    Args:
        tell: sends one message.
    """

    def __init__(self, tell: Callable[[Message], None]) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        """Send one record, its trace included."""
        self._tell(Logged(record.name, record.levelno, self.format(record)))
