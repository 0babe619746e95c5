"""Web pages: all that they show but their menus, with its structure, a title and a date."""

from ingest.readers.html.reader import read

__all__ = ["read"]
