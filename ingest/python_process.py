"""Starting a child process that runs code of this program and talks through its pipes."""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO


def start_python(
    code: str, *, stderr: int | None = None, creation_flags: int = 0
) -> "subprocess.Popen[bytes]":
    """Start a child with pipes to its stdin and from its stdout.

    Args:
        code: what it runs; it imports the same modules as this process.
        stderr: as for `subprocess.Popen`; by default that of this process.
        creation_flags: of Windows.

    Raises:
        OSError: the system cannot start another process.
    """
    # Not multiprocessing, which would run the main module of a user's script again.
    return subprocess.Popen(
        # -P: a folder of briefings must not be where the child imports from.
        [sys.executable, "-P", "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env={**os.environ, "PYTHONPATH": _import_path()},
        creationflags=creation_flags,
        # A terminal sends signals to all processes of a session; the parent handles them.
        start_new_session=True,
    )


def pipe(stream: IO[bytes] | None) -> IO[bytes]:
    """One of the two pipes of such a child."""
    assert stream is not None
    return stream


def how_it_ended(exit_code: int | None) -> str:
    """How a child ended, as a phrase, e.g. "signal 9"."""
    if exit_code is not None and exit_code < 0:
        return f"signal {-exit_code}"
    return f"exit {exit_code}"


def _import_path() -> str:
    return os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
