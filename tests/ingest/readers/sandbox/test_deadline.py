from math import inf

from ingest.readers.sandbox.deadline import ending_in, seconds_left


def test_without_a_bound_there_is_no_end() -> None:
    assert seconds_left() == inf


def test_a_bound_holds_within() -> None:
    with ending_in(60):
        assert 59 < seconds_left() <= 60
        with ending_in(5):
            assert seconds_left() <= 5
        assert seconds_left() > 5
    assert seconds_left() == inf
