"""Names of a text, and whether another text has them."""

import pytest

from rag.verification.countries import countries
from rag.verification.names import absent, names
from rag.verification.parsing import parse


def found(text: str) -> list[tuple[str, bool]]:
    return [(name.text, name.is_certain) for name in names(parse([text]))]


def missing(claim: str, evidence: str) -> list[str]:
    """The words of the claim's names that the evidence lacks."""
    one, other = parse([claim]), parse([evidence])
    return [
        one.words[index].text
        for name in names(one)
        for index in absent(name, one, other, countries(one), countries(other))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met Anna Ridge in Ober.", [("Anna Ridge", True), ("Ober", True)]),
        ("Anna Ridge met them.", [("Anna Ridge", True)]),
        ("Ridge met them.", [("Ridge", False)]),
        ("NATO met them.", [("NATO", True)]),
        ("They met Klaus von Dohnanyi.", [("Klaus von Dohnanyi", True)]),
        ("They saw the Bank of England and Oslo.", [("Bank of England", True), ("Oslo", True)]),
        ("They met Anna and Carl.", [("Anna", True), ("Carl", True)]),
        ("They met Anna, Carl.", [("Anna", True), ("Carl", True)]),
        ("Buying ships is dear.", []),
        ("Ships are dear. They bought ships.", []),
        ("In 2024 it rained.", []),
        ("The US met them.", [("US", True)]),
    ],
)
def test_names_are_runs_of_words_with_capitals(text: str, expected: list[tuple[str, bool]]) -> None:
    assert found(text) == expected


def test_what_is_set_apart_holds_no_name() -> None:
    parsed = parse(["They met on Monday in Ober."])
    start = parsed.text.index("Monday")
    assert [name.text for name in names(parsed, set(range(start, start + 6)))] == ["Ober"]


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("They met Anna Ridge.", "Mrs Ridge, Anna to friends, met them."),
        ("They met NATO.", "The North Atlantic Treaty Organization met them."),
        ("They met the North Atlantic Treaty Organization.", "NATO met them."),
        ("They met Berliners.", "They met in Berlin."),
        ("They met in Berlin.", "They met Berliners."),
        ("They met Russians.", "They met in Russia."),
        ("They met in Saudi Arabia.", "They met a Saudi."),
        ("They met the U.S.", "They met Americans."),
        ("They met the British.", "They met in the UK."),
        ("They drank from china in Turkey.", "They were Turkish."),
    ],
)
def test_other_forms_of_a_name_are_the_name(claim: str, evidence: str) -> None:
    assert missing(claim, evidence) == []


@pytest.mark.parametrize(
    ("claim", "evidence", "expected"),
    [
        ("They met Anna Ridge.", "They met Anna Stone.", ["Ridge"]),
        ("They met NATO.", "The North Korean Army met them.", ["NATO"]),
        ("They met in North Korea.", "They met in South Korea.", ["North", "Korea"]),
        ("They met in Niger.", "They met in Nigeria.", ["Niger"]),
        ("They met in Guinea.", "They met in Equatorial Guinea.", ["Guinea"]),
        ("They met the US.", "They met us.", ["US"]),
        ("They met in Oman.", "They met in Omaha.", ["Oman"]),
        ("They met in China.", "They ate from china.", []),
    ],
)
def test_words_of_a_name_that_are_lacking(claim: str, evidence: str, expected: list[str]) -> None:
    assert missing(claim, evidence) == expected
