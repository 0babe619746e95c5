"""A sync makes the suggested questions of the latest documents, and keeps them."""

from collections.abc import Sequence
from pathlib import Path

import pytest

import ingest
import rag
from rag.answering.kept_suggestions import load_suggestions
from rag.models.embedder import Vectors
from rag.testing.embedder import FakeEmbedder

pytestmark = pytest.mark.process
NAME = "suggestions-1.json"


class Counting(FakeEmbedder):
    """Counts the texts that it embeds."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return super().embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return super().embed_passages(texts)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "briefings").mkdir()
    return tmp_path / "briefings"


def write(folder: Path, day: int, person: str) -> Path:
    path = folder / f"2026-05-{day:02}.txt"
    path.write_text(f"Briefing {day}\n\nDr. {person} leads the inquiry.\n", encoding="utf-8")
    return path


def kept(settings: rag.Settings) -> list[list[str]]:
    return [[one.question for one in each] for each in load_suggestions(settings).values()]


def test_the_questions_of_the_latest_documents_are_kept(
    folder: Path, settings: rag.Settings
) -> None:
    people = ["Ada Moor", "Ben Lund", "Cy Orr", "Di Fenn", "Ed Gray", "Fay Hill", "Gus Iver"]
    for day, person in enumerate(people, 1):
        write(folder, day, person)
    embedder = Counting()
    ingest.sync([folder], settings=settings, embedder=embedder)
    assert kept(settings) == [[f"Who is Dr. {person}?"] for person in people[:0:-1]]
    embedder.texts.clear()
    write(folder, 8, "Hal Judd")
    ingest.sync([folder], settings=settings, embedder=embedder)
    assert kept(settings)[:2] == [["Who is Dr. Hal Judd?"], ["Who is Dr. Gus Iver?"]]
    assert len(kept(settings)) == 6
    asked = [text for text in embedder.texts if text.startswith("Who is")]
    assert set(asked) == {"Who is Dr. Hal Judd?"}


def test_a_changed_document_has_other_questions(folder: Path, settings: rag.Settings) -> None:
    write(folder, 1, "Ada Moor")
    ingest.sync([folder], settings=settings, embedder=FakeEmbedder())
    write(folder, 1, "Benedict Lund")
    ingest.sync([folder], settings=settings, embedder=FakeEmbedder())
    assert kept(settings) == [["Who is Dr. Benedict Lund?"]]


def test_the_file_may_be_lost_or_damaged(folder: Path, settings: rag.Settings) -> None:
    write(folder, 1, "Ada Moor")
    ingest.sync([folder], settings=settings, embedder=FakeEmbedder())
    (settings.data_dir / NAME).write_bytes(b"rubbish")
    assert ingest.sync([folder], settings=settings, embedder=FakeEmbedder()).unchanged
    write(folder, 2, "Ben Lund")
    ingest.sync([folder], settings=settings, embedder=FakeEmbedder())
    assert kept(settings) == [["Who is Dr. Ben Lund?"], ["Who is Dr. Ada Moor?"]]


def test_a_sync_that_is_stopped_or_embeds_nothing_makes_none(
    folder: Path, settings: rag.Settings
) -> None:
    write(folder, 1, "Ada Moor")
    done: list[int] = []
    ingest.sync(
        [folder],
        settings=settings,
        embedder=FakeEmbedder(),
        progress=lambda now: done.append(now.documents_done),
        should_stop=lambda: 1 in done,
    )
    assert done[-1] == 1
    assert kept(settings) == []
    write(folder, 2, "Ben Lund")
    ingest.sync([folder], settings=settings, embedder=FakeEmbedder())
    (folder / "2026-05-01.txt").unlink()
    embedder = Counting()
    ingest.sync([folder], settings=settings, embedder=embedder)
    assert embedder.texts == []


def test_a_sync_after_it_has_nothing_to_do(folder: Path, settings: rag.Settings) -> None:
    write(folder, 1, "Ada Moor")
    ingest.sync([folder], settings=settings, embedder=FakeEmbedder())
    before = (settings.data_dir / "snapshot-1.json").read_bytes()
    ingest.sync([folder], settings=settings, embedder=FakeEmbedder())
    assert (settings.data_dir / "snapshot-1.json").read_bytes() == before
