"""Whether a document's file has changed, judged by the file's metadata."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.syncing.file_states import file_state
from rag.library.register import Stamp
from tests.conftest import Write
from tests.ingest.syncing.registered import entry

RAIN = "Rain fell in Ostrava."


def test_a_file_as_it_was_read_is_current(write: Write) -> None:
    assert file_state(entry(write("a.txt", RAIN), RAIN)) == "current"


def test_a_file_with_another_time_or_size_has_changed(write: Write) -> None:
    path = write("a.txt", RAIN)
    before = entry(path, RAIN)
    os.utime(path, ns=(1, 1))
    assert file_state(before) == "changed"
    path.write_text("Rain.")
    assert file_state(before) == "changed"


@pytest.mark.parametrize("name", ["gone.txt", "a.txt/below.txt", "sub"])
def test_what_is_no_file_is_missing(write: Write, folder: Path, name: str) -> None:
    write("a.txt", RAIN)
    write("sub/b.txt", RAIN)
    assert file_state(entry(folder / name, RAIN, stamp=Stamp(1, 1))) == "missing"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows calls such a path missing")
@pytest.mark.parametrize("name", ["x" * 300, "a\0b"])
def test_a_path_that_the_system_refuses_is_unknown(folder: Path, name: str) -> None:
    assert file_state(entry(folder / name, RAIN, stamp=Stamp(1, 1))) == "unknown"


def test_a_document_of_another_index_format_is_outdated(write: Write) -> None:
    path = write("a.txt", RAIN)
    before = replace(entry(path, RAIN), index_format="old")
    assert file_state(before) == "outdated"
    path.unlink()
    assert file_state(before) == "missing"
