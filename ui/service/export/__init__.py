"""A conversation as a file that can be handed on, each quote in a footnote."""

from ui.service.export.markdown import to_markdown
from ui.service.export.word import to_docx

__all__ = ["to_docx", "to_markdown"]
