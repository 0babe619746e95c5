"""Running heads and feet: lines that stand on page after page, with the page's number."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ingest.structure.shown import Shown
from rag.structure import BoilerplateKind

_AT_AN_END = re.compile(r"^(?:page\s+)?(\d{1,4})\b|\b(\d{1,4})$", re.IGNORECASE)
_MOST_WORDS = 14
_LEAST = 3
"""Pages on which a line stands that is a running head."""


def running_heads(blocks: Sequence[Shown]) -> Iterator[tuple[BoilerplateKind, range]]:
    """The lines that are alike but for a page's number, which grows."""
    alike: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for n, shown in enumerate(blocks):
        if shown.block.kind not in {"paragraph", "heading"} or shown.count > _MOST_WORDS:
            continue
        match = _AT_AN_END.search(shown.words)
        if match and shown.count > 1:
            start, end = match.span(match.lastindex or 0)
            key = shown.words[:start] + "#" + shown.words[end:]
            alike[key].append((n, int(shown.words[start:end])))
    for key, places in alike.items():
        numbers = [number for _, number in places]
        has_words = any(len(word) > 1 and word.isalpha() for word in key.split())
        if len(places) >= _LEAST and has_words and numbers == sorted(set(numbers)):
            for n, _ in places:
                yield "running head", range(n, n + 1)
