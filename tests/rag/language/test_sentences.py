"""Where sentences begin and end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language.sentences import skip_bullet, split_sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["The U.S. delegation met Gen. Orlov on 5 May.", "No. 5 Brigade withdrew at 6 a.m."],
        ["Mr. Smith cited Fig. 3, i.e. the map.", "Prices rose 3.5 percent."],
        ["Costs were approx. 5 bn. crowns.", "They fell."],
        ["Ms. Brida Quell and Rear-Adm. Holt left.", "Tariffs rose approx. 5 per cent."],
        ["“It is over,” said Dr. Ivanov.", "He left."],
        ["He paused…", "Then the talks resumed."],
        ["Moscow... accepted.", "What now?", "Nothing!"],
        ["The budget was $5 million vs. $4 million in 2024.", "It rose."],
        ["The so-called ‘shared future.’", "It is vague."],
    ],
)
def test_sentences_of_a_paragraph(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


def test_list_items_and_paragraphs_stand_alone() -> None:
    text = "Findings\n\n- First point without a stop\n- Second point. It has two.\n1. One\n2. Two"
    assert split(text) == [
        "Findings",
        "- First point without a stop",
        "- Second point.",
        "It has two.",
        "1. One",
        "2. Two",
    ]


def test_a_run_in_heading_stays_with_its_sentence() -> None:
    text = "- **Price.** Kandour will pay. It *must.* Then it ends."
    assert split(text) == ["- **Price.** Kandour will pay.", "It *must.*", "Then it ends."]


def test_a_wrapped_sentence_stays_whole() -> None:
    assert split("The ministry said\nit would wait.\nIt did.") == [
        "The ministry said\nit would wait.",
        "It did.",
    ]


def test_a_long_block_is_split_as_its_paragraphs_are() -> None:
    paragraph = "The U.S. delegation met Gen. Orlov. “It is over. We leave,” he said (see Fig. 3). "
    apart = split_sentences(paragraph)
    expected = [
        (begin + start, begin + end)
        for begin in range(0, 300 * len(paragraph), len(paragraph))
        for start, end in apart
    ]
    assert split_sentences(paragraph * 300) == expected


@pytest.mark.parametrize("piece", ["a ", "a", "‘", "? ", "a. ", "... "])
def test_no_sentence_is_longer_than_what_the_splitter_sees(piece: str) -> None:
    text = f"It rained. {piece * 30_000}"
    spans = split_sentences(text)
    assert max(end - start for start, end in spans) <= 8_000
    assert "".join(split(text)).replace(" ", "") == text.replace(" ", "")


def test_a_sentence_is_cut_at_white_space() -> None:
    words = "water " * 3_000
    assert {word for sentence in split(words) for word in sentence.split()} == {"water"}


def test_skip_bullet() -> None:
    assert skip_bullet("- Point.", 0, 8) == (2, 8)
    assert skip_bullet("12 tonnes.", 0, 10) == (0, 10)


@given(st.text(alphabet=st.sampled_from("aB. !?…\n-\"“”'1é😀\r\t"), max_size=120))
def test_every_character_lies_in_one_sentence(text: str) -> None:
    spans = split_sentences(text)
    covered = [n for start, end in spans for n in range(start, end)]
    assert covered == sorted(set(covered))
    assert {n for n, c in enumerate(text) if not c.isspace()} <= set(covered)
