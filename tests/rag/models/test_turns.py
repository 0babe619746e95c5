"""Turns: one at a time, and short work before long work."""

import threading

import pytest

from rag.models.turns import Turns


def test_short_work_goes_first_and_else_whoever_came_first() -> None:
    turns = Turns()
    done: list[str] = []

    def work(name: str, first: bool) -> None:
        with turns.turn(first=first):
            done.append(name)

    comers = {"sync": False, "other sync": False, "question": True, "other question": True}
    threads = [threading.Thread(target=work, args=comer) for comer in comers.items()]
    with turns.turn(first=False):
        for number, thread in enumerate(threads, 1):
            thread.start()
            while turns.waiting < number:
                assert thread.is_alive()
        assert done == []
    for thread in threads:
        thread.join(30)
    assert done == ["question", "other question", "sync", "other sync"]
    assert turns.waiting == 0


def test_an_error_gives_the_turn_up() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="bad"), turns.turn(first=True):
        raise ValueError("bad")
    with turns.turn(first=False):
        assert turns.waiting == 0
