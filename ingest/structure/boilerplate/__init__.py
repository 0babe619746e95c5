"""Boilerplate, as far as the words of a document's blocks tell.

Each module knows one kind. A block that may say something is left alone.
"""

from ingest.structure.boilerplate.found import with_boilerplate

__all__ = ["with_boilerplate"]
