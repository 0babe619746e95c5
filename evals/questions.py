"""Questions whose answer is known, read from a file of one JSON object a line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from rag import Turn, UsageError

Label = Literal["kind", "turn_kind", "collection"]
"""A label of a question that figures can be grouped by."""

_FIELDS = {
    "id",
    "question",
    "history",
    "answerable",
    "evidence",
    "answers",
    "kind",
    "turn_kind",
    "collection",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What answers a question.

    Attributes:
        document: file name in the corpus.
        quote: text of that document, or None where only the document is known.
    """

    document: str
    quote: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is known of its answer.

    Attributes:
        history: earlier turns, oldest first; empty for a first question.
        answerable: whether the corpus answers it.
        evidence: empty where it is not known, and for most questions without an answer.
        answers: reference answers; any of them is right.
        kind, turn_kind, collection: the source's own labels, "" where there are none.
        place: the file and line it was read from, for messages.
    """

    id: str
    question: str
    answerable: bool
    history: tuple[Turn, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    answers: tuple[str, ...] = ()
    kind: str = ""
    turn_kind: str = ""
    collection: str = ""
    place: str = ""

    def label(self, name: Label) -> str:
        """The value of a label, "" where the question has none."""
        return {
            "kind": self.kind,
            "turn_kind": self.turn_kind,
            "collection": self.collection,
        }[name]


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a file, in its order; empty lines are passed over.

    Raises:
        UsageError: the file cannot be read, holds no question, or a line is not a question; the
            message names the file, the line and the remedy.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); check the path.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 text; save it as UTF-8.") from error
    found: list[Question] = []
    lines_by_id: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        question = _question(line, f"{path}, line {number}")
        if question.id in lines_by_id:
            raise UsageError(
                f"{question.place}: the id {question.id!r} is taken by "
                f"{lines_by_id[question.id]}; give each question its own id."
            )
        lines_by_id[question.id] = question.place
        found.append(question)
    if not found:
        raise UsageError(f"{path} holds no question; write one JSON object a line.")
    return tuple(found)


def sample(questions: tuple[Question, ...], limit: int | None) -> tuple[Question, ...]:
    """At most `limit` of the questions, evenly spaced, so that a sorted file is seen whole.

    Raises:
        UsageError: the limit is below 1.
    """
    if limit is None or limit >= len(questions):
        return questions
    if limit < 1:
        raise UsageError(f"The limit is {limit}; give 1 or more.")
    return tuple(questions[n * len(questions) // limit] for n in range(limit))


def _question(line: str, place: str) -> Question:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise UsageError(
            f"{place}: not JSON ({error.msg} at column {error.colno}); "
            'write one object a line, e.g. {"id": "1", "question": "…", "answerable": true}.'
        ) from error
    if not isinstance(row, dict):
        raise UsageError(f"{place}: {line[:40]!r} is not a JSON object; put it in braces.")
    unknown = sorted(set(row) - _FIELDS)
    if unknown:
        raise UsageError(
            f"{place}: unknown field {unknown[0]!r}; the known ones are "
            f"{', '.join(sorted(_FIELDS))}."
        )
    return Question(
        id=_text(row, "id", place),
        question=_text(row, "question", place),
        answerable=_flag(row, "answerable", place),
        history=tuple(_turn(turn, place) for turn in _list(row, "history", place)),
        evidence=tuple(_evidence(item, place) for item in _list(row, "evidence", place)),
        answers=tuple(_strings(row, "answers", place)),
        kind=_text(row, "kind", place, ""),
        turn_kind=_text(row, "turn_kind", place, ""),
        collection=_text(row, "collection", place, ""),
        place=place,
    )


def _turn(turn: Any, place: str) -> Turn:
    if not isinstance(turn, dict) or turn.get("role") not in {"user", "assistant"}:
        raise UsageError(
            f"{place}: a turn of history is {turn!r}; write "
            '{"role": "user", "content": "…"}, the role "user" or "assistant".'
        )
    return Turn(turn["role"], _text(turn, "content", place))


def _evidence(item: Any, place: str) -> Evidence:
    if not isinstance(item, dict):
        raise UsageError(
            f'{place}: a piece of evidence is {item!r}; write {{"document": "file.txt", '
            '"quote": "its words"}.'
        )
    quote = _text(item, "quote", place) if item.get("quote") is not None else None
    return Evidence(_text(item, "document", place), quote)


def _text(row: Mapping[str, Any], field: str, place: str, default: str | None = None) -> str:
    value = row.get(field)
    if value is None and default is not None:
        return default
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"{place}: {field!r} is {value!r}; give a text that is not empty.")
    return value


def _flag(row: Mapping[str, Any], field: str, place: str) -> bool:
    value = row.get(field)
    if not isinstance(value, bool):
        raise UsageError(f"{place}: {field!r} is {value!r}; give true or false.")
    return value


def _list(row: Mapping[str, Any], field: str, place: str) -> list[Any]:
    value = row.get(field)
    if value is None:
        return []
    if not isinstance(value, list):
        raise UsageError(f"{place}: {field!r} is {value!r}; give a list, in brackets.")
    return value


def _strings(row: Mapping[str, Any], field: str, place: str) -> list[str]:
    values = _list(row, field, place)
    for value in values:
        if not isinstance(value, str):
            raise UsageError(f"{place}: {field!r} holds {value!r}; give a list of texts.")
    return values
