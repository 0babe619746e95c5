"""Reading files in a child process, bounded in time and memory.

A file on which its reader hangs, crashes or takes too much memory is reported; the other files are
read all the same.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

from ingest.python_process import how_it_ended, pipe, start_python
from ingest.readers.base import Content, SplitContent
from ingest.readers.sandbox.child import content_from, receive, send
from rag.errors import UnreadableError

SECONDS = 60.0
"""Some forty times what a filing of several hundred pages takes."""
MEMORY_MB = 2048
"""What a machine with 8 GB can spare for the one file that is read at a time."""

_START_SECONDS = 60.0
"""A child starts in 0.3 s; a busy machine with a cold disk may need far longer."""
_MOST_REPLY = 500_000_000
"""Bytes of one frame of a reply: ten times the largest file that is indexed by default."""
_REPLY_FRAMES = 4
"""A description, the text, the offsets and the parts: see `child.Reply`."""
_CODE = "from ingest.readers.sandbox.child import main; main()"
_SAVE_AGAIN = "open it in the program that made it and save it again."


class ReaderProcess:
    """A child process that reads files one after the other.

    It is started by `start` or for the first file, and restarted after a file that ended it. It
    ends with `close`, or by itself when this process ends. One thread may use it at a time.
    """

    def __init__(self, seconds: float = SECONDS, memory_mb: int = MEMORY_MB) -> None:
        """Set the bounds.

        Args:
            seconds: the longest that one file may take.
            memory_mb: the most address space, in MiB, that the child may use; not enforced on
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
        """End the child if there is one; a later `read` starts another."""
        child, self._child = self._child, None
        self._ready = False
        if child is None:
            return
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            # Closing flushes what was not yet sent, which fails as the child has ended.
            with suppress(OSError):
                pipe(stream).close()

    def read(self, reader: Callable[[bytes], Content], data: bytes) -> SplitContent:
        """What the reader finds in a file's bytes, and where its sentences are.

        Args:
            reader: a module's function; the child imports it by its name.
            data: the file's bytes.

        Raises:
            UnreadableError: the reader refuses the file, finds no text in it, exceeds a bound or
                crashes; or the child cannot be started.
        """
        child = self._running()
        name = f"{reader.__module__}:{reader.__qualname__}"
        reply, late = self._exchange(child, self._seconds, [name.encode(), data], _REPLY_FRAMES)
        if reply is None:
            raise self._too_long() if late else _crashed(child.returncode)
        try:
            found = content_from(reply)
        except ValueError as error:
            self.close()
            raise _failed("malformed reply") from error
        if isinstance(found, SplitContent):
            return found
        if "memory" in found:
            self.close()
            raise UnreadableError(
                f"Reading the file takes more than the {self._memory_mb} MB of memory that "
                "DOSSIER_READER_MEMORY_MB allows.",
                "Split it or raise the setting.",
            )
        if "unreadable" in found:
            raise UnreadableError(str(found["unreadable"]), str(found.get("remedy", "")))
        raise _failed(str(found["failed"]))

    def start(self) -> None:
        """Start the child if there is none, without waiting until it is ready to read.

        Raises:
            UnreadableError: the system cannot start another process.
        """
        if self._child is not None and self._child.poll() is None:
            return
        self.close()
        try:
            self._child = start_python(_CODE, stderr=subprocess.DEVNULL)
        except OSError as error:
            raise _not_started(error.strerror) from error

    def _running(self) -> "subprocess.Popen[bytes]":
        self.start()
        child = self._child
        assert child is not None
        if not self._ready:
            limits = {"seconds": self._seconds, "memory": self._memory_mb << 20}
            reply, _ = self._exchange(child, _START_SECONDS, [json.dumps(limits).encode()], 1)
            if reply is None:
                raise _not_started(child.returncode)
            self._ready = True
        return child

    def _exchange(
        self, child: "subprocess.Popen[bytes]", seconds: float, frames: Sequence[bytes], count: int
    ) -> tuple[list[bytes] | None, bool]:
        """The `count` frames of the child's reply, or None, and whether the child was late.

        A child that has not replied in time is killed, which ends the wait for it. A child that
        gives no reply is closed.
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

    def _too_long(self) -> UnreadableError:
        return UnreadableError(
            f"Reading the file takes longer than the {self._seconds:g} s that "
            "DOSSIER_READER_SECONDS allows.",
            f"Split it, raise the setting, or {_SAVE_AGAIN}",
        )


def _not_started(reason: object) -> UnreadableError:
    return UnreadableError(
        f"The process that reads files does not start ({reason}).",
        f"Run `{sys.executable} -c '{_CODE}'` to see why.",
    )


def _failed(reason: str) -> UnreadableError:
    return UnreadableError(
        f"The reader of this format failed on the file ({reason}).", _SAVE_AGAIN.capitalize()
    )


def _crashed(ended: int | None) -> UnreadableError:
    how = how_it_ended(ended)
    return UnreadableError(
        f"The reader of this format crashed on the file ({how}), which is probably damaged.",
        _SAVE_AGAIN.capitalize(),
    )


def _talk(
    child: "subprocess.Popen[bytes]", frames: Sequence[bytes], count: int
) -> list[bytes] | None:
    stdin, stdout = pipe(child.stdin), pipe(child.stdout)
    reply: list[bytes] = []
    try:
        for frame in frames:
            send(stdin, frame)
        while len(reply) < count and (part := receive(stdout, _MOST_REPLY)) is not None:
            reply.append(part)
    except OSError:
        pass  # The child has ended; there is no reply.
    except OverflowError as error:
        raise UnreadableError("The file holds too much text.", "Split it.") from error
    if len(reply) == count:
        return reply
    # The child's pipe closes a moment before its exit code is available.
    with suppress(subprocess.TimeoutExpired):
        child.wait(1.0)
    return None
