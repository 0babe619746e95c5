"""English verbs and opposites, as data."""

from rag.language.opposites import NEGATIONS, OPPOSITES
from rag.language.verbs import ENDINGS, IRREGULAR, PASTS

LINES = [line.split() for line in IRREGULAR.strip().splitlines()]


def test_every_irregular_verb_has_other_forms_and_stands_once() -> None:
    assert all(len(line) > 1 for line in LINES)
    assert len({line[0] for line in LINES}) == len(LINES)


def test_a_form_belongs_to_one_verb() -> None:
    forms = [form for _, *rest in LINES for form in rest]
    assert sorted(forms) == sorted(set(forms))


def test_pasts_are_those_that_no_ending_tells() -> None:
    assert {past for past in PASTS if past.endswith("ing")} == set()
    assert all(past.isalpha() and past.islower() for past in PASTS)
    assert ENDINGS == ("ed", "es", "s", "ing", "en")


def test_no_negation_opposes_itself() -> None:
    assert {"not", "never", "without"} <= NEGATIONS
    for one, other in OPPOSITES:
        assert not set(one.split()) & set(other.split())
