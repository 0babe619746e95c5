"""Questions to a library: promises 1, 2 and 6 of the design, and what a person would expect."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import rag
from rag.errors import LibraryError, UsageError
from rag.models.embedder import SentenceTransformerEmbedder
from tests.conftest import ROOT, Sync, Write, shared

SUMMIT = {
    "When did the summit take place?": "summit meeting on 8 May",
    "How many cooperation agreements were signed?": "more than 20 cooperation agreements",
    "What did China say about ending the war in Ukraine?": "‘root causes’",
    "Which pipeline made no progress?": "lack of progress on the long-discussed Power of Siberia 2",
    "Why is Chinese investment in Russia limited?": "Western sanctions, as well as corruption",
    "Who was named principal guest?": "as the principal guest of the anniversary celebrations",
}
UNANSWERED = [
    "How much gas will Power of Siberia 2 carry?",
    "What did India's prime minister say at the parade?",
    "How do I bake sourdough bread?",
]
OTHERS_STEP = 8
"""Of the other articles every eighth: enough to be chosen among, and indexed in seconds."""


def assert_promises(answer: rag.Answer) -> None:
    """Promises 1 and 2, and that markers and citations fit together."""
    assert answer.answered == bool(answer.citations)
    for citation in answer.citations:
        assert citation.document.text[citation.start : citation.end] == citation.quote
    markers = [marker for sentence in answer.sentences for marker in sentence.markers]
    assert sorted(set(markers)) == [citation.marker for citation in answer.citations]
    for sentence in answer.sentences:
        assert sentence.markers
        assert sentence.text in answer.text
    for hit in answer.hits:
        assert 0 <= hit.score <= 1
    assert 0 <= answer.confidence <= 1


@pytest.fixture(scope="module")
def summit(
    tmp_path_factory: pytest.TempPathFactory, minilm: SentenceTransformerEmbedder
) -> rag.Settings:
    import ingest

    settings = rag.Settings(data_dir=tmp_path_factory.mktemp("summit"))
    ingest.sync([shared("briefings")], settings=settings, embedder=minilm)
    return settings


@pytest.fixture(scope="module")
def crowded(
    tmp_path_factory: pytest.TempPathFactory, minilm: SentenceTransformerEmbedder
) -> rag.Settings:
    import ingest

    settings = rag.Settings(data_dir=tmp_path_factory.mktemp("crowded"))
    others = sorted(shared("eval", "clapnq", "corpus").iterdir())[::OTHERS_STEP]
    ingest.sync([shared("briefings"), *others], settings=settings, embedder=minilm)
    return settings


@pytest.mark.parametrize("library", ["summit", "crowded"])
def test_the_right_sentence_is_quoted(
    library: str, request: pytest.FixtureRequest, minilm: SentenceTransformerEmbedder
) -> None:
    with rag.open(request.getfixturevalue(library), embedder=minilm) as dossier:
        for question, words in SUMMIT.items():
            answer = dossier.answer(question)
            assert_promises(answer)
            assert any(words in citation.quote for citation in answer.citations), question


@pytest.mark.parametrize("library", ["summit", "crowded"])
def test_what_is_not_said_is_not_answered(
    library: str, request: pytest.FixtureRequest, minilm: SentenceTransformerEmbedder
) -> None:
    with rag.open(request.getfixturevalue(library), embedder=minilm) as dossier:
        for question in UNANSWERED:
            answer = dossier.answer(question)
            assert_promises(answer)
            assert not answer.answered, question
            assert answer.text.startswith("The briefings don't say.")
            assert answer.hits


def test_an_abstention_names_the_missing_words(write: Write, sync: Sync, dossier: Any) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    sync()
    answer = dossier.answer("How is sourdough bread baked?")
    assert answer.missing == ("sourdough", "bread", "baked")
    assert "“sourdough”" in answer.text


def test_neighbouring_sentences_are_one_citation(write: Write, sync: Sync, dossier: Any) -> None:
    write("a.txt", "Heavy rain fell in Ostrava. Heavy rain in Ostrava broke the dam.")
    sync()
    answer = dossier.answer("heavy rain in Ostrava")
    assert [s.markers for s in answer.sentences] == [(1,), (1,)]
    (citation,) = answer.citations
    assert citation.quote == "Heavy rain fell in Ostrava. Heavy rain in Ostrava broke the dam."


def test_the_later_document_is_quoted_first(write: Write, sync: Sync, dossier: Any) -> None:
    write("2026-01-01.txt", "Heavy rain fell in Ostrava, 20 mm in all.")
    write("2026-02-01.txt", "Heavy rain fell in Ostrava, 30 mm in all.")
    sync()
    answer = dossier.answer("How much heavy rain fell in Ostrava?")
    assert [str(c.document.published) for c in answer.citations] == ["2026-02-01", "2026-01-01"]


def test_offsets_are_offsets_into_the_file(write: Write, sync: Sync, dossier: Any) -> None:
    path = write("a.txt", "Žatec\r\n\r\nHeavy rain fell in Ostrava 😀.\r\nIt stopped.\r\n")
    sync()
    (citation,) = dossier.answer("heavy rain in Ostrava").citations
    with path.open(encoding="utf-8", newline="") as file:
        assert file.read()[citation.start : citation.end] == citation.quote
    assert citation.quote.startswith("Heavy rain fell in Ostrava 😀.")


def test_a_sentence_from_markdown_reads_as_prose(write: Write, sync: Sync, dossier: Any) -> None:
    write("a.md", "- **Rain.** Heavy [rain](http://x.example/) fell\n  in Ostrava.")
    sync()
    answer = dossier.answer("heavy rain in Ostrava")
    assert answer.text == "Rain. Heavy rain fell in Ostrava. [1]"
    assert (
        answer.citations[0].quote == "**Rain.** Heavy [rain](http://x.example/) fell\n  in Ostrava."
    )


def test_filters(write: Write, sync: Sync, dossier: Any) -> None:
    write("2026-01-01.txt", "Rain fell in January.")
    write("2026-02-01.txt", "Rain fell in February.")
    write("undated.txt", "Rain fell some day.")
    sync()

    def found(**filters: Any) -> set[str]:
        hits = dossier.retrieve("rain", filters=rag.Filters(**filters))
        return {hit.passage.text.split()[-1] for hit in hits}

    assert found() == {"January.", "February.", "day."}
    assert found(since=date(2026, 1, 2)) == {"February."}
    assert found(until=date(2026, 1, 31)) == {"January."}
    assert found(since=date(2026, 1, 1), until=date(2026, 2, 1)) == {"January.", "February."}
    (january,) = [d for d in dossier.documents() if d.published == date(2026, 1, 1)]
    assert found(documents=(january.id,)) == {"January."}
    assert found(documents=(january.id,), since=date(2026, 2, 1)) == set()
    answer = dossier.answer("rain in February", filters=rag.Filters(documents=("none",)))
    assert_promises(answer)
    assert not answer.answered


def test_documents_are_listed_the_latest_first(write: Write, sync: Sync, dossier: Any) -> None:
    assert dossier.documents() == []
    write("undated.txt", "Rain.")
    write("2026-01-01.txt", "Hail.")
    write("2026-02-01.txt", "Snow.")
    sync()
    assert [d.title for d in dossier.documents()] == ["Snow.", "Hail.", "Rain."]
    with pytest.raises(UsageError, match="dossier documents"):
        dossier.document("nothing-like-it")


def test_the_stream_adds_up_to_the_answer(write: Write, sync: Sync, dossier: Any) -> None:
    write("a.txt", "Heavy rain fell in Ostrava. The dam at Slezská Harta held.")
    sync()
    for question in ("Where did heavy rain fall?", "How is sourdough bread baked?"):
        events = list(dossier.stream(question))
        assert isinstance(events[0], rag.SearchDone)
        assert isinstance(events[-1], rag.Done)
        answer = events[-1].answer
        assert "".join(e.text for e in events if isinstance(e, rag.TextAdded)) == answer.text
        added = tuple(e.citation for e in events if isinstance(e, rag.CitationAdded))
        checked = tuple(e.sentence for e in events if isinstance(e, rag.SentenceChecked))
        assert (added, checked) == (answer.citations, answer.sentences)


def test_a_follow_up_is_searched_with_its_question(write: Write, sync: Sync, dossier: Any) -> None:
    write("a.txt", "Heavy rain fell in Ostrava on Monday. Snow fell in Brno on Friday.")
    sync()
    first = dossier.answer("When did heavy rain fall in Ostrava?")
    assert first.search_text == first.question
    second = dossier.answer("And snow?", history=first.history)
    assert second.search_text == "When did heavy rain fall in Ostrava? And snow?"
    assert [turn.role for turn in second.history] == ["user", "assistant"] * 2


@pytest.mark.parametrize("question", ["", "  \n"])
def test_an_empty_question_is_refused(question: str, dossier: Any) -> None:
    with pytest.raises(UsageError, match="empty"):
        dossier.answer(question)


def test_a_question_is_bounded(write: Write, sync: Sync, dossier: Any) -> None:
    write("a.txt", "Heavy rain fell in Ostrava on Monday.")
    sync()
    spaced = f"When did\n heavy{' ' * 100_000}rain fall in Ostrava?"
    assert dossier.answer(spaced).question == "When did heavy rain fall in Ostrava?"
    assert dossier.retrieve(spaced)
    assert dossier.retrieve("x" * rag.types.LONGEST_QUESTION)
    long = "x" * (rag.types.LONGEST_QUESTION + 1)
    for ask in (dossier.retrieve, dossier.answer, lambda text: list(dossier.stream(text))):
        with pytest.raises(UsageError, match=r"has 2,001 characters\. Ask it in at most 2,000"):
            ask(long)
        with pytest.raises(UsageError, match="at most 2,000"):
            ask("word " * 1_000_000)


def test_an_empty_library_says_how_to_fill_it(dossier: Any, settings: rag.Settings) -> None:
    with pytest.raises(LibraryError, match="dossier sync"):
        dossier.answer("Rain?")
    assert not settings.data_dir.exists()


def test_the_functions_of_the_package(
    write: Write, sync: Sync, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import ingest

    write("a.txt", "The dam at Slezská Harta held through the flood of 2026.")
    monkeypatch.setenv("DOSSIER_DATA_DIR", str(tmp_path / "real"))
    assert len(ingest.sync([tmp_path / "briefings"]).added) == 1
    answer = rag.answer("Which dam held through the flood?")
    assert_promises(answer)
    assert answer.answered
    assert rag.retrieve("dam", limit=1)[0].passage.text.startswith("The dam")
    assert isinstance(list(rag.stream("Which dam held?"))[-1], rag.Done)


def test_the_sample_briefings_are_answered(
    settings: rag.Settings, minilm: SentenceTransformerEmbedder
) -> None:
    import ingest

    cases = json.loads((ROOT / "tests" / "sample_questions.json").read_text(encoding="utf-8"))
    ingest.sync([ROOT / "briefings"], settings=settings, embedder=minilm)
    with rag.open(settings, embedder=minilm) as dossier:
        for case in cases["answered"]:
            answer = dossier.answer(case["question"])
            assert_promises(answer)
            cited = " ".join(" ".join(c.quote.split()) for c in answer.citations)
            assert case["quote"] in cited, case["question"]
        for question in cases["unanswered"]:
            answer = dossier.answer(question)
            assert_promises(answer)
            assert not answer.answered, question


def test_a_date_that_chose_no_documents_is_not_dropped_without_a_word(
    write: Write, sync: Sync, dossier: Any
) -> None:
    write("2025-11-03.txt", "The harbour at Orrin handled 3 million tonnes of grain in 2025.")
    write("2026-02-10.txt", "The harbour at Orrin handled 4 million tonnes of grain in 2026.")
    sync()
    question = "How many tonnes of grain did the harbour at Orrin handle in 2025?"
    answer = dossier.answer(question)
    assert any("in 2025" in notice for notice in answer.notices)
    assert answer.filters == rag.Filters()
    since = dossier.answer("What did the harbour at Orrin handle since Jan 2026?")
    assert since.filters.since == date(2026, 1, 1)
    assert [c.document.published for c in since.citations] == [date(2026, 2, 10)]


def test_a_current_account_is_not_the_latest_document(
    write: Write, sync: Sync, dossier: Any
) -> None:
    write("2025-03-01.txt", "The current account deficit of Merevia was 4.2 percent in 2024.")
    write("2026-03-01.txt", "The current account deficit of Merevia worried the central bank.")
    sync()
    answer = dossier.answer("What was the current account deficit of Merevia in 2024?")
    assert "4.2 percent" in answer.text
    assert "latest" not in answer.search_text


def test_a_question_about_the_us_is_searched(write: Write, sync: Sync, dossier: Any) -> None:
    write("a.txt", "The US said that the talks would go on.")
    write("b.txt", "The minister told us that the harbour was closed.")
    sync()
    for name in ("US", "U.S."):
        answer = dossier.answer(f"What did the {name} say?")
        assert answer.citations[0].quote == "The US said that the talks would go on."


def test_a_model_that_cannot_be_loaded_is_tried_once_a_question(
    write: Write, sync: Sync, dossier: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", "Heavy rain fell in Ostrava on Monday.")
    sync()
    tried: list[object] = []

    def fail(*_: object) -> None:
        tried.append(None)
        raise rag.ModelError("The weights are gone.")

    monkeypatch.setattr("rag.dossier.language_model", fail)
    history = (rag.Turn("user", "Where did heavy rain fall?"), rag.Turn("assistant", "In Ostrava."))
    answer = dossier.answer("When did it fall?", history=history)
    assert len(tried) == 1
    assert answer.notices[0] == "The weights are gone. These are the documents' own sentences."
