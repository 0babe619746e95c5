"""What readers thought of answers: lines of JSON in the data folder, only ever appended to."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from rag import LibraryError, Settings, UsageError
from rag.private_files import private_folder

FILE = "feedback.jsonl"

_log = logging.getLogger(__name__)

LONGEST_TEXT = 20_000
"""Characters of a question, an answer or a word."""

_MOST_BYTES = 50_000_000
"""Of the file: some ten thousand verdicts on long answers."""

Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Name = Annotated[str, Field(max_length=200)]


@dataclass(frozen=True, slots=True)
class Feedback:
    """A verdict on one answer.

    Attributes:
        answer_id: of the answer; of several entries for one the last counts.
        verdict: "" where the reader took it back.
        word: the reader's own, or "".
        citations: document id, start and end of each.
        at: when it was given, in UTC; None before it is.
    """

    answer_id: Name
    verdict: Literal["good", "bad", ""]
    question: Text
    answer: Text
    engine: Name
    citations: Annotated[tuple[tuple[Name, int, int], ...], Field(max_length=1_000)] = ()
    word: Text = ""
    at: datetime | None = None


def add(settings: Settings, feedback: Feedback) -> None:
    """Append an entry, dated now.

    Raises:
        UsageError: something in it is longer than what is read back.
        LibraryError: the file cannot be written, or is full.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    entry = feedback_json(replace(feedback, at=now))
    try:
        _adapter().validate_python(entry)
    except ValidationError as error:
        raise UsageError("The feedback is longer than what is kept.", "Shorten it.") from error
    line = json.dumps(entry, ensure_ascii=False)
    path = path_of(settings)
    try:
        private_folder(path.parent)
        with path.open("ab") as file:
            if file.tell() > _MOST_BYTES:
                raise LibraryError(
                    f"No more feedback is kept in {path}.", "Move the file elsewhere."
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
            f"Feedback cannot be read from {path} ({error.strerror}); make it readable."
        ) from error
    last: dict[str, Feedback] = {}
    for entry in _read(path, lines):
        last.pop(entry.answer_id, None)
        last[entry.answer_id] = entry
    return [entry for entry in last.values() if entry.verdict]


def feedback_json(entry: Feedback) -> dict[str, Any]:
    """An entry as it is kept, and as `dossier feedback --json` lists it."""
    written: dict[str, Any] = _adapter().dump_python(entry, mode="json")
    return written


def path_of(settings: Settings) -> Path:
    """Where the entries are."""
    return settings.data_dir / FILE


def _read(path: Path, lines: Sequence[bytes]) -> list[Feedback]:
    read = []
    for number, line in enumerate(lines, start=1):
        try:
            read.append(_adapter().validate_json(line))
        except ValidationError:
            _log.warning("Line %d of %s is no feedback; it is passed over.", number, path)
    return read


@cache
def _adapter() -> TypeAdapter[Feedback]:
    return TypeAdapter(Feedback)
