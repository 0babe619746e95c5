"""What the models share."""

from pydantic import BaseModel, ConfigDict

DIGITS = 4
"""Decimal places of scores."""


class Model(BaseModel):
    """A JSON object without other fields than its own, each described by the text below it."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
