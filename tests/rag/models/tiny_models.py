"""Tiny sentence-transformers models with random weights, saved as a published one is."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

WORDS = [
    *("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"),
    *("rain", "snow", "hail", "fell", "in", "on", "brno", "ostrava", "monday"),
    *("what", "find", "report", ".", ":", "?"),
]

_CONFIGURATION = "config_sentence_transformers.json"


def save_model(
    folder: Path, prompts: Mapping[str, str] | None = None, *, max_seq_length: int | None = 32
) -> Path:
    """A BERT of one layer, in the folder that is given and returned.

    Args:
        folder: made with what it lies in.
        prompts: by name, as its configuration has them.
        max_seq_length: as its configuration names it; None leaves the 64 that it has positions for.
    """
    import sentence_transformers

    model = sentence_transformers.SentenceTransformer(
        modules=[bert(folder.parent / "bert", max_seq_length=max_seq_length), _pooling()]
    )
    model.save(str(folder), create_model_card=False)
    set_prompts(folder, prompts or {})
    return folder


def set_prompts(folder: Path, prompts: Mapping[str, str]) -> None:
    """Have the model's configuration name these prompts and no others."""
    path = folder / _CONFIGURATION
    path.write_text(json.dumps(json.loads(path.read_text()) | {"prompts": dict(prompts)}))


def save_router(folder: Path) -> Path:
    """A model that reads up to 32 tokens of a question by one BERT, 16 of a passage by another."""
    import sentence_transformers
    from sentence_transformers.base.modules import Router

    routes: Any = Router.for_query_document(
        query_modules=[bert(folder.parent / "queries", seed=1), _pooling()],
        document_modules=[bert(folder.parent / "passages", max_seq_length=16), _pooling()],
    )
    model = sentence_transformers.SentenceTransformer(modules=[routes])
    model.save(str(folder), create_model_card=False)
    return folder


def save_static(folder: Path) -> Path:
    """A model of word vectors alone, which reads texts of any length."""
    import sentence_transformers
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from transformers import set_seed

    set_seed(7)
    words: Any = StaticEmbedding(_tokenizer().backend_tokenizer, embedding_dim=16)
    model = sentence_transformers.SentenceTransformer(modules=[words])
    model.save(str(folder), create_model_card=False)
    return folder


def save_roberta(folder: Path) -> Path:
    """A model with 34 positions, the first of which is that of the padding, and no other limit."""
    import sentence_transformers
    from transformers import RobertaConfig, RobertaModel

    plain = folder.parent / "roberta"
    config = RobertaConfig(max_position_embeddings=34, pad_token_id=0, **_sizes())
    RobertaModel(config).save_pretrained(plain)
    _tokenizer().save_pretrained(plain)
    model = sentence_transformers.SentenceTransformer(modules=[_transformer(plain), _pooling()])
    model.save(str(folder), create_model_card=False)
    return folder


def bert(plain: Path, *, max_seq_length: int | None = 32, seed: int = 7) -> Any:
    """A transformer module whose vectors tell mostly which words a text has."""
    import torch
    from transformers import BertConfig, BertModel, set_seed

    set_seed(seed)
    model: Any = BertModel(BertConfig(max_position_embeddings=64, **_sizes()))
    with torch.no_grad():
        model.get_input_embeddings().weight.mul_(20)
    model.save_pretrained(plain)
    _tokenizer().save_pretrained(plain)
    return _transformer(plain, max_seq_length=max_seq_length)


def _transformer(plain: Path, **options: Any) -> Any:
    from sentence_transformers.sentence_transformer.modules import Transformer

    return Transformer(str(plain), **options)


def _pooling() -> Any:
    from sentence_transformers.sentence_transformer.modules import Pooling

    return Pooling(16)


def _sizes() -> dict[str, Any]:
    return {
        "vocab_size": len(WORDS),
        "hidden_size": 16,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 32,
    }


def _tokenizer() -> Any:
    import transformers

    tokenizers: Any = transformers
    return tokenizers.BertTokenizerFast(vocab={word: n for n, word in enumerate(WORDS)})
