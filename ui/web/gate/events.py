"""The events of the page, and the values that each may carry.

The inputs of a Gradio event determine its values, so their types are derived from the page itself.
An input of an unknown kind is an error when the page is built, not a gap in the gate.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import gradio as gr
from gradio.block_function import BlockFunction
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from ui.web.gate.refusal import Refused

_MOST_BYTES = 256_000
"""Of an event: a verdict on an answer carries the message as it is shown."""

_MOST_BYTES_WITH_CONVERSATION = 4_000_000
"""Of an event that carries a saved conversation, of up to a million characters: each of its
quotation marks is escaped twice."""

_CARRY_A_CONVERSATION = frozenset({"start", "open_saved"})
_LONGEST_TEXT = 4_096
"""Characters of a field without a bound of its own: the longest path on Linux."""

_MOST_CHOSEN = 1_000
"""Documents that a question may be narrowed to, as many as a saved conversation may have."""

_MOST_FILES = 1_000
"""Files of one upload; their size is bounded too."""

_NOT_AN_EVENT = "The page has no such event; reload the page."

_Key = Annotated[str, Field(max_length=200)]
_Session = Annotated[str, Field(pattern=r"\A[A-Za-z0-9]{1,64}\z")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Uploaded(_Strict):
    """An uploaded file, as Gradio's page names it."""

    path: Annotated[str, Field(max_length=_LONGEST_TEXT)]
    url: Annotated[str, Field(max_length=2 * _LONGEST_TEXT)] | None = None
    size: int | None = None
    orig_name: Annotated[str, Field(max_length=_LONGEST_TEXT)] | None = None
    mime_type: _Key | None = None
    is_stream: Literal[False] = False
    meta: dict[Literal["_type"], Literal["gradio.FileData"]]

    @field_validator("path")
    @classmethod
    def _was_uploaded(cls, path: str, info: ValidationInfo) -> str:
        if not isinstance(info.context, Path) or not lies_in(path, info.context):
            raise ValueError("the file was not uploaded here")
        return path


class _Join(_Strict):
    """A request to run an event."""

    data: list[Any]
    fn_index: int
    session_hash: _Session
    trigger_id: int | None = None
    event_data: Any = None


class Command(_Strict):
    """A request to cancel an event."""

    event_id: _Key
    session_hash: _Session | None = None
    fn_index: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An event that a browser requests.

    Attributes:
        function: runs it.
        takes_files: whether one of its values is a file.
    """

    function: BlockFunction
    session: str
    takes_files: bool


class PageEvents:
    """Checks events against those of the page.

    Args:
        functions: the page's events by number, as Gradio stores them.
        uploads: the folder into which Gradio puts uploaded files.

    Raises:
        TypeError: an input is of a kind whose values are unknown.
    """

    def __init__(self, functions: Mapping[int, BlockFunction], uploads: Path) -> None:
        self._uploads = uploads
        self._functions = {n: function for n, function in functions.items() if function.fn}
        self._values = {n: _values(function.inputs) for n, function in self._functions.items()}

    @property
    def most_bytes(self) -> int:
        """The size of the largest event."""
        return _MOST_BYTES_WITH_CONVERSATION

    def read(self, body: bytes) -> Event:
        """The event that a body requests.

        Raises:
            Refused: the page has no such event, or a value has a wrong type, is too long, or names
                a file that was not uploaded.
        """
        try:
            join = _Join.model_validate_json(body)
        except ValidationError:
            raise Refused(422, _NOT_AN_EVENT) from None
        function = self._functions.get(join.fn_index)
        if function is None:
            raise Refused(422, _NOT_AN_EVENT)
        if len(body) > _most_bytes(function):
            raise Refused(413, "This is larger than what is accepted here.")
        if _names_a_file(join.event_data):
            raise Refused(422, _NOT_AN_EVENT)
        try:
            self._values[join.fn_index].validate_python(join.data, context=self._uploads)
        except ValidationError as error:
            raise Refused(422, _explained(error)) from None
        takes_files = any(isinstance(part, gr.File) for part in function.inputs)
        return Event(function, join.session_hash, takes_files)


def lies_in(path: str | Path, folder: Path) -> bool:
    """Whether a path is a regular file in the folder or below it, once links are resolved."""
    try:
        found = Path(path).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        return False
    return found.is_file() and found.is_relative_to(folder.resolve())


def _most_bytes(function: BlockFunction) -> int:
    carries = any(name in _CARRY_A_CONVERSATION for _, name in function.targets)
    return _MOST_BYTES_WITH_CONVERSATION if carries else _MOST_BYTES


def _values(inputs: Iterable[object]) -> TypeAdapter[Any]:
    """The type of an event's values, one for each of its inputs."""
    types = tuple(_type_of(part) for part in inputs)
    # The page sends a list; a tuple gives the type of each of its elements.
    shape: Any = tuple[types] if types else tuple[()]  # type: ignore[valid-type]
    return TypeAdapter(shape)


def _type_of(part: object) -> Any:
    match part:
        case gr.State():
            return None  # its value comes from the session, not from the browser
        case gr.Textbox():
            longest = part.max_length or _LONGEST_TEXT
            return Annotated[str, Field(max_length=longest, strict=True)] | None
        case gr.Button():
            return Annotated[str, Field(max_length=_LONGEST_TEXT, strict=True)] | None
        case gr.Radio():
            return Annotated[_Key, Field(strict=True)] | None
        case gr.Dropdown():
            return Annotated[list[_Key], Field(max_length=_MOST_CHOSEN)] | None
        case gr.Checkbox():
            return Annotated[bool, Field(strict=True)] | None
        case gr.File():
            return Annotated[list[_Uploaded], Field(max_length=_MOST_FILES)] | None
    raise TypeError(f"the gate does not know what values {type(part).__name__} may have")


def _names_a_file(value: object) -> bool:
    """Whether a JSON value contains anything that Gradio would treat as a file."""
    rest = [value]
    while rest:
        one = rest.pop()
        if isinstance(one, dict):
            if one.keys() & {"path", "meta", "_type"}:
                return True
            rest.extend(one.values())
        elif isinstance(one, list):
            rest.extend(one)
    return False


def _explained(error: ValidationError) -> str:
    """The reason as the page shows it; it repeats no value."""
    kinds = {detail["type"] for detail in error.errors(include_input=False, include_url=False)}
    if "string_too_long" in kinds or "too_long" in kinds:
        return "This is longer than what is accepted here; shorten it."
    return _NOT_AN_EVENT
