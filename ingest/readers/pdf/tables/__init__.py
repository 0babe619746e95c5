"""Tables, told by the lines that are ruled on a page or by words that stand in columns."""

from dataclasses import replace

from ingest.readers.pdf.page.columns import by_columns
from ingest.readers.pdf.page.lines import PageLayout
from ingest.readers.pdf.tables.aligned import aligned_tables
from ingest.readers.pdf.tables.ruled import ruled_tables

__all__ = ["with_tables"]


def with_tables(layout: PageLayout) -> PageLayout:
    """The page in reading order, with a line for each row of its tables."""
    lines = by_columns(ruled_tables(layout))
    return replace(layout, lines=tuple(aligned_tables(lines)))
