"""Two questions with answers and evidence, and a folder of them."""

import json
from pathlib import Path

from evals.questions import Evidence, Question

HARBOUR = (
    "Anna Ridge founded the Aldermouth Harbour Trust in 1912 with 340 members.",
    "The trust was not allowed to own more than 25 boats.",
)
ORCHARD = (
    "Carl Stone sold the Brindle Orchard to Mira Vale on 4 June 1987 for 12,500 pounds.",
    "The orchard has 60 rows of pear trees.",
)


def question(number: int, quotes: tuple[str, ...]) -> Question:
    return Question(
        id=str(number),
        question=f"Question {number}?",
        answerable=True,
        evidence=tuple(Evidence("a.txt", quote) for quote in quotes),
        answers=(" ".join(quotes),),
    )


QUESTIONS = [question(1, HARBOUR), question(2, ORCHARD)]


def write_set(folder: Path) -> Path:
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(" ".join(HARBOUR), encoding="utf-8")
    (corpus / "b.txt").write_text(" ".join(ORCHARD), encoding="utf-8")
    rows = [
        {
            "id": name,
            "question": f"What of {name}?",
            "answerable": True,
            "evidence": [{"document": name}],
            "answers": [" ".join(quotes)],
        }
        for name, quotes in (("a.txt", HARBOUR), ("b.txt", ORCHARD))
    ]
    path = folder / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path
