"""What a language model is sent."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prompt:
    """One request to a model: the rules it has to keep, and what is asked of it."""

    rules: str
    request: str
