"""Fit the weights of the quoting engine on questions with known evidence.

`python -m evals.fit --set QUESTIONS.jsonl FOLDER COUNT [--set ...]` prints the constants to check
in, and how well they do on questions that were left out of the fit (ten folds by question). Where
a set has no questions that its texts leave open, each question is asked a second time with the
passages that hold its evidence taken away. In every fourth conversation a question of another set
is asked as well, which its texts leave open: people change the subject. COUNT is what a set counts
for the confidence beside the others, however many questions it has; for the sentences each counts
the same.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

import rag
from evals import corpus
from evals.dossier import file_name
from evals.metrics import auc, calibration_error
from evals.questions import Question, read_questions
from evals.spans import locate
from rag.answering.quoting import candidates as scoring
from rag.answering.quoting import confidence
from rag.dossier import Dossier
from rag.models.embedder import SentenceTransformerEmbedder
from rag.search.query import Query, query_for
from rag.types import Filters, Hit

Rows = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_FOLDS = 10
_HITS = 5
_CHANGES = 4
"""In each so many-th conversation the subject is changed."""
_STRENGTH = 0.3
"""Inverse strength of the L2 penalty on standardised features; small, as the data are few."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Features, one row each; labels; which question each row belongs to; what each row counts."""

    rows: Rows
    labels: Flags
    groups: npt.NDArray[np.int64]
    weights: Rows


Row = tuple[tuple[float, ...], bool, int]
Evidence = Sequence[tuple[str, int, int]]


def collect(
    questions: Sequence[Question], strangers: Sequence[str], dossier: Dossier
) -> tuple[Examples, Examples]:
    """Examples for the sentences' model, from answerable questions, and for the confidence's.

    Args:
        strangers: questions that the texts do not answer.
    """
    texts = {file_name(r.source): dossier.document(r.id).text for r in dossier.documents()}
    take_away = all(question.answerable for question in questions)
    sentences: list[Row] = []
    whole: list[Row] = []
    for number, question in enumerate(questions):
        evidence = _evidence(question, texts)
        query = query_for(question.question, question.history)
        hits = dossier.hits_for(query, 2 * _HITS, Filters())
        whole += _confidence(query, hits, question.answerable, number)
        if take_away and evidence:
            rest = [hit for hit in hits if not _holds(hit, evidence)]
            whole += _confidence(query, rest, False, number)
        if question.history and strangers and number % _CHANGES == 0:
            stranger = strangers[number * len(strangers) // len(questions)]
            other = query_for(stranger, question.history)
            whole += _confidence(other, dossier.hits_for(other, _HITS, Filters()), False, number)
        if question.answerable and evidence:
            sentences += _sentences(query, hits, evidence, number)
    return _examples(sentences), _examples(whole)


def _confidence(query: Query, hits: Sequence[Hit], answerable: bool, number: int) -> list[Row]:
    """The confidence's features for a question, if there are any."""
    found = scoring.candidates(query.subject, hits[:_HITS])
    if not found:
        return []
    features = confidence.confidence_features(
        query.subject,
        found,
        scoring.sentence_scores(query.subject, found),
        has_history=bool(query.earlier),
        needs_context=query.needs_context,
    )
    return [(features, answerable, number)]


def _sentences(query: Query, hits: Sequence[Hit], evidence: Evidence, number: int) -> list[Row]:
    """The features of each sentence of the hits, and whether it is evidence."""
    found = scoring.candidates(query.subject, hits[:_HITS])
    features = scoring.sentence_features(query.subject, found) if found else []
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


def _is_evidence(candidate: scoring.Candidate, evidence: Evidence) -> bool:
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
        np.array([group for _, _, group in rows]),
        np.full(len(rows), 1 / max(len(rows), 1)),
    )


def join(parts: Sequence[Examples], counts: Sequence[float]) -> Examples:
    """The examples of several sets, each set counting as much as it is said to."""
    kept = [part for part in parts if len(part.labels)]
    shares = [count for part, count in zip(parts, counts, strict=True) if len(part.labels)]
    starts = np.cumsum([0, *(part.groups.max() + 1 for part in kept)])
    total = sum(len(part.labels) for part in kept)
    return Examples(
        np.vstack([part.rows for part in kept]),
        np.concatenate([part.labels for part in kept]),
        np.concatenate([part.groups + start for part, start in zip(kept, starts, strict=False)]),
        np.concatenate([p.weights * share for p, share in zip(kept, shares, strict=True)])
        * (total / sum(shares)),
    )


def fit(examples: Examples) -> tuple[Rows, float]:
    """Weights of the features as they are, and the bias."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = examples.rows.mean(axis=0), examples.rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=_STRENGTH, max_iter=1000)
    model.fit((examples.rows - mean) / spread, examples.labels, examples.weights)
    weights: Rows = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ mean)


def left_out(examples: Examples) -> Rows:
    """The probability of each row by a model that was fitted without its question."""
    folds = np.random.default_rng(0).permutation(examples.groups.max() + 1)[examples.groups]
    chances: Rows = np.zeros(len(examples.labels))
    for fold in range(_FOLDS):
        inside = folds % _FOLDS == fold
        kept = Examples(
            examples.rows[~inside],
            examples.labels[~inside],
            examples.groups[~inside],
            examples.weights[~inside],
        )
        weights, bias = fit(kept)
        chances[inside] = 1 / (1 + np.exp(-(examples.rows[inside] @ weights + bias)))
    return chances


def main() -> None:
    """Fit both models and print their constants."""
    parser = argparse.ArgumentParser(prog="python -m evals.fit", description=__doc__)
    parser.add_argument(
        "--set", nargs=3, action="append", required=True, metavar=("QUESTIONS", "FOLDER", "COUNT")
    )
    embedder = SentenceTransformerEmbedder()
    parts: list[tuple[Examples, Examples]] = []
    sets = [(Path(q), Path(f), float(c)) for q, f, c in parser.parse_args().set]
    every = [read_questions(questions) for questions, _, _ in sets]
    for (_, folder, _), own in zip(sets, every, strict=True):
        strangers = [
            q.question for other in every if other is not own for q in other if not q.history
        ]
        settings = corpus.library_of(folder, rag.Settings.from_environment(), embedder)
        with rag.open(settings, embedder=embedder) as dossier:
            asked = corpus.name_as_indexed(own, folder, dossier)
            parts.append(collect(asked, strangers, dossier))
    sentences, whole = zip(*parts, strict=True)
    examples = join(sentences, [1.0 for _ in sets])
    _print("SENTENCE_WEIGHTS", "SENTENCE_BIAS", scoring.SENTENCE_FEATURES, examples)
    _print_chances(left_out(examples), sentences)
    examples = join(whole, [count for _, _, count in sets])
    _print("WEIGHTS", "BIAS", confidence.FEATURES, examples)
    _print_chances(left_out(examples), whole)


def _print(weights_name: str, bias_name: str, labels: Sequence[str], examples: Examples) -> None:
    weights, bias = fit(examples)
    print(f"{weights_name} = {tuple(round(float(weight), 3) for weight in weights)}")
    print(f"{bias_name} = {bias:.3f}")
    for label, weight in zip(labels, weights * examples.rows.std(axis=0), strict=True):
        print(f"    {weight:+.2f} {label}")


def _print_chances(chances: Rows, sets: Sequence[Examples]) -> None:
    """How well chances that were given to left-out questions tell the labels, set by set."""
    start = 0
    for part in sets:
        own = slice(start, start := start + len(part.labels))
        if len(part.labels):
            figures = auc(chances[own], part.labels), calibration_error(chances[own], part.labels)
            print("    left out: AUC {:.3f}, calibration error {:.3f}".format(*figures))


if __name__ == "__main__":
    main()
