"""Word documents: the body as Word shows it, its lists numbered, its notes below the text."""

from ingest.readers.office.docx.document import read

__all__ = ["read"]
