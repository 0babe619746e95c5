"""Web pages: their main text as plain text, and what their head says of them."""

from ingest.readers.html.body import read

__all__ = ["read"]
