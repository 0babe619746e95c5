"""The one settings object: from the environment and `.env`, validated, passed on explicitly."""

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, Self

from dotenv import dotenv_values
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    SecretStr,
    ValidationError,
    field_serializer,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails

from rag.errors import SettingsError
from rag.urls import address, shown

PREFIX = "DOSSIER_"
ENV_FILE = ".env"
DEFAULT_EMBEDDING_MODEL = "all-MiniLM-L6-v2"
_HOST_NAME = re.compile(r"[a-z0-9._-]{1,253}|[0-9a-f:.]{2,45}", re.IGNORECASE)
_URLS = ("chroma_url", "llm_base_url")
"""Settings that may carry a password or a key within."""


class Settings(BaseModel):
    """What a library is, where it lies and how questions are answered.

    `Settings()` takes what it is given, and a default for the rest; `Settings.from_environment()`
    reads the variables that the fields are named after. The descriptions of the fields are their
    documentation; `.env.example` is generated from them.

    Raises:
        SettingsError: a field is unknown, or a value does not fit.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        validate_default=True,
        hide_input_in_errors=True,  # it may be a secret; `_error` shows what is not
    )

    data_dir: Path = Field(
        default=Path(".dossier"),
        description="Folder of the library; made at the first sync.",
    )
    chroma_url: str | None = Field(
        default=None,
        description="Chroma server to use instead of a folder, e.g. http://localhost:8000, or "
        "http://USER:PASSWORD@host:8000 where it asks for them (HTTP Basic).",
    )
    chroma_token: SecretStr | None = Field(
        default=None,
        description="Token that the Chroma server, or what stands before it, asks for.",
    )
    chroma_token_header: Literal["Authorization", "X-Chroma-Token"] = Field(
        default="Authorization",
        description="Header that the token is sent in; X-Chroma-Token for Chroma Cloud.",
    )
    chroma_tenant: str = Field(
        default="default_tenant", min_length=1, description="Tenant on the Chroma server."
    )
    chroma_database: str = Field(
        default="default_database", min_length=1, description="Database on the Chroma server."
    )
    collection: str = Field(
        default="main",
        pattern=r"^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$",
        description="Which of several libraries in the same data folder, or on the same server; "
        "each has its own embedding model.",
    )
    embedding_model: str = Field(
        default=DEFAULT_EMBEDDING_MODEL,
        min_length=1,
        description="Name or folder of a sentence-transformers model, used with its own prompts; a "
        "library keeps to one.",
    )
    reranker_model: str | None = Field(
        default=None,
        min_length=1,
        description="Name or folder of a cross-encoder that reads the best passages again; none by "
        "default.",
    )
    passages_limit: int = Field(
        default=5,
        ge=1,
        le=50,
        description="Passages that a search returns and an answer is drawn from.",
    )
    sentences_limit: int = Field(
        default=3, ge=1, le=20, description="Sentences that an extractive answer has at most."
    )
    abstain_below: float = Field(
        default=0.15,
        ge=0.0,
        le=1.0,
        description="Confidence below which the answer is that the briefings don't say.",
    )
    llm_model: str | None = Field(
        default=None,
        min_length=1,
        description="Language model that writes answers; none means they are quotations alone. "
        "NAME is asked at the base URL, anthropic:NAME at Anthropic, huggingface:NAME-OR-FOLDER "
        "runs in this process.",
    )
    llm_base_url: str | None = Field(
        default=None,
        description="Where the model is served, in OpenAI's protocol, e.g. "
        "http://localhost:11434/v1 (Ollama).",
    )
    llm_api_key: SecretStr | None = Field(
        default=None, description="Key that the language model's server asks for."
    )
    llm_seconds: float = Field(
        default=60, gt=0, description="Longest that the language model may be silent, in seconds."
    )
    llm_context_tokens: int = Field(
        default=3000,
        ge=200,
        description="Most tokens of passages that the language model is given.",
    )
    llm_answer_tokens: int = Field(
        default=512, ge=16, description="Most tokens that the language model may answer with."
    )
    max_file_mb: int = Field(
        default=50, ge=1, description="Files larger than this many megabytes are not indexed."
    )
    reader_seconds: float = Field(
        default=60,
        gt=0,
        description="Longest that reading one file may take, in seconds.",
    )
    reader_memory_mb: int = Field(
        default=2048,
        ge=256,
        description="Most memory that reading one file may take, in megabytes.",
    )
    host: str = Field(default="127.0.0.1", description="Address that the chat listens on.")
    port: int = Field(
        default=7860, ge=1, le=65535, description="Port of the chat; if busy, the next free one."
    )
    allowed_hosts: tuple[str, ...] = Field(
        default=(),
        description="Names, separated by commas, by which other machines reach the chat, e.g. "
        "briefings.example.org; needed where it listens beyond this machine, or behind a proxy.",
    )
    remote_changes: Literal["none", "files", "folders"] = Field(
        default="none",
        description="What browsers may change that were not opened by the address printed at the "
        "start: none, files (upload and remove), or folders (also index any folder of this "
        "machine).",
    )

    @model_validator(mode="wrap")
    @classmethod
    def _checked(cls, values: Any, validate: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return validate(values)
        except ValidationError as invalid:
            raise _error(invalid) from None

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return Path(os.path.abspath(value.expanduser()))  # noqa: PTH100 (resolves no links)

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _separated(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(name.strip().lower() for name in value.split(",") if name.strip())

    @field_validator("allowed_hosts")
    @classmethod
    def _names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if not _HOST_NAME.fullmatch(name):
                raise ValueError(f"{name!r} is no host's name; give names without a port or a *")
        return value

    @field_validator("llm_base_url")
    @classmethod
    def _without_secrets(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if address(value).credentials:
            raise ValueError("a key in it could be shown; put it into DOSSIER_LLM_API_KEY")
        return value

    @field_serializer(*_URLS, when_used="json-unless-none")
    def _masked(self, value: str) -> str:
        return shown(value)

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """What `repr` and `str` show: no secret."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            yield name, shown(value) if value and name in _URLS else value

    @property
    def collection_dir(self) -> Path:
        """Folder of what belongs to one library alone: the data folder itself for the default."""
        if self.collection == type(self).model_fields["collection"].default:
            return self.data_dir
        return self.data_dir / "collections" / self.collection

    @property
    def uploads_dir(self) -> Path:
        """Folder of the files handed over in the browser; it may not exist yet."""
        return self.collection_dir / "uploads"

    def shown(self) -> dict[str, str]:
        """Each setting's value as text by its name, secrets masked."""
        return {name: str(value) for name, value in self.__repr_args__()}

    @classmethod
    def from_environment(
        cls, variables: Mapping[str, str | None] | None = None, /, **overrides: Any
    ) -> Self:
        """Settings from `DOSSIER_<FIELD>` variables; empty ones count as not set.

        Args:
            variables: by default those of the environment, then those of `.env` in the working
                folder; of both, only the ones with the prefix are looked at.
            overrides: fields that win over the variables.

        Raises:
            SettingsError: a `DOSSIER_` variable is unknown, or a value does not fit.
        """
        if variables is None:
            variables = {**dotenv_values(ENV_FILE), **os.environ}
        fields = {PREFIX + name.upper(): name for name in cls.model_fields}
        values: dict[str, Any] = {}
        for variable, value in variables.items():
            name = variable.upper()
            if not name.startswith(PREFIX):
                continue
            if name not in fields:
                raise SettingsError(f"Unknown setting {variable}.", _nearest(name))
            if value:
                values[fields[name]] = value
        return cls(**{**values, **overrides})


def _error(invalid: ValidationError) -> SettingsError:
    messages, remedies = [], []
    for detail in invalid.errors():
        field = ".".join(str(part) for part in detail["loc"])
        variable = PREFIX + field.upper()
        if detail["type"] == "extra_forbidden":
            messages.append(f"Unknown setting {variable}.")
            remedies.append(_nearest(variable))
        else:
            reason = detail["msg"].removeprefix("Value error, ")
            messages.append(f"{variable} is {_shown(field, detail)}: {reason}.")
    return SettingsError(" ".join(messages), " ".join(remedies))


def _nearest(variable: str) -> str:
    near = difflib.get_close_matches(variable, _variables(), n=1)
    return f"Did you mean {near[0]}?" if near else f"The known ones are {', '.join(_variables())}."


def _shown(field: str, detail: ErrorDetails) -> str:
    """The value at fault without what is secret in it."""
    if field == "llm_api_key":
        return "***"
    return repr(shown(str(detail["input"])) if field in _URLS else detail["input"])


def _variables() -> tuple[str, ...]:
    return tuple(PREFIX + name.upper() for name in Settings.model_fields)


def env_example() -> str:
    """The text of `.env.example`: every setting, its meaning and its default."""
    lines = ["# Copy to .env and change what you need. Every line shows the default.", ""]
    for name, field in Settings.model_fields.items():
        default = "" if field.default in {None, ()} else field.default
        lines += [f"# {field.description}", f"# {PREFIX}{name.upper()}={default}", ""]
    return "\n".join(lines)
