"""Markers in a stream of text, wherever the stream is cut."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answering.writing.reply_parser import ReplyParser, SentenceEnd, Words
from rag.verification.parsing import MOST_CLAIM_CHARACTERS

PASSAGES = 12
MARKERS = ("[1]", "[12]", "[1, 2]", "[1][3]", "[1-3]", "【2】", "［4］", "[^5]", "[13]", "[0]")
OTHERS = ("[sic]", "[2024]", "[1,000]", "[", "]", "[1", "【", "[[1]]", "[Passage 2]", "【3†a】")
WORDS = (
    "It rained",
    "the U.S. army",
    "Gen. Orlov",
    "No. 5",
    "3.5 %",
    "It’s",
    "<b>x</b>",
    "1.",
    "–",
)
MARKS = (
    ".",
    ". ",
    "! ",
    "? ",
    "… ",
    " ",
    "\n",
    "\n\n- ",
    "\r\n",
    "”",
    "“",
    "(",
    ")",
    "*",
    ",",
    "\t",
)
FRAGMENTS = st.sampled_from([*MARKERS, *OTHERS, *WORDS, *MARKS])
PROSE = st.lists(st.sampled_from([*WORDS, *MARKS]), max_size=25).map("".join)
REPLIES = st.lists(FRAGMENTS, max_size=25).map("".join) | st.text(max_size=80)


def read(pieces: list[str]) -> tuple[str, list[SentenceEnd], int]:
    """The whole text, the sentences and how many numbers were dropped."""
    parser = ReplyParser(PASSAGES)
    found = [piece for text in pieces for piece in parser.feed(text)] + parser.end()
    text = "".join(piece.text for piece in found if isinstance(piece, Words))
    return text, [p for p in found if isinstance(p, SentenceEnd)], parser.unknown


@given(REPLIES, st.data())
def test_any_split_gives_the_same(reply: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(reply)), max_size=8)))
    pieces = [reply[a:b] for a, b in pairwise([0, *cuts, len(reply)])]
    assert read(pieces) == read([reply]) == read([*reply])


@given(REPLIES)
def test_sentences_are_in_the_text_in_order_with_known_numbers(reply: str) -> None:
    text, sentences, _ = read([reply])
    position = 0
    for sentence in sentences:
        assert all(1 <= number <= PASSAGES for number in sentence.numbers)
        assert len(set(sentence.numbers)) == len(sentence.numbers)
        position = text.index(sentence.text, position) + len(sentence.text)
    assert text == text.strip()


@given(PROSE)
def test_prose_without_brackets_is_shown_whole(reply: str) -> None:
    text, sentences, unknown = read([reply])
    assert "".join(text.split()) == "".join(reply.split())
    assert all(sentence.numbers == () for sentence in sentences)
    assert unknown == 0


@pytest.mark.parametrize(
    ("reply", "sentences", "unknown"),
    [
        ("It rained [1]. It snowed. [2][3]", [("It rained.", 1), ("It snowed.", 2, 3)], 0),
        ("It rained[1, 2] and [12] hailed.", [("It rained and hailed.", 1, 2, 12)], 0),
        ("It rained. [1-3]", [("It rained.", 1, 2, 3)], 0),
        ("It rained 【1】.", [("It rained.", 1)], 0),
        ("It rained.【3†source】", [("It rained.", 3)], 0),
        ("He said “go [sic] now” in [2024].", [("He said “go [sic] now” in [2024].",)], 0),
        ("It cost [1,000] crowns [13].", [("It cost [1,000] crowns.",)], 1),
        ("It rained [1, 99][77].", [("It rained.", 1)], 2),
        ("It rained.[1] It snowed.[2]", [("It rained.", 1), ("It snowed.", 2)], 0),
        ("[1] It rained.", [("It rained.", 1)], 0),
        ("The U.S. army met Gen. Orlov [1].", [("The U.S. army met Gen. Orlov.", 1)], 0),
        ("It rained. “It is over,” he said.", [("It rained.",), ("“It is over,” he said.",)], 0),
        ("- One [1]\n- Two [2]", [("One", 1), ("Two", 2)], 0),
        ("It rained [1", [("It rained [1",)], 0),
        ("*** \n\n---", [], 0),
    ],
)
def test_sentences_and_their_markers(
    reply: str, sentences: list[tuple[str, ...]], unknown: int
) -> None:
    _, found, dropped = read([reply])
    assert [(sentence.text, *sentence.numbers) for sentence in found] == sentences
    assert dropped == unknown


@pytest.mark.parametrize("word", ["It", "20", "“", "- ", "1"])
def test_the_first_token_is_shown_at_once(word: str) -> None:
    (shown,) = ReplyParser(1).feed(word)
    assert shown == Words(word.strip())


def test_lines_stay_lines() -> None:
    text, _, _ = read(["It rained [1].\r\n\r\n- It snowed.\n- It froze."])
    assert text == "It rained.\n- It snowed.\n- It froze."


def test_a_sentence_without_end_is_ended_before_it_is_too_long_to_be_checked() -> None:
    parser = ReplyParser(PASSAGES)
    pieces = [*parser.feed("water " * 2_000 + "[1]"), *parser.end()]
    sentences = [piece for piece in pieces if isinstance(piece, SentenceEnd)]
    assert len(sentences) == 4
    assert all(
        len(sentence.text) <= MOST_CLAIM_CHARACTERS + len(" water") for sentence in sentences
    )
    assert [sentence.numbers for sentence in sentences] == [(), (), (), (1,)]
    said = "".join(piece.text for piece in pieces if isinstance(piece, Words))
    assert said == " ".join(["water"] * 2_000)
