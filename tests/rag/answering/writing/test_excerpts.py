"""Which passages a model is given, and what its prompt looks like."""

from typing import Any

from rag.answering.writing.excerpts import pack, tokens_of
from rag.answering.writing.prompts import answer_prompt, without_markers
from tests.conftest import Sync, Write


def test_neighbours_are_joined_and_the_best_comes_first(
    write: Write, sync: Sync, dossier: Any
) -> None:
    rain = " ".join(f"Rain number {n} fell on the hills of Ostrava." for n in range(30))
    write("rain.txt", f"# Rain\n\n{rain}")
    write("snow.txt", "# Snow\n\nSnow fell on Brno, and rain number 7 as well.")
    sync()
    hits = dossier.retrieve("rain number 7", limit=20)
    load = dossier._library.document
    excerpts = pack(hits, load, 100_000)
    assert [excerpt.number for excerpt in excerpts] == [1, 2]
    assert excerpts[0].hits.count(hits[0]) == 1
    assert sorted(len(excerpt.hits) for excerpt in excerpts) == [1, len(hits) - 1]
    for excerpt in excerpts:
        first, last = excerpt.hits[0].passage, excerpt.hits[-1].passage
        assert excerpt.text == excerpt.document.text[first.start : last.end]


def test_a_budget_keeps_the_best(write: Write, sync: Sync, dossier: Any) -> None:
    for n in range(6):
        write(f"{n}.txt", f"Rain number {n} fell on the hills of Ostrava.")
    sync()
    hits = dossier.retrieve("rain number 3", limit=6)
    load = dossier._library.document
    cost = tokens_of(hits[0].passage.text) + 40
    for room, count in ((1, 1), (cost, 1), (2 * cost + 5, 2), (100_000, 6)):
        taken = [hit for excerpt in pack(hits, load, room) for hit in excerpt.hits]
        assert taken == hits[:count]
    assert pack([], load, 1000) == ()


def test_the_prompt_says_where_each_passage_is_from(write: Write, sync: Sync, dossier: Any) -> None:
    write("2026-05-01.md", "# Rain [2]\n\nRain fell [1] on Ostrava 【3】 [sic].")
    sync()
    excerpts = pack(dossier.retrieve("rain"), dossier._library.document, 1000)
    prompt = answer_prompt("Where did\nrain fall?", excerpts)
    assert "Title: Rain (2)\nDate: 2026-05-01\nSection: Rain (2)" in prompt.request
    assert "Rain fell (1) on Ostrava (3) [sic]." in prompt.request
    assert prompt.request.endswith("Question: Where did rain fall?")
    other = answer_prompt("Where did rain fall?", excerpts)
    assert other.rules != prompt.rules


def test_bracketed_numbers_of_a_text_lose_their_brackets() -> None:
    assert without_markers("a [1] b [1, 2] c [sic] d [12]") == "a (1) b (1, 2) c [sic] d (12)"
