"""The lock of a library: one writer, named to those who find it busy."""

import multiprocessing
import os
import socket
import stat
from pathlib import Path

import pytest

import rag
from rag.errors import LibraryBusyError, LibraryError
from rag.library import one_writer


def test_a_second_writer_is_told_who_the_first_is(settings: rag.Settings) -> None:
    with one_writer(settings, wait=False), pytest.raises(LibraryBusyError) as busy:
        one_writer(settings, wait=False).__enter__()
    who = f"process {os.getpid()} on {socket.gethostname()} since 2"
    assert f"The library in {settings.data_dir} is being written to by {who}" in busy.value.message
    assert busy.value.remedy == "Wait for it to end, or leave out --no-wait."


def test_the_lock_is_free_again(settings: rag.Settings) -> None:
    for _ in range(2):
        with one_writer(settings, wait=False):
            pass
    with pytest.raises(ZeroDivisionError), one_writer(settings, wait=False):
        _ = 1 / 0
    with one_writer(settings, wait=False):
        pass


def hold_and_die(data_dir: Path) -> None:
    one_writer(rag.Settings(data_dir=data_dir), wait=False).__enter__()
    os._exit(9)


@pytest.mark.process
def test_the_lock_of_a_process_that_died_is_free(settings: rag.Settings) -> None:
    process = multiprocessing.get_context("fork").Process(
        target=hold_and_die, args=(settings.data_dir,)
    )
    process.start()
    process.join(20)
    assert process.exitcode == 9
    with one_writer(settings, wait=False):
        pass


@pytest.mark.parametrize("content", ["", "[]", "{}", "no JSON"])
def test_an_owner_that_cannot_be_read(settings: rag.Settings, content: str) -> None:
    with one_writer(settings, wait=False):
        (settings.data_dir / "writer.json").write_text(content)
        with pytest.raises(LibraryBusyError, match="is being written to by another process"):
            one_writer(settings, wait=False).__enter__()


def test_the_data_folder_is_private(settings: rag.Settings) -> None:
    with one_writer(settings, wait=False):
        assert stat.S_IMODE(settings.data_dir.stat().st_mode) == 0o700


def test_a_file_in_the_place_of_the_data_folder(settings: rag.Settings) -> None:
    settings.data_dir.write_text("a file")
    with pytest.raises(LibraryError) as failed:
        one_writer(settings, wait=True).__enter__()
    assert failed.value.message == (
        f"The data folder {settings.data_dir} cannot be written to (File exists)."
    )
    assert "DOSSIER_DATA_DIR" in failed.value.remedy
