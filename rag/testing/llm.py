"""A stand-in language model for tests of programs that use Dossier: it says what it is told to.

A module of its own, because importing LlamaIndex takes a second or two.
"""

from typing import Any

from llama_index.core.base.llms.types import CompletionResponse, CompletionResponseGen, LLMMetadata
from llama_index.core.llms.callbacks import llm_completion_callback
from llama_index.core.llms.custom import CustomLLM
from pydantic import Field

_PIECE = 7


class ScriptedLLM(CustomLLM):
    """Gives its replies one after the other, in pieces of a few characters.

    Example: `rag.open(settings, llm=ScriptedLLM(replies=["It rained. [1]"]))`

    Attributes:
        replies: what to say; each is used once.
        prompts: what was asked so far.
    """

    replies: list[str]
    prompts: list[str] = Field(default_factory=list)

    @property
    def metadata(self) -> LLMMetadata:
        """What LlamaIndex asks of a model."""
        return LLMMetadata(model_name="scripted", context_window=8192, num_output=512)

    @llm_completion_callback()
    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        """The next reply.

        Raises:
            IndexError: all replies are used.
        """
        return CompletionResponse(text=self._next(prompt))

    @llm_completion_callback()
    def stream_complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> CompletionResponseGen:
        """The next reply, in pieces.

        Raises:
            IndexError: all replies are used.
        """
        reply = self._next(prompt)

        def responses() -> CompletionResponseGen:
            for start in range(0, len(reply), _PIECE):
                end = start + _PIECE
                yield CompletionResponse(text=reply[:end], delta=reply[start:end])

        return responses()

    def _next(self, prompt: str) -> str:
        self.prompts.append(prompt)
        return self.replies[len(self.prompts) - 1]
