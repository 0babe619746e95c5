"""Questions made from documents are questions that these documents answer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

import ingest
import rag
from rag.answering.suggestions import Kept, Suggestions, latest_of
from rag.dossier import Dossier
from rag.models.embedder import SentenceTransformerEmbedder
from tests.conftest import ROOT, Sync, Write


def suggestions(dossier: Dossier) -> Suggestions:
    return Suggestions(dossier.retrieve, dossier.record, dossier.document, dossier.settings)


def test_first_questions_are_answered_and_of_several_documents(
    tmp_path_factory: pytest.TempPathFactory, minilm: SentenceTransformerEmbedder
) -> None:
    settings = rag.Settings(data_dir=tmp_path_factory.mktemp("samples"))
    ingest.sync([ROOT / "briefings"], settings=settings, embedder=minilm)
    with rag.open(settings, embedder=minilm) as dossier:
        questions = suggestions(dossier).first(dossier.documents())
        assert len(questions) == 3
        answers = [dossier.answer(question) for question in questions]
        assert all(answer.answered for answer in answers)
        cited = [citation.document.id for answer in answers for citation in answer.citations]
        assert len(set(cited)) > 1
        quoted = [citation.document.id for citation in answers[0].citations]
        follow_ups = suggestions(dossier).next(quoted, f"{questions[0]} {answers[0].text}")
        assert follow_ups
        assert questions[0] not in follow_ups
        assert all(dossier.answer(question).answered for question in follow_ups)
        assert suggestions(dossier).first(dossier.documents()) == questions


def test_a_day_after_the_document_is_one_when_something_is_due(
    write: Write, sync: Sync, dossier: Dossier
) -> None:
    write("2025-03-08-dam.txt", "The dam\n\nThe report on the dam is due on 1 June 2025 at noon.\n")
    sync()
    assert suggestions(dossier).first(dossier.documents()) == ["What is due on 1 June 2025?"]


def test_what_has_been_asked_and_said_is_not_suggested(
    write: Write, sync: Sync, dossier: Dossier
) -> None:
    write("a.txt", "The dam\n\nDr. Ada Moor leads the inquiry. Dr. Ben Lund leads the works.\n")
    sync()
    (record,) = dossier.documents()
    known = "Who is Dr. Ada Moor? Dr. Ada Moor leads the inquiry."
    assert suggestions(dossier).next([record.id], known) == ["Who is Dr. Ben Lund?"]
    assert suggestions(dossier).next(["gone"], "") == []


def test_a_document_without_names_and_dates_offers_its_topics(
    write: Write, settings: rag.Settings, minilm: SentenceTransformerEmbedder
) -> None:
    path = write("a.txt", "the dam\n\nthe water level fell. the water level will rise.\n")
    ingest.sync([path], settings=settings, embedder=minilm)
    with rag.open(settings, embedder=minilm) as dossier:
        found = suggestions(dossier).first(dossier.documents())
    assert found == ["What is said about water level?"]


def test_the_first_questions_are_made_once(write: Write, sync: Sync, dossier: Dossier) -> None:
    write("dam.txt", "The dam\n\nDr. Ada Moor leads the inquiry.\n")
    sync()
    asked: list[str] = []

    def retrieve(question: str) -> list[rag.Hit]:
        asked.append(question)
        return dossier.retrieve(question)

    found = Suggestions(retrieve, dossier.record, dossier.document, dossier.settings)
    questions = found.first(dossier.documents())
    searches = len(asked)
    with ThreadPoolExecutor(4) as readers:
        pages = readers.map(lambda _: found.first(dossier.documents()), range(20))
    assert [*pages] == [questions] * 20
    assert questions == ["Who is Dr. Ada Moor?"]
    assert len(asked) == searches
    write("dam.txt", "The dam\n\nDr. Ben Lund leads the inquiry.\n")
    sync()
    assert found.first(dossier.documents()) == ["Who is Dr. Ben Lund?"]
    assert len(asked) > searches


def test_questions_that_are_kept_are_not_asked_again(
    write: Write, sync: Sync, dossier: Dossier
) -> None:
    write("2025-03-08-dam.txt", "The dam\n\nDr. Ada Moor leads it. It is due on 1 June 2025.\n")
    write("2025-03-07-port.txt", "The port\n\nDr. Ben Lund leads it. It is due on 2 June 2025.\n")
    sync()
    asked: list[str] = []

    def retrieve(question: str) -> list[rag.Hit]:
        asked.append(question)
        return dossier.retrieve(question)

    def made(kept: Kept) -> list[str]:
        asked.clear()
        read = (dossier.record, dossier.document, dossier.settings)
        return Suggestions(retrieve, *read, kept=lambda: kept).first(dossier.documents())

    dam, port = dossier.documents()
    of_dam = suggestions(dossier).of_document(dam)
    assert [one.question for one in of_dam] == [
        "Who is Dr. Ada Moor?",
        "What is due on 1 June 2025?",
    ]
    of_both = {dam.version: of_dam, port.version: suggestions(dossier).of_document(port)}
    questions = made(of_both)
    assert questions[:2] == ["Who is Dr. Ada Moor?", "What is due on 2 June 2025?"]
    assert asked == []
    assert made({dam.version: of_dam})[0] == "Who is Dr. Ada Moor?"
    assert asked
    assert "Who is Dr. Ada Moor?" not in asked
    assert made({"another": of_dam, dam.version: ()})[0] != "Who is Dr. Ada Moor?"


def test_the_latest_documents_are_few() -> None:
    now = datetime(2026, 5, 5, tzinfo=UTC)
    days = [None, *(date(2026, 5, day) for day in range(1, 9))]
    records = [
        rag.DocumentRecord(str(n), "A", "", day, "", str(n), 1, 1, now)
        for n, day in enumerate(days)
    ]
    assert [record.id for record in latest_of(records)] == ["8", "7", "6", "5", "4", "3"]
    assert [record.id for record in latest_of(records[:2])] == ["1", "0"]


def test_a_document_is_read_once_and_its_first_pages_alone(dossier: Dossier) -> None:
    text = f"The dam\n\nDr. Ada Moor leads it.{' The water rose.' * 2_000} Dr. Ben Lund left."
    day = date(2026, 5, 5)
    now = datetime(2026, 5, 5, tzinfo=UTC)
    record = rag.DocumentRecord("1", "The dam", "", day, "", "1", 1, len(text), now)
    document = rag.Document("1", "The dam", "", day, text, (), (), "")
    asked: list[str] = []
    read: list[str] = []

    def retrieve(question: str) -> list[rag.Hit]:
        asked.append(question)
        return []

    def read_document(identifier: str) -> rag.Document:
        read.append(identifier)
        return document

    found = Suggestions(retrieve, lambda _: record, read_document, dossier.settings)
    for _ in range(3):
        assert found.next(["1"], "") == []
    assert read == ["1"]
    assert "Who is Dr. Ada Moor?" in asked
    assert "Who is Dr. Ben Lund?" not in asked
