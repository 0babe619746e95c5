"""A model is loaded once, whatever threads need it."""

import threading
from pathlib import Path

import pytest

from rag.models.loading import Loaded, first_line, folder_or_name

THREADS = 16


def test_a_value_is_loaded_once_by_many_threads() -> None:
    together = threading.Barrier(THREADS)
    waiting = threading.Semaphore(0)
    loads: list[object] = []

    def load() -> object:
        # Not before every other thread is about to ask for the value as well.
        for _ in range(THREADS):
            assert waiting.acquire(timeout=20)
        loads.append(object())
        return loads[-1]

    value = Loaded(load)
    got: list[object] = []

    def ask() -> None:
        together.wait(20)
        waiting.release()
        got.append(value.get())

    threads = [threading.Thread(target=ask) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(loads) == 1
    assert got == loads * THREADS


def test_nothing_is_loaded_before_it_is_needed() -> None:
    loads: list[None] = []
    value = Loaded(lambda: loads.append(None))
    assert loads == []
    value.get()
    value.get()
    assert loads == [None]


def test_one_that_could_not_be_loaded_is_tried_again() -> None:
    answers = iter([ValueError("no"), "yes"])

    def load() -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return str(answer)

    value = Loaded(load)
    with pytest.raises(ValueError, match="no"):
        value.get()
    assert value.get() == "yes"


def test_a_folder_or_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "model").mkdir()
    assert folder_or_name(str(tmp_path / "model")) == str(tmp_path / "model")
    assert folder_or_name("~/model") == str(tmp_path / "model")
    assert folder_or_name("~/missing") == "~/missing"
    assert folder_or_name("sentence-transformers/all-MiniLM-L6-v2") == (
        "sentence-transformers/all-MiniLM-L6-v2"
    )


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ValueError("It is missing.\nMore."), "It is missing"),
        (ValueError(""), "ValueError"),
        (OSError(" \n"), "OSError"),
    ],
)
def test_the_first_line_of_an_error(error: Exception, line: str) -> None:
    assert first_line(error) == line
