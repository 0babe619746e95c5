"""What of a document is shown around a quote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.web.ask.context import context


@pytest.mark.parametrize(
    ("text", "quote", "around", "before", "after"),
    [
        ("one two three four five", "three", 6, "…two ", " four…"),
        ("one two three four five", "three", 5, "…two ", " four…"),
        ("one two three", "two", 300, "one ", " three"),
        ("all of it", "all of it", 300, "", ""),
        ("无空格的文字在这里引用后面还有文字", "引用", 3, "…在这里", "后面还…"),
    ],
)
def test_context_is_cut_between_words(
    text: str, quote: str, around: int, before: str, after: str
) -> None:
    start = text.index(quote)
    assert context(text, start, start + len(quote), around) == (before, after)


@given(st.text(), st.integers(0, 60), st.integers(0, 60), st.integers(0, 20))
def test_context_is_what_stands_around(text: str, a: int, b: int, around: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    before, after = context(text, start, end, around)
    assert text[:start].endswith(before.removeprefix("…"))
    assert text[end:].startswith(after.removesuffix("…"))
    assert len(before) <= around + 1
    assert len(after) <= around + 1


def test_what_stands_before_the_text_is_not_shown() -> None:
    assert context("title: X\nOne two three", 13, 16, begin=9) == ("One ", " three")


def test_a_quote_before_the_text_has_no_context_before_it() -> None:
    assert context("title: X\nOne two", 0, 5, begin=9) == ("", ": X\nOne two")
