import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ingest import readers
from ingest.readers import ReaderProcess
from ingest.readers.base import Content
from rag.errors import UnreadableError
from tests.conftest import ROOT
from tests.ingest.readers import hostile, make

pytestmark = pytest.mark.process

posix_only = pytest.mark.skipif(os.name != "posix", reason="this system bounds only the time")


@pytest.fixture
def process() -> Iterator[ReaderProcess]:
    with ReaderProcess() as process:
        yield process


def test_many_files_take_one_child(process: ReaderProcess) -> None:
    assert [process.read(hostile.echo, b"%d" % n).text for n in range(50)] == [
        str(n) for n in range(50)
    ]


def test_large_data_passes_whole(process: ReaderProcess) -> None:
    data = b"0123456789" * 1_000_000
    assert process.read(hostile.echo, data).text == data.decode()


def test_a_reader_that_hangs_is_killed_and_the_next_file_is_read() -> None:
    with ReaderProcess(seconds=0.5) as process:
        started = time.monotonic()
        with pytest.raises(
            UnreadableError, match=r"longer than the 0\.5 s .*DOSSIER_READER_SECONDS"
        ):
            process.read(hostile.hang, b"")
        assert time.monotonic() - started < 10
        assert process.read(hostile.echo, b"next").text == "next"


@posix_only
def test_a_reader_that_swells_is_stopped_and_the_next_file_is_read() -> None:
    with ReaderProcess(memory_mb=400) as process:
        with pytest.raises(UnreadableError, match=r"the 400 MB .*DOSSIER_READER_MEMORY_MB"):
            process.read(hostile.swell, b"")
        assert process.read(hostile.echo, b"next").text == "next"


@posix_only
def test_a_crash_is_reported_and_the_next_file_is_read(process: ReaderProcess) -> None:
    with pytest.raises(
        UnreadableError,
        match=r"crashed on the file \(signal 11\), which is probably damaged\. Open",
    ):
        process.read(hostile.crash, b"")
    with pytest.raises(UnreadableError, match=r"crashed on the file \(exit 3\)"):
        process.read(hostile.leave, b"")
    assert process.read(hostile.echo, b"next").text == "next"


def test_what_a_reader_raises_is_reported(process: ReaderProcess) -> None:
    with pytest.raises(UnreadableError) as refused:
        process.read(hostile.refuse, b"no")
    assert refused.value.message == "The file says 'no'."
    assert refused.value.remedy == "Write something else."
    with pytest.raises(UnreadableError, match=r"failed on the file \(KeyError\)\. Open it"):
        process.read(hostile.fail, b"")


@posix_only
@pytest.mark.parametrize("reply", [b"[]|||", b"{}|||", b'{"sections": 1}|||', b"[" * 9999 + b"|||"])
def test_a_malformed_reply_is_reported_and_the_next_file_is_read(
    process: ReaderProcess, reply: bytes
) -> None:
    with pytest.raises(UnreadableError, match="malformed reply"):
        process.read(hostile.lie, reply)
    assert process.read(hostile.echo, b"next").text == "next"


def test_a_text_of_too_many_sentences_is_refused(process: ReaderProcess) -> None:
    with pytest.raises(UnreadableError, match=r"has 600,001 sentences, .* Split it\."):
        process.read(hostile.many_sentences, b"600001")


def test_a_title_is_cut_and_the_date_of_the_first_lines_comes_with_it(
    process: ReaderProcess,
) -> None:
    content = process.read(hostile.titled, b"word " * 300 + b"\n4 March 2026\n")
    assert content.title == "word " * 200
    assert (content.published, content.published_from) == (date(2026, 3, 4), "line")


def test_what_a_reader_prints_does_no_harm(process: ReaderProcess) -> None:
    assert process.read(hostile.chatter, b"said").text == "said"


def test_what_is_no_letter_does_not_arrive(process: ReaderProcess) -> None:
    assert process.read(hostile.surrogate, b"").text == "half ? letter"


def test_the_child_loads_no_heavy_library(process: ReaderProcess) -> None:
    loaded = set(process.read(hostile.modules, b"").text.splitlines())
    assert not loaded & {"torch", "chromadb", "llama_index", "numpy", "lxml", "docx", "pypdfium2"}
    assert "pydantic" not in loaded


def test_a_child_that_does_not_start_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, process: ReaderProcess
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", str(tmp_path / "nothing"))
        with pytest.raises(UnreadableError, match=r"does not start \(No such file"):
            process.read(hostile.echo, b"")
    assert process.read(hostile.echo, b"next").text == "next"


@posix_only
def test_no_child_is_left_behind() -> None:
    process = ReaderProcess()
    pid = int(process.read(_pid, b"").text)
    process.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@posix_only
def test_the_child_ends_with_its_parent() -> None:
    script = (
        "import time\nfrom ingest.readers import ReaderProcess\n"
        "from tests.ingest.readers.sandbox.test_parent import _pid\n"
        "print(ReaderProcess().read(_pid, b'').text, flush=True)\ntime.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=ROOT)
    assert parent.stdout
    pid = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 10
    while _runs(pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _runs(pid)


def test_the_child_imports_nothing_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, process: ReaderProcess
) -> None:
    (tmp_path / "struct.py").write_text("raise SystemExit('imported')")
    monkeypatch.chdir(tmp_path)
    assert process.read(hostile.echo, b"safe").text == "safe"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.HTML", make.html()),
        ("a.htm", make.html()),
        ("a.pdf", make.pdf([["A line."]])),
        ("a.docx", make.docx()),
        ("a.eml", make.eml(plain="A line.")),
        ("a.txt", b"A line."),
    ],
)
def test_every_format_becomes_a_document(name: str, data: bytes, process: ReaderProcess) -> None:
    document = readers.read(Path("/x") / name, data, "id", process).document
    assert document.text
    assert document.title
    assert Path(name).suffix.lower() in readers.suffixes()


def test_without_a_process_one_is_started_for_the_file() -> None:
    assert readers.read(Path("a.html"), b"<p>Words.</p>", "id").document.text == "Words."


def _pid(data: bytes) -> Content:
    return hostile.echo(str(os.getpid()).encode())


def _runs(pid: int) -> bool:
    """Whether the process runs; one that has ended but was not waited for does not."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
