"""Readers' verdicts on answers: lines of JSON in the data folder, only ever appended to."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, Field, TypeAdapter, ValidationError

from rag import LibraryError, Settings, UsageError
from rag.private_files import private_folder

FILE = "feedback.jsonl"

_log = logging.getLogger(__name__)

LONGEST_TEXT = 20_000
"""Characters of a question, an answer or a comment: of an answer, fifty long sentences."""

_MOST_BYTES = 50_000_000
"""Size of the file: some ten thousand verdicts on long answers."""

Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Name = Annotated[str, Field(max_length=200)]


@dataclass(frozen=True, slots=True)
class Feedback:
    """A verdict on one answer.

    Attributes:
        answer_id: of the answer; of several entries for one the last counts.
        verdict: "" where the reader took it back.
        comment: the reader's own words, or ""; it was named "word" before version 0.2.
        citations: document id, start and end of each.
        at: when it was given, in UTC; None before it is.
    """

    answer_id: Name
    verdict: Literal["good", "bad", ""]
    question: Text
    answer: Text
    engine: Name
    citations: Annotated[tuple[tuple[Name, int, int], ...], Field(max_length=1_000)] = ()
    comment: Annotated[Text, Field(validation_alias=AliasChoices("comment", "word"))] = ""
    at: datetime | None = None


def add(settings: Settings, feedback: Feedback) -> None:
    """Append an entry, dated now.

    Raises:
        UsageError: something in it is longer than what is read back.
        LibraryError: the file cannot be written, or is full.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    entry: dict[str, Any] = _adapter().dump_python(replace(feedback, at=now), mode="json")
    try:
        _adapter().validate_python(entry)
    except ValidationError as error:
        raise UsageError("The feedback is too long.", "Shorten it.") from error
    line = json.dumps(entry, ensure_ascii=False)
    path = path_of(settings)
    try:
        private_folder(path.parent)
        with path.open("ab") as file:
            if file.tell() > _MOST_BYTES:
                raise LibraryError(
                    f"{path} is full; it has {_MOST_BYTES:,} bytes.", "Move the file elsewhere."
                )
            # One write, so that entries of several processes do not mix.
            file.write(f"{line}\n".encode())
    except OSError as error:
        raise LibraryError(
            f"Feedback cannot be written to {path} ({error.strerror}).", "Make it writable."
        ) from error


def entries(settings: Settings) -> list[Feedback]:
    """The last entry for each answer, in the order they were given; none taken back.

    Raises:
        LibraryError: the file cannot be read.
    """
    path = path_of(settings)
    try:
        lines = path.read_bytes().splitlines() if path.exists() else []
    except OSError as error:
        raise LibraryError(
            f"Feedback cannot be read from {path} ({error.strerror}).", "Make it readable."
        ) from error
    last: dict[str, Feedback] = {}
    for entry in _read(path, lines):
        last.pop(entry.answer_id, None)
        last[entry.answer_id] = entry
    return [entry for entry in last.values() if entry.verdict]


def path_of(settings: Settings) -> Path:
    """Where the entries are."""
    return settings.data_dir / FILE


def _read(path: Path, lines: Sequence[bytes]) -> list[Feedback]:
    read = []
    for number, line in enumerate(lines, start=1):
        try:
            read.append(_adapter().validate_json(line))
        except ValidationError:
            _log.warning("Line %d of %s is not feedback and was skipped.", number, path)
    return read


@cache
def _adapter() -> TypeAdapter[Feedback]:
    return TypeAdapter(Feedback)
