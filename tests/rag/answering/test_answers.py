"""What an answer without a language model says: parts, dates, differences, whole thoughts."""

from datetime import date
from pathlib import Path

import pytest

import ingest
import rag
from rag.dossier import Dossier
from rag.models.embedder import SentenceTransformerEmbedder
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def samples(
    tmp_path_factory: pytest.TempPathFactory, minilm: SentenceTransformerEmbedder
) -> Dossier:
    settings = rag.Settings(data_dir=tmp_path_factory.mktemp("samples"))
    ingest.sync([ROOT / "briefings"], settings=settings, embedder=minilm)
    return rag.open(settings, embedder=minilm)


def test_each_part_is_answered(samples: Dossier) -> None:
    answer = samples.answer(
        "Who was the master of the Amber Sill, and how much fuel oil did the Amber Sill lose?"
    )
    quotes = [citation.quote for citation in answer.citations]
    assert any("Edda Morvane" in quote for quote in quotes)
    assert any("415 tonnes" in quote for quote in quotes)


def test_a_part_that_the_documents_leave_open_is_named(samples: Dossier) -> None:
    answer = samples.answer(
        "How fast was the Teal Lantern travelling? Which football club won the Merevian cup?"
    )
    assert answer.answered
    assert "17 knots" in answer.text
    assert "The briefings don't say: “Which football club won the Merevian cup?”" in answer.notices


def test_documents_that_differ_are_said_to_and_the_later_comes_first(samples: Dossier) -> None:
    answer = samples.answer("How many tonnes of fuel oil did the Amber Sill lose?")
    days = [citation.document.published or date.min for citation in answer.citations]
    assert days == sorted(days, reverse=True)
    cited = {citation.document.title for citation in answer.citations}
    assert cited == {
        "Collision in the Corvane Strait: first account",
        "Corvane Strait collision: corrected figures",
    }
    (notice,) = answer.notices
    assert "corrected figures” (2026-03-19)" in notice
    assert "the later comes first" in notice


def test_the_latest_is_quoted_alone(samples: Dossier) -> None:
    answer = samples.answer("What is the latest figure of fuel oil lost by the Amber Sill?")
    assert {citation.document.published for citation in answer.citations} == {date(2026, 3, 19)}
    assert answer.search_text.endswith("[latest first]")


def test_as_of_a_date_the_later_documents_are_not_searched(samples: Dossier) -> None:
    answer = samples.answer("As of 5 March 2026, how much fuel oil did the Amber Sill lose?")
    assert "640 tonnes" in answer.text
    assert answer.filters.until == date(2026, 3, 5)
    assert answer.search_text.endswith("[published until 2026-03-05, latest first]")


def test_a_sentence_that_points_back_brings_the_one_before(
    tmp_path: Path, minilm: SentenceTransformerEmbedder
) -> None:
    (tmp_path / "note.txt").write_text(
        "Harbour board\n\nThe harbour board met at Tarn Quay on Monday. "
        "It chose Ilse Varn as its chair. The weather was fair.\n",
        encoding="utf-8",
    )
    settings = rag.Settings(data_dir=tmp_path / "data")
    ingest.sync([tmp_path / "note.txt"], settings=settings, embedder=minilm)
    with rag.open(settings, embedder=minilm) as dossier:
        answer = dossier.answer("Who was chosen as chair?")
    assert answer.text == (
        "The harbour board met at Tarn Quay on Monday. [1] It chose Ilse Varn as its chair. [1]"
    )


def test_documents_about_different_things_do_not_differ(
    tmp_path: Path, minilm: SentenceTransformerEmbedder
) -> None:
    for day, port, tonnes in (("2026-01-01", "Varna", "4.2"), ("2026-02-01", "Pell", "2.1")):
        (tmp_path / f"{day}.txt").write_text(
            f"Harbours\n\nThe port of {port} handled {tonnes} million tonnes of grain.\n",
            encoding="utf-8",
        )
    settings = rag.Settings(data_dir=tmp_path / "data")
    ingest.sync([tmp_path], settings=settings, embedder=minilm)
    with rag.open(settings, embedder=minilm) as dossier:
        answer = dossier.answer("How much grain did the port of Varna handle?")
    assert [citation.quote for citation in answer.citations] == [
        "The port of Varna handled 4.2 million tonnes of grain."
    ]
    assert answer.notices == ()


@pytest.mark.parametrize(
    "question",
    ["Who won the chess tournament in Reykjavik?", "Which football club won the Merevian cup?"],
)
def test_a_change_of_subject_is_not_answered_from_what_was_asked_before(
    samples: Dossier, question: str
) -> None:
    before = samples.answer("How much fuel oil did the Amber Sill lose?")
    assert before.answered
    assert not samples.answer(question, history=before.history).answered


def test_a_follow_up_asks_for_what_it_says_and_not_for_what_was_asked_before(
    samples: Dossier,
) -> None:
    before = samples.answer("how much fuel oil did the Amber Sill lose")
    answer = samples.answer("And who was its master?", history=before.history)
    assert any("Edda Morvane" in citation.quote for citation in answer.citations)
