"""One job at a time, followed from its beginning to its end."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from ingest import Progress, SyncReport
from rag import LibraryBusyError, LibraryError
from ui.service.jobs import JobRunner, JobStatus, OnProgress, ShouldStop, Work

BUSY = "The library is being changed by another job. Try again when it has finished."
DONE = SyncReport(added=("a.txt",))


class Held:
    """Work that waits at each step until the test lets it go on."""

    def __init__(self) -> None:
        self.has_begun, self.go_on = threading.Event(), threading.Event()
        self.was_stopped = False

    def __call__(self, progress: OnProgress, should_stop: ShouldStop) -> SyncReport:
        progress(Progress(1, 2, 5))
        self.has_begun.set()
        assert self.go_on.wait(30)
        self.was_stopped = should_stop()
        return DONE


@pytest.fixture
def runner() -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    runner.close()


@pytest.fixture
def held(runner: JobRunner) -> Iterator[Held]:
    """A job that has begun."""
    work = Held()
    runner.start("Sync of /b", work)
    assert work.has_begun.wait(30)
    yield work
    work.go_on.set()


def ended(runner: JobRunner, work: Work) -> JobStatus:
    """What became of a job."""
    runner.start("Sync of /b", work)
    runner.close()
    assert runner.latest is not None
    return runner.latest


def followed(runner: JobRunner) -> list[JobStatus]:
    """The latest job's states until it has ended."""

    async def follow() -> list[JobStatus]:
        return [status async for status in runner.follow()]

    return asyncio.run(follow())


def failing(error: Exception) -> Work:
    def work(_progress: OnProgress, _should_stop: ShouldStop) -> SyncReport:
        raise error

    return work


def test_before_the_first_job_there_is_none(runner: JobRunner) -> None:
    assert runner.latest is None
    assert not runner.is_running
    assert runner.ended == 0
    runner.stop()
    runner.close()
    assert runner.latest is None


def test_a_job_has_a_title_and_its_progress_until_it_has_a_report(
    runner: JobRunner, held: Held
) -> None:
    assert runner.latest == JobStatus("Sync of /b", Progress(1, 2, 5))
    assert runner.is_running
    held.go_on.set()
    runner.close()
    assert runner.latest.report == DONE
    assert not runner.is_running
    assert runner.ended == 1


def test_a_job_that_is_stopped_is_told_so(runner: JobRunner, held: Held) -> None:
    runner.stop()
    assert runner.latest is not None
    assert runner.latest.is_stopping
    assert runner.is_running
    held.go_on.set()
    runner.close()
    assert held.was_stopped
    assert runner.latest.report == DONE


def test_a_second_job_is_refused_until_the_first_has_ended(runner: JobRunner, held: Held) -> None:
    with pytest.raises(LibraryBusyError) as refused:
        runner.start("Sync of /c", Held())
    assert str(refused.value) == BUSY
    assert refused.value.remedy == "Try again when it has finished."
    held.go_on.set()
    runner.close()
    assert ended(runner, lambda _progress, _stop: SyncReport()).report == SyncReport()
    assert runner.ended == 2


def test_a_stop_does_not_reach_the_next_job(runner: JobRunner, held: Held) -> None:
    runner.stop()
    held.go_on.set()
    runner.close()
    stops: list[bool] = []

    def work(_progress: OnProgress, should_stop: ShouldStop) -> SyncReport:
        stops.append(should_stop())
        return DONE

    runner.start("Sync of /c", work)
    assert followed(runner)[-1].report == DONE
    assert stops == [False]


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (LibraryBusyError("Process 7 writes to it.", "Wait."), BUSY),
        (
            LibraryError("The disk is full.", "Free some space."),
            "The disk is full. Free some space.",
        ),
        (
            ValueError("inside"),
            "Something went wrong; the server's log has the details. Try again.",
        ),
    ],
)
def test_why_a_job_failed(
    runner: JobRunner, error: Exception, problem: str, caplog: pytest.LogCaptureFixture
) -> None:
    status = ended(runner, failing(error))
    assert (status.problem, status.report, status.is_running) == (problem, None, False)
    assert runner.ended == 1
    assert ("inside" in caplog.text) == isinstance(error, ValueError)


def test_a_job_is_followed_until_it_has_ended(runner: JobRunner, held: Held) -> None:
    async def follow() -> list[JobStatus]:
        seen = []
        async for status in runner.follow():
            seen.append(status)
            held.go_on.set()
        return seen

    first, *_, last = asyncio.run(follow())
    assert first == JobStatus("Sync of /b", Progress(1, 2, 5))
    assert last.report == DONE
    assert followed(runner) == [last]


def test_where_there_is_no_job_there_is_nothing_to_follow(runner: JobRunner) -> None:
    assert followed(runner) == []
