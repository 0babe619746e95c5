"""A Hugging Face model in this process, as a LlamaIndex LLM that can be stopped."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Self

from llama_index.core.base.llms.types import CompletionResponse, CompletionResponseGen, LLMMetadata
from llama_index.core.llms import ChatMessage
from llama_index.core.llms.callbacks import llm_completion_callback
from llama_index.core.llms.custom import CustomLLM
from pydantic import PrivateAttr

from rag.errors import ModelError
from rag.models.loading import folder_or_name

_DEFAULT_WINDOW = 2048
"""Tokens, where neither network nor tokenizer names a limit: GPT-2's successors read as many."""

_LONGEST_WINDOW = 1_000_000
"""A tokenizer that knows no limit gives a number far above this one."""

_INCOMPLETE = "\N{REPLACEMENT CHARACTER}"
"""What a text ends with while the last character's bytes are not all written."""


class HuggingFaceModel(CustomLLM):
    """A causal language model of transformers; made by `load`.

    It writes the most likely words, so the same prompt has the same reply. Closing a stream stops
    the model before its next token.

    Attributes:
        model: name or folder.
        max_tokens: longest reply.
        window: tokens that prompt and reply may have together.
    """

    model: str
    max_tokens: int
    window: int
    _network: Any = PrivateAttr()
    _tokenizer: Any = PrivateAttr()

    @classmethod
    def load(cls, name: str, max_tokens: int) -> Self:
        """Load a model from a folder, or from Hugging Face by its name.

        Raises:
            ModelError: it cannot be loaded.
        """
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        location = folder_or_name(name)
        try:
            tokenizer: Any = AutoTokenizer.from_pretrained(location)
            network: Any = AutoModelForCausalLM.from_pretrained(location, dtype="auto")
        except Exception as error:
            raise ModelError(
                f"The Hugging Face model {name!r} cannot be loaded ({type(error).__name__}).",
                "Set DOSSIER_LLM_MODEL to huggingface: and a model's folder or published name.",
            ) from error
        network.to("cuda" if torch.cuda.is_available() else "cpu").eval()
        window = getattr(network.config, "max_position_embeddings", None) or _DEFAULT_WINDOW
        if tokenizer.model_max_length < _LONGEST_WINDOW:
            window = min(window, tokenizer.model_max_length)
        made = cls(
            model=name,
            max_tokens=min(max_tokens, window // 2),
            window=window,
            messages_to_prompt=partial(_chat_prompt, tokenizer),
        )
        made._network, made._tokenizer = network, tokenizer
        return made

    @property
    def metadata(self) -> LLMMetadata:
        """What LlamaIndex asks of a model."""
        return LLMMetadata(
            model_name=self.model,
            context_window=self.window,
            num_output=self.max_tokens,
        )

    @llm_completion_callback()
    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        """The whole reply."""
        return CompletionResponse(text="".join(self._pieces(prompt)))

    @llm_completion_callback()
    def stream_complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> CompletionResponseGen:
        """The reply as it is written."""

        def responses() -> CompletionResponseGen:
            text = ""
            for piece in self._pieces(prompt):
                text += piece
                yield CompletionResponse(text=text, delta=piece)

        return responses()

    def _pieces(self, prompt: str) -> Iterator[str]:
        """One token after the other; the model computes none that is not asked for.

        Raises:
            ModelError: the prompt leaves no room for a reply.
        """
        special = self._tokenizer.chat_template is None  # else the prompt has them already
        encoded = self._tokenizer(prompt, add_special_tokens=special, return_tensors="pt")
        ids = encoded["input_ids"].to(self._network.device)
        if ids.shape[1] > self.window - self.max_tokens:
            raise ModelError(
                f"its prompt has {ids.shape[1]} tokens, {self.window - self.max_tokens} fit"
            )
        ends = self._network.generation_config.eos_token_id
        stops = {*ends} if isinstance(ends, list) else {ends}
        written: list[int] = []
        shown, past = "", None
        for _ in range(self.max_tokens):
            token, past = self._next(ids, past)
            if token in stops:
                break
            written.append(token)
            ids = ids.new_tensor([[token]])
            text = str(self._tokenizer.decode(written, skip_special_tokens=True))
            if text.startswith(shown) and not text.endswith(_INCOMPLETE):
                yield text[len(shown) :]
                shown = text

    def _next(self, ids: Any, past: Any) -> tuple[int, Any]:
        """The most likely next token, and what the network remembers of those before it."""
        import torch

        with torch.inference_mode():
            output = self._network(input_ids=ids, past_key_values=past, use_cache=True)
        return int(output.logits[0, -1].argmax()), output.past_key_values


def _chat_prompt(tokenizer: Any, messages: Sequence[ChatMessage]) -> str:
    """The messages as the model was trained to read them; plain where it has no such form."""
    rows = [{"role": str(m.role.value), "content": m.content or ""} for m in messages]
    if tokenizer.chat_template is None:
        return "\n\n".join(row["content"] for row in rows) + "\n\n"
    return str(tokenizer.apply_chat_template(rows, tokenize=False, add_generation_prompt=True))
