"""OpenDocument texts, as LibreOffice writes them."""

from ingest.readers.office.odt.document import read

__all__ = ["read"]
