"""Words that a line's end divides."""

import pytest

from ingest.readers.pdf.hyphens import glued, vocabulary


def test_the_vocabulary_leaves_out_divided_words() -> None:
    words = vocabulary(["The govern-", "ment of Well-Being met", "again"])
    assert words == {"the", "of", "well-being", "met", "again"}


@pytest.mark.parametrize(
    ("before", "after", "words", "expected"),
    [
        ("the talks", "went on", set(), ("the talks", " ")),
        ("the govern-", "ment said", set(), ("the govern", "")),
        ("the govern-", "ment said", {"government"}, ("the govern", "")),
        ("a long-", "term plan", set(), ("a long-", "")),
        ("a peace-", "keeping force", {"peace-keeping"}, ("a peace-", "")),
        ("a peace-", "keeping force", {"peace", "keeping"}, ("a peace-", "")),
        ("a peace-", "keeping force", {"peace", "keeping", "peacekeeping"}, ("a peace", "")),
        ("Franco-", "German talks", set(), ("Franco-", "")),
        ("from 2019-", "2021 on", set(), ("from 2019-", "")),
        ("rain and/", "or snow", set(), ("rain and/", "")),
        ("an aside -", "as it were", set(), ("an aside -", " ")),
        ("an open-", "(see below)", set(), ("an open-", " ")),
    ],
)
def test_how_two_lines_are_joined(
    before: str, after: str, words: set[str], expected: tuple[str, str]
) -> None:
    assert glued(before, after, frozenset(words)) == expected
