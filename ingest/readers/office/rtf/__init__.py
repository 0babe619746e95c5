"""Rich Text Format: paragraphs, lists, tables and notes as a word processor shows them."""

from ingest.readers.office.rtf.document import read

__all__ = ["read"]
