"""Reading files in a process of its own, bounded in time and memory.

A file that hangs, swells or crashes its reader is reported, and nothing else is lost.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from ingest.readers.base import Content, SplitContent
from ingest.readers.sandbox.child import content_from, receive, send
from rag.errors import UnreadableError

SECONDS = 60.0
MEMORY_MB = 2048

_START_SECONDS = 60.0
_MOST_REPLY = 500_000_000
"""Bytes of one frame of a reply: ten times the largest file that is indexed by default."""
_REPLY_FRAMES = 3
_CODE = "from ingest.readers.sandbox.child import main; main()"
_RESAVE = "open it in the program that made it and save it again"


class ReaderProcess:
    """A child process that reads files one after the other.

    It is started with `start` or at the first file, and started anew after a file that ended it. It
    ends with `close`, or by itself when this process does. One thread may use it at a time.
    """

    def __init__(self, seconds: float = SECONDS, memory_mb: int = MEMORY_MB) -> None:
        """Set the bounds.

        Args:
            seconds: the longest that one file may take.
            memory_mb: the most address space, in MiB, that the child may take; not enforced on
                Windows.
        """
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._child: subprocess.Popen[bytes] | None = None
        self._ready = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child, if there is one; a later `read` starts another."""
        child, self._child = self._child, None
        self._ready = False
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            # What was still to be written to the child is of no use any more.
            with suppress(OSError):
                if pipe:
                    pipe.close()

    def read(self, reader: Callable[[bytes], Content], data: bytes) -> SplitContent:
        """What the reader finds in a file's bytes, and where its sentences are.

        Args:
            reader: a module's function; the child imports it by its name.

        Raises:
            UnreadableError: the reader refuses the file, or finds no text in it, or goes beyond a
                bound, or crashes.
        """
        child = self._running()
        name = f"{reader.__module__}:{reader.__qualname__}"
        reply, late = self._exchange(child, self._seconds, [name.encode(), data], _REPLY_FRAMES)
        if reply is None:
            ended = child.returncode
            raise UnreadableError(self._too_long() if late else _crashed(ended))
        found = content_from(reply)
        if isinstance(found, SplitContent):
            return found
        if "memory" in found:
            self.close()
            raise UnreadableError(
                f"it takes more than the {self._memory_mb} MB of memory to read that "
                "DOSSIER_READER_MEMORY_MB allows; split it or raise the setting"
            )
        if "failed" in found:
            raise UnreadableError(f"its reader failed on it ({found['failed']}); {_RESAVE}")
        raise UnreadableError(str(found["unreadable"]))

    def start(self) -> None:
        """Start the child, if there is none, without waiting until it is ready to read.

        Raises:
            UnreadableError: the system starts no further process.
        """
        if self._child is not None and self._child.poll() is None:
            return
        self.close()
        try:
            # Not multiprocessing: that would run the main module of a user's script again.
            self._child = subprocess.Popen(
                # -P: a folder of briefings must not be where the child imports from.
                [sys.executable, "-P", "-c", _CODE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": _import_path()},
                # What a terminal sends to all that it runs is for the parent to act on.
                start_new_session=True,
            )
        except OSError as error:
            raise UnreadableError(_not_started(error.strerror)) from error

    def _running(self) -> "subprocess.Popen[bytes]":
        self.start()
        child = self._child
        assert child is not None
        if not self._ready:
            limits = {"seconds": self._seconds, "memory": self._memory_mb << 20}
            reply, _ = self._exchange(child, _START_SECONDS, [json.dumps(limits).encode()], 1)
            if reply is None:
                raise UnreadableError(_not_started(child.returncode))
            self._ready = True
        return child

    def _exchange(
        self, child: "subprocess.Popen[bytes]", seconds: float, frames: Sequence[bytes], count: int
    ) -> tuple[list[bytes] | None, bool]:
        """The frames of the child's reply, `count` of them, and whether it was late.

        Where there is no reply, the child is ended. One that has not replied in time is killed,
        which ends the waiting for it.
        """
        late = threading.Event()

        def end() -> None:
            late.set()
            child.kill()

        alarm = threading.Timer(seconds, end)
        alarm.daemon = True
        alarm.start()
        reply = None
        try:
            reply = _talk(child, frames, count)
        finally:
            alarm.cancel()
            if reply is None:
                self.close()
        return reply, late.is_set()

    def _too_long(self) -> str:
        return (
            f"it takes longer than the {self._seconds:g} s to read that DOSSIER_READER_SECONDS "
            f"allows; split it, raise the setting, or {_RESAVE}"
        )


def _not_started(why: object) -> str:
    return (
        f"the process that reads files does not start ({why}); try `{sys.executable} -c '{_CODE}'`"
    )


def _import_path() -> str:
    """Where this process imports from, for the child to do the same."""
    return os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)


def _crashed(ended: int | None) -> str:
    how = f"signal {-ended}" if ended is not None and ended < 0 else f"exit {ended}"
    return f"its reader crashed on it ({how}); it is damaged, {_RESAVE}"


def _talk(
    child: "subprocess.Popen[bytes]", frames: Sequence[bytes], count: int
) -> list[bytes] | None:
    assert child.stdin is not None
    assert child.stdout is not None
    reply: list[bytes] = []
    try:
        for frame in frames:
            send(child.stdin, frame)
        while len(reply) < count and (part := receive(child.stdout, _MOST_REPLY)) is not None:
            reply.append(part)
    except OSError:
        pass  # It has ended, and says no more.
    except OverflowError as error:
        raise UnreadableError("it holds too much text; split it") from error
    if len(reply) == count:
        return reply
    # Its pipe closes a moment before its exit code is there.
    with suppress(subprocess.TimeoutExpired):
        child.wait(1.0)
    return None
