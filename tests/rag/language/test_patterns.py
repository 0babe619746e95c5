"""Patterns made of words."""

import re

from rag.language.patterns import any_of


def test_the_longer_of_two_words_is_tried_first() -> None:
    match = re.match(any_of(["sep", "sept", "september"]), "september")
    assert match is not None
    assert match.group() == "september"


def test_a_space_of_a_phrase_is_any_white_space_in_a_verbose_pattern_too() -> None:
    assert re.fullmatch(any_of(["as of", "%"]), "as \n of", re.VERBOSE)
    assert re.fullmatch(any_of(["as of", "%"]), "%", re.VERBOSE)
    assert not re.fullmatch(any_of(["as of"]), "asof", re.VERBOSE)


def test_signs_stand_for_themselves() -> None:
    assert re.fullmatch(any_of(["u.s"]), "u.s")
    assert not re.fullmatch(any_of(["u.s"]), "uxs")


def test_it_can_be_repeated_as_a_whole() -> None:
    assert re.fullmatch(f"{any_of(['ab', 'c'])}{{2}}", "abc")
