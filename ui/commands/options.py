"""Arguments and options that several commands share."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rag import Filters, Settings

Question = Annotated[str, typer.Argument(help="What you want to know.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON value and nothing else.")]
DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        metavar="FOLDER",
        help="Folder of the library, in place of DOSSIER_DATA_DIR.",
        show_default=False,
    ),
]
Since = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Only documents published on this day or later."),
]
Until = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Only documents published on this day or earlier."),
]
InDocuments = Annotated[
    list[str] | None,
    typer.Option("--document", help="Only this document, by id; may be given several times."),
]
FollowLinks = Annotated[
    bool,
    typer.Option("--follow-links", help="Index also links to files outside the folders."),
]
NoWait = Annotated[bool, typer.Option("--no-wait", help="Fail where another sync is running.")]
Paths = Annotated[list[str], typer.Argument(help="Folders or files.", show_default=False)]


def settings_of(data_dir: Path | None, **given: Any) -> "Settings":
    """The settings of the environment, with the options given; those that are None do not count.

    Raises:
        SettingsError: a setting is unknown, or a value does not fit.
    """
    from rag import Settings

    options = {"data_dir": data_dir, **given}
    return Settings.from_environment(
        **{name: value for name, value in options.items() if value is not None}
    )


def filters_of(
    since: datetime | None, until: datetime | None, documents: list[str] | None
) -> "Filters":
    """The filters that the options stand for."""
    from rag import Filters

    return Filters(since and since.date(), until and until.date(), tuple(documents or ()))
