"""Words that carry meaning: names apart from the stop words that they look like."""

import pytest

from rag.language.words import capitalised_words, content_words, indexable, stems, with_names_marked


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("What did the US say?", ["US"]),
        ("What did the U.S. say?", ["U.S."]),
        ("What did the U.S say?", ["U.S"]),
        ("what did the us say", ["us"]),
        ("what is u.s. policy", ["u.s.", "policy"]),
        ("WHAT DID THE US SAY?", ["US"]),
        ("U. S. Steel", ["U. S.", "Steel"]),
        ("Does WHO recommend it?", ["WHO", "recommend"]),
        ("Who owns the IT systems?", ["owns", "IT", "systems"]),
        ("IT spending grew.", ["IT", "spending", "grew"]),
        ("IS claimed the attack.", ["IS", "claimed", "attack"]),
        ("ME is in the Northeast.", ["ME", "Northeast"]),
        ("US GDP", ["US", "GDP"]),
        ("US", ["US"]),
        ("U.S.-led talks", ["U.S.-led", "U.S.-led", "talks"]),
        ("Was the US’s offer met?", ["US’s", "offer", "met"]),
        ("What happened in May?", ["happened", "May"]),
        ("May 2026", ["May", "2026"]),
        ("Did Theresa May resign?", ["Theresa", "May", "resign"]),
    ],
)
def test_names_are_no_stop_words(text: str, words: list[str]) -> None:
    assert list(content_words(text).values()) == words


@pytest.mark.parametrize(
    "text",
    [
        *(
            "WHAT DID IT SAY",
            "WHO WAS IT?",
            "WHO IS IT?",
            "IT'S ON US",
            "It is",
            "Who is it?",
            "Tell us",
            "Us?",
        ),
        *("Is it NOT so?", "which of them DID", "May I?", "who was with us? May we be?", "a.m."),
        *("What did he do? It is. Who?", "What is the “who”, what and why?", "I", "in may"),
    ],
)
def test_stop_words_carry_no_meaning(text: str) -> None:
    assert content_words(text) == {}


def test_an_hour_is_no_name() -> None:
    assert list(content_words("at 9 AM and at 10 A.M.")) == ["9", "10"]


def test_words_come_by_stem_as_first_written() -> None:
    assert content_words("Signing what was signed: Élan’s 2 gates") == {
        "sign": "Signing",
        "elan": "Élan’s",
        "2": "2",
        "gate": "gates",
    }


@pytest.mark.parametrize("written", ["US", "U.S.", "U.S", "U. S.", "the us", "u.s."])
def test_ways_to_write_a_name_have_one_stem(written: str) -> None:
    assert set(content_words(f"{written} troops")) <= set(stems("The US sent troops."))
    assert set(content_words("US troops")) <= set(stems(f"{written} troops"))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Does WHO recommend it?", "Those who recommend it"),
        ("US aid", "He gave us aid."),
        ("IT costs", "What it costs"),
        ("In May", "It may flood in spring."),
    ],
)
def test_a_stop_word_is_not_taken_for_the_name(text: str, other: str) -> None:
    name = next(iter(content_words(text)))
    assert name not in stems(other)


def test_initials_match_without_their_dots() -> None:
    assert stems("the U.N. and J.R.R. Tolkien, F.R.K") == "the un and jrr tolkien frk".split()


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("He got an A. I left.", "He got an A. I left."),
        ("made by a firm in the U.S.Army", "made by a firm in the USzz.Army"),
        ("e.g. at 5 a.m.", "e.g. at 5 a.m."),
        ("Type A. U.S. types", "Type A. USzz types"),
    ],
)
def test_only_initials_are_joined(text: str, joined: str) -> None:
    assert with_names_marked(text) == joined


def test_in_capitals_a_text_says_both() -> None:
    assert {"us", "uszz"} <= set(stems("IT WAS SAID THAT HE TOLD US"))
    assert indexable("Who told us?") == "Who told us?"


def test_marked_names_match_no_pattern_for_pronouns() -> None:
    assert with_names_marked("Who at WHO gave it to IT?") == "Who at WHOzz gave it to ITzz?"
    assert with_names_marked("WHO GAVE IT TO US?") == "WHO GAVE IT TO US?"


def test_capitalised_words_begin_no_sentence() -> None:
    text = "Rain fell in Orrin. Grain came. Did O’Hara see Port Sabel’s gate?"
    assert capitalised_words(text) == ["Orrin", "O’Hara", "Port", "Sabel’s"]
