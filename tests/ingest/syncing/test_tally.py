"""What a sync tells of its progress, by a clock of the test's own."""

from pathlib import Path

from ingest import Progress
from ingest.syncing.files import FoundFile
from ingest.syncing.plan import Planned
from ingest.syncing.tally import Tally
from rag.library import Entry, Stamp
from tests.ingest.syncing.registered import entry


def planned(source: str, size: int, known: Entry | None = None) -> Planned:
    return Planned(
        FoundFile(source, source, size, 0), f"id of {source}", known=(known,) if known else ()
    )


def test_the_time_left_is_that_of_the_bytes_left() -> None:
    told: list[Progress] = []
    now = [100.0]
    tally = Tally([planned("a", 300), planned("b", 700)], told.append, lambda: now[0])
    tally.begin()
    now[0] = 101.0
    tally.tell_part(["a"], 1 / 3)
    now[0] = 103.0
    tally.add(["a"], passages=2)
    now[0] = 110.0
    tally.add(["b"], passages=5)
    assert told == [
        Progress(0, 2, 0, 0, 1000, None),
        Progress(0, 2, 0, 100, 1000, 9.0),
        Progress(1, 2, 2, 300, 1000, 7.0),
        Progress(2, 2, 7, 1000, 1000, 0.0),
    ]


def test_a_file_whose_content_is_known_has_no_bytes_to_read() -> None:
    told: list[Progress] = []
    known = entry(Path("/b/a.txt"), "Rain fell.", stamp=Stamp(10, 0))
    tally = Tally([planned("a", 10, known)], told.append, lambda: 0.0)
    tally.begin()
    tally.add(["a"])
    assert told == [Progress(0, 1, 0), Progress(1, 1, 0)]
    assert told[-1].measure == (1, 1)


def test_where_there_is_nothing_to_do_nothing_is_told() -> None:
    told: list[Progress] = []
    Tally([], told.append).begin()
    assert told == []
