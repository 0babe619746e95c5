"""Web pages: their main text as plain text, their title and their date."""

from ingest.readers.html.body import read

__all__ = ["read"]
