"""Excel workbooks: what their visible sheets show, each a section, with the heads of tables."""

from ingest.readers.office.xlsx.document import read

__all__ = ["read"]
