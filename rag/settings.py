"""The one settings object: from the environment and `.env`, validated, passed on explicitly."""

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_serializer, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from rag.errors import SettingsError
from rag.urls import address, shown

PREFIX = "DOSSIER_"
ENV_FILE = ".env"
DEFAULT_EMBEDDING_MODEL = "all-MiniLM-L6-v2"
_HOST_NAME = re.compile(r"[a-z0-9._-]{1,253}|[0-9a-f:.]{2,45}", re.IGNORECASE)
_URLS = ("chroma_url", "llm_base_url")
"""Settings that may carry a password or a key within."""


class Settings(BaseSettings):
    """What a library is, where it lies and how questions are answered.

    Each field is read from the environment variable `DOSSIER_<FIELD>`, else from the file `.env`
    of the working folder, else has its default. The descriptions below are the documentation.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        extra="forbid",
        frozen=True,
        validate_default=True,
        hide_input_in_errors=True,  # it may be a secret; `settings_from` shows what is none
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
    embedding_model: str = Field(
        default=DEFAULT_EMBEDDING_MODEL,
        min_length=1,
        description="Name or folder of a sentence-transformers model; a library keeps to one.",
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
    def uploads_dir(self) -> Path:
        """Folder of the files handed over in the browser; it may not exist yet."""
        return self.data_dir / "uploads"

    def shown(self) -> dict[str, str]:
        """Each setting's value as text by its name, secrets masked."""
        return {name: str(value) for name, value in self.__repr_args__()}

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take only what is passed in: `load_settings` reads the environment, and checks it."""
        return (init_settings,)


def load_settings(**overrides: Any) -> Settings:
    """Settings from the environment and `.env`; `overrides` win over both.

    Raises:
        SettingsError: a `DOSSIER_` variable is unknown, or a value does not fit.
    """
    return settings_from({**dotenv_values(ENV_FILE), **os.environ}, **overrides)


def settings_from(environment: Mapping[str, str | None], **overrides: Any) -> Settings:
    """Settings from the given variables; those without the prefix and empty ones are passed over.

    Raises:
        SettingsError: a `DOSSIER_` variable is unknown, or a value does not fit.
    """
    known = {PREFIX + name.upper(): name for name in Settings.model_fields}
    values: dict[str, Any] = {}
    for variable, value in environment.items():
        if not variable.upper().startswith(PREFIX):
            continue
        if variable.upper() not in known:
            raise SettingsError(_unknown(variable, list(known)))
        if value:
            values[known[variable.upper()]] = value
    try:
        return Settings(**{**values, **overrides})
    except ValidationError as error:
        raise SettingsError(_invalid(error)) from None


def _unknown(variable: str, known: list[str]) -> str:
    near = difflib.get_close_matches(variable.upper(), known, n=1)
    hint = f"did you mean {near[0]}?" if near else "the known ones are " + ", ".join(known) + "."
    return f"Unknown setting {variable}; {hint}"


def _invalid(error: ValidationError) -> str:
    problems = []
    for detail in error.errors():
        field = ".".join(str(part) for part in detail["loc"])
        if detail["type"] == "extra_forbidden":
            problems.append(_unknown(PREFIX + field.upper(), list(_variables())))
        else:
            message = detail["msg"].removeprefix("Value error, ")
            problems.append(f"{PREFIX}{field.upper()} is {_shown(field, detail)}: {message}.")
    return " ".join(problems)


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
