"""Markdown with YAML front matter. The text is the file's own, including its markup."""

import re
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from ingest.readers.base import Content, Heading, first_line, sections_from
from ingest.readers.dates import parse_date
from ingest.readers.encoding import decode

# Of bounded length, as parsing YAML is slow.
_FRONT_MATTER = re.compile(
    r"\A---[^\S\r\n]*(?:\r\n|\n|\r)(.{0,20000}?)(?<=[\r\n])(?:---|\.\.\.)[^\S\r\n]*(?=[\r\n]|\Z)",
    re.S,
)
_LONGEST_HEADING = 1_000
"""Characters of a heading that are read."""
_MALFORMED = (ValueError, RecursionError, IndexError, KeyError, AttributeError, TypeError)
"""What PyYAML raises, beside its own errors, for a value that does not fit its tag, as in
`!!int ""`, and for lists nested too deep."""
_NEWLINE = re.compile(r"\r\n|\n|\r")


def read(data: bytes) -> Content:
    """Read a Markdown file.

    Raises:
        UnreadableError: the bytes are not text.
    """
    text = decode(data)
    front = _FRONT_MATTER.match(text)
    matter = _parse(front.group(1)) if front else {}
    body = front.end() if front and matter else 0
    headings = _headings(text, body)
    title = _title(matter.get("title")) or (headings[0].title if headings else "")
    return Content(
        text=text,
        title=title or first_line(text[body:]),
        published=_date(matter.get("date")),
        sections=sections_from(headings, len(text), start=body),
    )


def _parse(block: str) -> dict[str, Any]:
    import yaml

    try:
        parsed = yaml.safe_load(block)
    except (*_MALFORMED, yaml.YAMLError):
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _title(value: object) -> str:
    # Lists and mappings may contain themselves, or one another many times over.
    if not isinstance(value, str | int | float | date):
        return ""
    try:
        return str(value).strip()
    except ValueError:  # an integer of more digits than Python converts
        return ""


def _date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return parse_date(value) if isinstance(value, str) else None


def _shown(token: Any) -> str:
    """What a reader sees of a piece of a heading."""
    if token.type in {"text", "code_inline"}:
        return str(token.content)
    breaks = token.type in {"softbreak", "hardbreak"} or token.content.lower().startswith("<br")
    return " " if breaks else ""


def _headings(text: str, body: int) -> list[Heading]:
    from markdown_it import MarkdownIt

    # The parser counts lines from the start of its input, and ends them where we do.
    starts = [body, *(body + match.end() for match in _NEWLINE.finditer(text[body:]))]
    parser = MarkdownIt("commonmark").disable("inline")
    references: dict[str, Any] = {}
    tokens = parser.parse(_NEWLINE.sub("\n", text[body:]), references)
    parser.enable("inline")  # for headings alone, as it takes most of the time
    found = []
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.map and token.level == 0:
            parsed = parser.parseInline(inline.content[:_LONGEST_HEADING], references)
            words = "".join(map(_shown, parsed[0].children or []))
            if words.strip():
                found.append(
                    Heading(" ".join(words.split()), starts[token.map[0]], int(token.tag[1:]))
                )
    return found
