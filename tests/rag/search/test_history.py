"""How much of a conversation counts."""

from collections.abc import Sequence
from typing import Any

import rag
from rag.search.history import CHARACTERS, TURNS, remembered


def test_history_is_bounded() -> None:
    turns = [rag.Turn("user" if n % 2 == 0 else "assistant", f"{n}") for n in range(100)]
    assert remembered(turns) == tuple(turns[-TURNS:])
    long = [rag.Turn(turn.role, "x" * (CHARACTERS // 5)) for turn in turns]
    kept = remembered(long)
    assert sum(len(turn.content) for turn in kept) <= CHARACTERS
    assert (kept[0].role, len(kept)) == ("user", 4)
    assert remembered([rag.Turn("user", "x" * (CHARACTERS + 1))]) == ()


def test_of_a_long_history_the_last_turns_alone_are_read() -> None:
    class History(Sequence[rag.Turn]):
        def __len__(self) -> int:
            return 10**9

        def __getitem__(self, index: Any) -> Any:
            if isinstance(index, slice):
                return [self[n] for n in range(*index.indices(len(self)))]
            assert index >= len(self) - TURNS
            return rag.Turn("user", str(index))

    assert len(remembered(History())) == TURNS
