"""What a program imports: the names of the package, and how its functions are called."""

import inspect
import subprocess
import sys

import pytest

import rag


@pytest.mark.parametrize("name", rag.__all__)
def test_every_name_exists_and_is_documented(name: str) -> None:
    value = getattr(rag, name)
    if name != "Event":  # a union of types has no docstring of its own
        assert inspect.getdoc(value)


def test_another_name_is_an_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = rag.Nothing  # type: ignore[attr-defined]


@pytest.mark.process
def test_importing_the_package_is_quick() -> None:
    heavy = "chromadb, llama_index, pydantic, sentence_transformers, tantivy, torch"
    script = f"import sys, rag; print([m for m in '{heavy}'.split(', ') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


@pytest.mark.parametrize(
    ("function", "method", "first"),
    [
        (rag.answer, rag.Dossier.answer, ["question", "filters", "history"]),
        (rag.stream, rag.Dossier.stream, ["question", "filters", "history"]),
        (rag.retrieve, rag.Dossier.retrieve, ["question", "limit", "filters"]),
    ],
)
def test_functions_and_methods_take_the_same_arguments(
    function: object, method: object, first: list[str]
) -> None:
    for called in (function, method):
        parameters = dict(inspect.signature(called).parameters)  # type: ignore[arg-type]
        parameters.pop("self", None)
        only_methods = {
            name: p for name, p in parameters.items() if name not in {"settings", "llm"}
        }
        assert list(only_methods) == first
        keywords = [name for name, p in parameters.items() if p.kind is p.KEYWORD_ONLY]
        assert keywords == [name for name in parameters if name != "question"]
