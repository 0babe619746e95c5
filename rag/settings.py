"""The one settings object: from the environment and `.env`, validated, passed on explicitly."""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from rag.errors import SettingsError

PREFIX = "DOSSIER_"
ENV_FILE = ".env"
DEFAULT_EMBEDDING_MODEL = "all-MiniLM-L6-v2"


class Settings(BaseSettings):
    """What a library is, where it lies and how questions are answered.

    Each field is read from the environment variable `DOSSIER_<FIELD>`, else from the file `.env`
    of the working folder, else has its default. The descriptions below are the documentation.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="forbid", frozen=True, validate_default=True
    )

    data_dir: Path = Field(
        default=Path(".dossier"),
        description="Folder of the library; made at the first sync.",
    )
    chroma_url: str | None = Field(
        default=None,
        description="Chroma server to use instead of a folder, e.g. http://localhost:8000.",
    )
    embedding_model: str = Field(
        default=DEFAULT_EMBEDDING_MODEL,
        min_length=1,
        description="Name or folder of a sentence-transformers model; a library keeps to one.",
    )
    passages_limit: int = Field(
        default=5,
        ge=1,
        le=50,
        description="Passages that a search returns and an answer is drawn from.",
    )
    sentences_limit: int = Field(
        default=4, ge=1, le=20, description="Sentences that an extractive answer has at most."
    )
    abstain_below: float = Field(
        default=0.3,
        ge=0.0,
        le=1.0,
        description="Confidence below which the answer is that the briefings don't say.",
    )
    max_file_mb: int = Field(
        default=50, ge=1, description="Files larger than this many megabytes are not indexed."
    )
    reader_seconds: float = Field(
        default=60,
        gt=0,
        description="Longest that reading one PDF, Word, web or e-mail file may take, in seconds.",
    )
    reader_memory_mb: int = Field(
        default=2048,
        ge=256,
        description="Most memory that reading one such file may take, in megabytes.",
    )
    host: str = Field(default="127.0.0.1", description="Address that the chat listens on.")
    port: int = Field(
        default=7860, ge=1, le=65535, description="Port of the chat; if busy, the next free one."
    )
    remote_changes: Literal["none", "files", "folders"] = Field(
        default="none",
        description="What browsers on other machines may change: none, files (upload and remove), "
        "or folders (also index any folder of this machine).",
    )

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return Path(os.path.abspath(value.expanduser()))  # noqa: PTH100 (resolves no links)

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
            value = detail["input"]
            shown = "***" if isinstance(value, SecretStr) else repr(value)
            problems.append(f"{PREFIX}{field.upper()} is {shown}: {detail['msg']}.")
    return " ".join(problems)


def _variables() -> tuple[str, ...]:
    return tuple(PREFIX + name.upper() for name in Settings.model_fields)


def env_example() -> str:
    """The text of `.env.example`: every setting, its meaning and its default."""
    lines = ["# Copy to .env and change what you need. Every line shows the default.", ""]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else field.default
        lines += [f"# {field.description}", f"# {PREFIX}{name.upper()}={default}", ""]
    return "\n".join(lines)
