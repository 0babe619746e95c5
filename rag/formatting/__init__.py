"""A document's text as it was meant: blocks of words with their emphasis, without a format's marks.

The text itself stays as it is. What is made of it here is for people to read, and knows nothing of
the medium it is shown in.
"""

from rag.formatting.document import format_document, format_quote, format_span
from rag.formatting.tree import Formatted, Run, Style, clipped, lines, one_line, one_line_runs, part

__all__ = [
    "Formatted",
    "Run",
    "Style",
    "clipped",
    "format_document",
    "format_quote",
    "format_span",
    "lines",
    "one_line",
    "one_line_runs",
    "part",
]
