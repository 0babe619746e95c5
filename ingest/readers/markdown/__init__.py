"""Markdown with front matter in YAML or TOML."""

from ingest.readers.markdown.reader import read

__all__ = ["read"]
