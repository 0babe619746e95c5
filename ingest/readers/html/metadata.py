"""What a page says of itself to programs: its `<meta>` elements and its JSON-LD."""

import json
from collections.abc import Iterator
from typing import Any

_MOST_JSON = 1_000_000
"""Characters of a JSON-LD block that are parsed; what follows would be cut off in any case."""


def meta(tree: Any) -> dict[str, str]:
    """The page's `<meta>` values by lower-case name; the first of a name counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = element.get("content")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def things(tree: Any) -> Iterator[dict[str, Any]]:
    """What the page's JSON-LD is about, thing by thing, without what those mention."""
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            stated = json.loads((script.text or "")[:_MOST_JSON])
        except (ValueError, RecursionError):
            continue
        for thing in stated if isinstance(stated, list) else [stated]:
            if isinstance(thing, dict):
                yield thing
                graph = thing.get("@graph")
                if isinstance(graph, list):
                    yield from (part for part in graph if isinstance(part, dict))
