"""The front matter of a Markdown file, in YAML or TOML: what it says of title and date."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ingest.readers.dates import parse_date

# Of bounded length, as parsing YAML is slow.
_FENCED = re.compile(
    r"\A(?P<fence>---|\+\+\+)[^\S\r\n]*(?:\r\n|\n|\r)(?P<matter>.{0,20000}?)(?<=[\r\n])"
    r"(?:(?P=fence)|\.\.\.)[^\S\r\n]*(?=[\r\n]|\Z)",
    re.DOTALL,
)
_TITLES = ("title", "headline", "name", "subject")
_DATES = (
    *("published", "date_published", "datepublished", "publish_date", "publishdate", "pubdate"),
    *("published_at", "published_time", "published_on", "publication_date", "date", "issued"),
    *("release_date", "released", "created", "created_at", "date_created"),
    *("updated", "updated_at", "last_updated", "modified", "lastmod", "last_modified"),
)
"""Keys that give the date of publication, the most specific first; a change comes last."""
_MALFORMED = (ValueError, RecursionError, IndexError, KeyError, AttributeError, TypeError)
"""What PyYAML raises, beside its own errors, for a value that does not fit its tag, as in
`!!int ""`, and for lists nested too deep."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a front matter says.

    Attributes:
        end: offset just after it; 0 where the file has none.
        title: "" where it gives none.
    """

    end: int = 0
    title: str = ""
    published: date | None = None


def front_matter_of(text: str) -> FrontMatter:
    """The front matter that a text begins with."""
    match = _FENCED.match(text)
    if match is None:
        return FrontMatter()
    parse = _yaml if match["fence"] == "---" else _toml
    given = {str(key).lower().replace("-", "_"): value for key, value in parse(match["matter"])}
    if not given:
        return FrontMatter()
    title = next((words for key in _TITLES if (words := _title(given.get(key)))), "")
    published = next((day for key in _DATES if (day := _date(given.get(key)))), None)
    return FrontMatter(match.end(), title, published)


def _yaml(block: str) -> list[tuple[Any, Any]]:
    import yaml

    try:
        parsed = yaml.safe_load(block)
    except (*_MALFORMED, yaml.YAMLError):
        return []
    return list(parsed.items()) if isinstance(parsed, dict) else []


def _toml(block: str) -> list[tuple[Any, Any]]:
    import tomllib

    try:
        return list(tomllib.loads(block.replace("\r\n", "\n").replace("\r", "\n")).items())
    except (ValueError, RecursionError):
        return []


def _title(value: object) -> str:
    # Lists and mappings may contain themselves, or one another many times over.
    if not isinstance(value, str | int | float | date):
        return ""
    try:
        return " ".join(str(value).split())
    except ValueError:  # an integer of more digits than Python converts
        return ""


def _date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return parse_date(value) if isinstance(value, str) else None
