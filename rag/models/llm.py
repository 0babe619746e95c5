"""The language model that the settings name, or a program gives, as Dossier uses it.

How a name is read: `anthropic:NAME` is asked through Anthropic's own protocol,
`huggingface:NAME-OR-FOLDER` runs in this process, and every other name is asked at
`DOSSIER_LLM_BASE_URL` in OpenAI's protocol. A colon, since names with a slash are common there.
"""

from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from rag.errors import SettingsError
from rag.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

_ANTHROPIC = "anthropic"
_HUGGING_FACE = "huggingface"
_CONNECT_SECONDS = 5.0
"""How long a server may take to accept a connection; the reply itself may take longer."""

_RULES_TOKENS = 600
"""What the prompt takes beside the passages: the rules and the question."""

_KEPT_ELSEWHERE = "held by the client"
"""In place of the key where LlamaIndex's object shows it in its text."""


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A LlamaIndex LLM, and what has to be known of it.

    Attributes:
        name: as the user knows it.
        passage_tokens: what the passages in a prompt may take.
        seconds: how long it may be silent.
        answer_tokens: what it may answer with.
    """

    name: str
    llm: "LLM" = field(repr=False)
    passage_tokens: int
    seconds: float
    answer_tokens: int

    @property
    def engine(self) -> str:
        """What `Answer.engine` says of an answer that the model wrote."""
        return f"llm:{self.name}"


def language_model(settings: Settings, llm: "LLM | None" = None) -> LanguageModel | None:
    """The model that answers are written with.

    Args:
        llm: used in place of the model that the settings name.

    Returns:
        None where there is none.

    Raises:
        SettingsError: the settings lack something that the model needs, or its package is missing.
        ModelError: a Hugging Face model cannot be loaded.
    """
    tokens = settings.llm_context_tokens
    bounds = settings.llm_seconds, settings.llm_answer_tokens
    if llm is not None:
        return LanguageModel(_name_of(llm), llm, _fitting(tokens, llm), *bounds)
    if settings.llm_model is None:
        return None
    maker, _, name = settings.llm_model.partition(":")
    if maker == _ANTHROPIC and name:
        llm = _anthropic(name, settings)
    elif maker == _HUGGING_FACE and name:
        llm = _hugging_face(name, settings)
        tokens = _fitting(tokens, llm)
    else:
        llm = _openai_like(settings.llm_model, settings)
    return LanguageModel(settings.llm_model, llm, tokens, *bounds)


def _openai_like(name: str, settings: Settings) -> "LLM":
    if settings.llm_base_url is None:
        raise SettingsError(
            f"DOSSIER_LLM_MODEL is {name!r}, but DOSSIER_LLM_BASE_URL is not set.",
            "Set it to where the model is served, e.g. http://localhost:11434/v1 for Ollama.",
        )
    import httpx
    from llama_index.llms.openai_like import OpenAILike
    from openai import OpenAI

    client = OpenAI(
        # Never None: the client would send the key that it finds in OPENAI_API_KEY anywhere.
        api_key=_key(settings) or "none",
        base_url=settings.llm_base_url,
        timeout=httpx.Timeout(settings.llm_seconds, connect=_CONNECT_SECONDS),
        max_retries=0,  # rag/models/reply_stream.py tries again, and knows when not to
    )
    llm: LLM = OpenAILike(
        model=name,
        api_base=settings.llm_base_url,
        api_key=_KEPT_ELSEWHERE,
        openai_client=client,
        is_chat_model=True,
        temperature=0.0,
        max_tokens=settings.llm_answer_tokens,
        max_retries=0,
    )
    return llm


def _anthropic(name: str, settings: Settings) -> "LLM":
    if not find_spec("llama_index.llms.anthropic"):
        raise SettingsError(
            f"DOSSIER_LLM_MODEL is '{_ANTHROPIC}:{name}', which needs a package that is not "
            "installed.",
            "Run: pip install 'dossier-briefings[anthropic]'.",
        )
    from llama_index.llms.anthropic import Anthropic

    return Anthropic(
        model=name,
        base_url=settings.llm_base_url,
        api_key=_key(settings),
        temperature=0.0,
        max_tokens=settings.llm_answer_tokens,
        timeout=settings.llm_seconds,
        max_retries=0,
    )


def _hugging_face(name: str, settings: Settings) -> "LLM":
    from rag.models.hugging_face import HuggingFaceModel

    return HuggingFaceModel.load(name, settings.llm_answer_tokens)


def _fitting(tokens: int, llm: "LLM") -> int:
    """What passages may take of the tokens, so that rules, question and reply fit as well."""
    window = llm.metadata.context_window
    reply = max(llm.metadata.num_output, 0) or window // 4
    return max(1, min(tokens, window - reply - _RULES_TOKENS))


def _key(settings: Settings) -> str | None:
    return settings.llm_api_key.get_secret_value() if settings.llm_api_key else None


def _name_of(llm: Any) -> str:
    return str(getattr(llm, "model", "") or llm.metadata.model_name or llm.class_name())
