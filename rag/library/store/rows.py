"""Values as they are stored in a row of the register."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rag.types import TitleAndDate


def title_and_date_row(found: TitleAndDate) -> dict[str, str]:
    """A title and date as they are stored."""
    return {
        "title": found.title,
        "published": found.published.isoformat() if found.published else "",
        "title_from": found.title_from,
        "published_from": found.published_from,
    }


def title_and_date_in(row: Mapping[str, Any]) -> TitleAndDate:
    """The title and date in what `title_and_date_row` has made.

    Raises:
        ValueError, KeyError, TypeError: it is something else.
    """
    # What an earlier version wrote does not say where they were found.
    return TitleAndDate(
        title=row["title"],
        published=date.fromisoformat(row["published"]) if row["published"] else None,
        title_from=row.get("title_from", ""),
        published_from=row.get("published_from", ""),
    )
