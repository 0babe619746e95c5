"""Plain text: its headings, paragraphs, lists and tables, as told by its lines."""

from ingest.readers.plain.reader import read

__all__ = ["read"]
