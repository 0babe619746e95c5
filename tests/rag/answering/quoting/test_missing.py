"""The question's words that no hit has."""

from dataclasses import replace

from rag.answering.quoting.engine import compose
from rag.search.plan import Plan
from rag.search.query import Query
from rag.settings import Settings
from rag.types import Hit
from tests.rag.answering.quoting.hits import hit

QUESTION = "How many cranes does Ober have?"


def missing(found: Hit) -> tuple[str, ...]:
    plan = Plan(QUESTION, (Query(QUESTION),))
    return compose(plan, [[found]], lambda _: None, Settings()).missing


def test_words_that_a_hit_lacks_are_missing() -> None:
    assert missing(hit("Bread is sold.", title="Bread")) == ("cranes", "Ober")


def test_words_that_a_passage_stands_under_are_not_missing() -> None:
    found = hit("| Ober | 20 |")
    under = replace(found, passage=replace(found.passage, context="| Harbour | Cranes |"))
    assert missing(found) == ("cranes",)
    assert missing(under) == ()
