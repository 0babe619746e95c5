"""Hits made of plain values."""

from datetime import UTC, date, datetime

from rag.types import DocumentRecord, Hit, Passage

COSINE = 0.5
"""Of each sentence of a hit unless said otherwise."""


def hit(
    *sentences: str,
    document: str = "d",
    title: str = "Harbour",
    section: str | None = None,
    published: date | None = None,
    score: float = 0.9,
    cosines: tuple[float, ...] | None = None,
    title_residual_cosine: float = 0.6,
) -> Hit:
    """A hit whose passage has these sentences, one after the other, from offset 100 on."""
    text = " ".join(sentences)
    spans: list[tuple[int, int]] = []
    start = 100
    for sentence in sentences:
        spans.append((start, start + len(sentence)))
        start += len(sentence) + 1
    record = DocumentRecord(
        document,
        title,
        f"{document}.md",
        published,
        "",
        "v",
        1,
        len(text) + 100,
        datetime(2024, 5, 3, tzinfo=UTC),
    )
    passage = Passage(
        f"{document}-p", document, 100, 100 + len(text), section, None, text, tuple(spans)
    )
    cosines = cosines or (COSINE,) * len(sentences)
    return Hit(passage, record, score, 0.8, 1.0, cosines, title_residual_cosine)
