"""PowerPoint presentations: each slide a page with its text, tables and notes."""

from ingest.readers.office.pptx.document import read

__all__ = ["read"]
