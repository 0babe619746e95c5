"""What a text is made of, as far as its words alone tell, for every format."""

from ingest.structure.detected import structured

__all__ = ["structured"]
