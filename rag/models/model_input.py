"""What a sentence-transformers model reads before and of a passage: its prompt, and how much."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rag.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_PASSAGE_PROMPTS = ("document", "passage", "corpus")
"""Names that models give to the prompt of their passages, in the order of sentence-transformers."""

_USUAL_MAX_TOKENS = 512
"""Of a model that names no limit anywhere: that of BERT and most encoders after it."""

_NO_LIMIT = 10**9
"""Tokenizers and modules without a limit name a far greater one, or infinity."""


def passage_prompt(model: "SentenceTransformer") -> str:
    """What the model wants before a passage; "" for nothing.

    sentence-transformers adds an empty prompt "document" to every model and prefers it to the
    prompt "passage" that the model may have, so the choice is made here.
    """
    prompts = (model.prompts.get(name) for name in _PASSAGE_PROMPTS)
    return next((prompt for prompt in prompts if prompt), "")


def max_passage_tokens(model: "SentenceTransformer") -> int:
    """Most tokens of a passage that the model reads whole, after its prompt and special tokens.

    Raises:
        ModelError: the prompt takes all that the model reads.
    """
    module = _passage_module(model)
    limit = _limit(module)
    special = int(module.tokenizer.num_special_tokens_to_add(False))
    (prompt,) = count_tokens(model, [passage_prompt(model)])
    if limit - special - prompt < 1:
        raise ModelError(
            f"The embedding model reads {limit} tokens, and its prompt for passages takes "
            f"{prompt + special} of them.",
            "Set DOSSIER_EMBEDDING_MODEL to a model with a shorter prompt.",
        )
    return limit - special - prompt


def count_tokens(model: "SentenceTransformer", texts: Sequence[str]) -> list[int]:
    """How many tokens the model makes of each text as a passage, special ones not counted."""
    from tokenizers import Tokenizer

    tokenizer = _passage_module(model).tokenizer
    if isinstance(tokenizer, Tokenizer):
        return [len(row.ids) for row in tokenizer.encode_batch(texts, add_special_tokens=False)]
    encoded = tokenizer(list(texts), add_special_tokens=False, truncation=False, verbose=False)
    return [len(ids) for ids in encoded["input_ids"]]


def cap_lengths(model: "SentenceTransformer") -> None:
    """Let the model cut texts at the last of its positions.

    RoBERTa and its kin leave the first positions to the padding, yet their configuration counts
    them; where it names no other limit, sentence-transformers lets too long texts through.
    """
    first: Any = model[0]
    routes = getattr(first, "sub_modules", None)
    for module in [route[0] for route in routes.values()] if routes else [first]:
        padding = _padding_positions(module)
        positions = _positions(module) or 0
        if 0 < padding < positions < (module.max_seq_length or 0) + padding:
            module.max_seq_length = positions - padding


def _passage_module(model: "SentenceTransformer") -> Any:
    """The module that reads passages: the first, or the first of a Router's route for them."""
    first: Any = model[0]
    routes: dict[str, Any] | None = getattr(first, "sub_modules", None)
    if routes is None:
        return first
    tasks = (("document", "text"), ("document", None), (None, "text"), (None, None))
    mapped = [first.route_mappings.get(task) for task in tasks]
    names = [*mapped, "document", "text", first.default_route]
    route = next((name for name in names if name in routes), next(iter(routes)))
    return routes[route][0]


def _limit(module: Any) -> int:
    """Most tokens of a passage, with all that is added: as configured, or by its positions."""
    configured = [getattr(module, name, None) for name in ("document_length", "max_seq_length")]
    limits = [*configured, _positions(module)]
    return next((int(n) for n in limits if n is not None and 0 < n < _NO_LIMIT), _USUAL_MAX_TOKENS)


def _positions(module: Any) -> int | None:
    """How many positions the transformer's configuration names."""
    config: Any = getattr(module, "config", None)
    if not hasattr(config, "get_text_config"):
        return None
    positions: int | None = getattr(config.get_text_config(), "max_position_embeddings", None)
    return positions


def _padding_positions(module: Any) -> int:
    """How many positions come before that of the first token."""
    for part in module.modules():
        padding = getattr(part, "padding_idx", None)
        if isinstance(padding, int) and hasattr(part, "position_embeddings"):
            return padding + 1
    return 0
