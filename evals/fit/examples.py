"""Examples for the two models of the quoting engine, from questions with known evidence.

Where a set has no questions that its texts leave open, each question is asked a second time without
the passages that hold its evidence. In every fourth conversation a question of another set is asked
as well, which its texts leave open: people change the subject.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from evals.dossier import file_name
from evals.fit.logistic import Examples
from evals.questions import Question
from evals.spans import locate
from rag.answering.quoting.candidates import (
    Candidate,
    candidates,
    sentence_features,
    sentence_scores,
)
from rag.answering.quoting.confidence import confidence_features
from rag.dossier import Dossier
from rag.search.query import Query, query_for
from rag.types import Filters, Hit

_HITS = 5
"""Hits of a question, as many as `passages_limit` is unless set; twice as many are searched for, as
those with the evidence may be taken away."""
_CONVERSATIONS_PER_CHANGE = 4
"""Of so many conversations the subject is changed in one: often enough for the fit to see it, while
questions that the texts answer stay the rule."""

Row = tuple[tuple[float, ...], bool, int]
"""Features, label, and the number of the question."""
Evidence = Sequence[tuple[str, int, int]]
"""File name, start and end of each piece of evidence."""


class SetExamples(NamedTuple):
    """The examples of one set of questions for each model."""

    sentences: Examples
    confidence: Examples


def collect(
    questions: Sequence[Question], strangers: Sequence[str], dossier: Dossier
) -> SetExamples:
    """Examples for the sentences' model, from answerable questions, and for the confidence's.

    Args:
        strangers: questions that the texts do not answer.
    """
    texts = {file_name(r.source): dossier.document(r.id).text for r in dossier.documents()}
    all_answerable = all(question.answerable for question in questions)
    sentences: list[Row] = []
    answers: list[Row] = []
    for number, question in enumerate(questions):
        evidence = _evidence(question, texts)
        query = query_for(question.question, question.history)
        hits = dossier.hits_for(query, 2 * _HITS, Filters())
        answers += _confidence_rows(query, hits, question.answerable, number)
        if all_answerable and evidence:
            rest = [hit for hit in hits if not _holds(hit, evidence)]
            answers += _confidence_rows(query, rest, False, number)
        if question.history and strangers and number % _CONVERSATIONS_PER_CHANGE == 0:
            stranger = strangers[number * len(strangers) // len(questions)]
            other = query_for(stranger, question.history)
            other_hits = dossier.hits_for(other, _HITS, Filters())
            answers += _confidence_rows(other, other_hits, False, number)
        if question.answerable and evidence:
            sentences += _sentence_rows(query, hits, evidence, number)
    return SetExamples(_examples(sentences), _examples(answers))


def _confidence_rows(query: Query, hits: Sequence[Hit], answerable: bool, number: int) -> list[Row]:
    """The confidence's features for a question; none where nothing is found."""
    found = candidates(query.subject, hits[:_HITS])
    if not found:
        return []
    features = confidence_features(
        query.subject,
        found,
        sentence_scores(query.subject, found),
        has_history=bool(query.earlier),
        needs_context=query.needs_context,
    )
    return [(features, answerable, number)]


def _sentence_rows(query: Query, hits: Sequence[Hit], evidence: Evidence, number: int) -> list[Row]:
    """The features of each sentence of the hits, and whether it is evidence."""
    found = candidates(query.subject, hits[:_HITS])
    features = sentence_features(query.subject, found) if found else []
    return [
        (values, _is_evidence(candidate, evidence), number)
        for candidate, values in zip(found, features, strict=True)
    ]


def _evidence(question: Question, texts: Mapping[str, str]) -> Evidence:
    return [
        (piece.document, *span)
        for piece in question.evidence
        if piece.quote and (span := locate(piece.quote, texts[piece.document]))
    ]


def _holds(hit: Hit, evidence: Evidence) -> bool:
    name = file_name(hit.document.source)
    return any(
        document == name and start < hit.passage.end and hit.passage.start < end
        for document, start, end in evidence
    )


def _is_evidence(candidate: Candidate, evidence: Evidence) -> bool:
    """Whether more than half of the sentence lies in one piece of the evidence."""
    name = file_name(candidate.hit.document.source)
    shared = max(
        (
            min(candidate.end, end) - max(candidate.start, start)
            for document, start, end in evidence
            if document == name
        ),
        default=0,
    )
    return shared > (candidate.end - candidate.start) / 2


def _examples(rows: Sequence[Row]) -> Examples:
    return Examples(
        np.array([features for features, _, _ in rows]),
        np.array([label for _, label, _ in rows]),
        np.array([number for _, _, number in rows]),
        np.full(len(rows), 1 / max(len(rows), 1)),
    )
