"""The JSON of errors."""

from typing import Self

import rag
from ui.schema.base import Model


class Error(Model):
    """Why something failed, and what can be done about it."""

    message: str
    """What is wrong, with the value at fault; a sentence."""
    remedy: str
    """What to do about it, as a sentence; "" where there is nothing to say."""

    @classmethod
    def of(cls, error: rag.DossierError) -> Self:
        """As `rag.DossierError` has it."""
        return cls(message=error.message, remedy=error.remedy)


class Failed(Model):
    """What any command prints with `--json` instead of its result, where it fails."""

    error: Error
    """Why it failed."""
