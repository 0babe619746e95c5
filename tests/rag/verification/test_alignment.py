"""Whether words stand among the same words in two texts."""

import pytest

from rag.verification.alignment import MOST_SPANS, context, nearest_span
from rag.verification.parsing import ParsedText, parse


def at(parsed: ParsedText, word: str) -> list[int]:
    return [next(index for index, one in enumerate(parsed.words) if one.text == word)]


def spans(parsed: ParsedText, word: str) -> list[tuple[int, int]]:
    return [(index, index) for index, one in enumerate(parsed.words) if one.text == word]


def shared(claim_text: str, evidence_text: str, word: str, other: str | None = None) -> float:
    claim, evidence = parse([claim_text]), parse([evidence_text])
    return context(claim, at(claim, word), evidence, spans(evidence, other or word))


def test_the_same_sentence_has_the_whole_context() -> None:
    text = "The port of Ober bought 20 cranes."
    assert shared(text, text, "20") == 1


def test_other_words_have_none_of_it() -> None:
    assert shared("The port bought 20 cranes.", "The school lost 20 pupils.", "20") == 0


def test_a_near_neighbour_counts_more_than_a_far_one() -> None:
    claim = "The port bought 20 cranes yesterday."
    near = shared(claim, "It had 20 cranes.", "20")
    far = shared(claim, "It had 20 yesterday.", "20")
    assert 0 < far < near < 1


def test_a_neighbour_on_the_other_side_counts_less() -> None:
    assert shared("Ober bought 20.", "Ober bought 20.", "20") == 1
    assert shared("Ober bought 20.", "20 bought Ober.", "20") == pytest.approx(0.7)


def test_the_evidence_may_say_two_words_more_in_between() -> None:
    claim = "Ober bought cranes."
    assert shared(claim, "Ober quickly and gladly bought cranes.", "cranes") == 1
    further = shared(claim, "Ober bought new blue Dutch steel cranes.", "cranes")
    assert further == pytest.approx(0.5)


def test_neighbours_in_another_sentence_do_not_count() -> None:
    assert shared("The port bought 20 cranes.", "It was 20. The port bought cranes.", "20") == 0


def test_words_without_neighbours_fit_everywhere() -> None:
    assert shared("It was 20.", "The port bought 20 cranes.", "20") == 1


def test_without_a_span_there_is_no_context() -> None:
    assert shared("The port bought 20 cranes.", "The port bought cranes.", "20") == 0


def test_the_greatest_context_counts() -> None:
    evidence = "The school lost 20 pupils. The port bought 20 cranes."
    assert shared("The port bought 20 cranes.", evidence, "20") == 1


def test_the_nearest_span_is_the_one_with_most_context() -> None:
    claim = parse(["The port bought 20 cranes."])
    evidence = parse(["The school lost 20 pupils. The port bought 20 cranes."])
    found = spans(evidence, "20")
    assert nearest_span(claim, at(claim, "20"), evidence, found) == found[1]


def test_a_span_of_several_words_has_the_neighbours_of_all() -> None:
    claim, evidence = parse(["Yesterday Anna Ridge sued."]), parse(["Yesterday Carl Stone sued."])
    assert context(claim, [1, 2], evidence, [(1, 2)]) == 1


def test_only_so_many_spans_are_compared() -> None:
    claim = parse(["The port bought 20 cranes."])
    evidence = parse(["The school lost 20 pupils. " * MOST_SPANS + "The port bought 20 cranes."])
    assert context(claim, at(claim, "20"), evidence, spans(evidence, "20")) == 0
