"""The search behind LlamaIndex's own engines."""

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from llama_index.core import get_response_synthesizer
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers import ResponseMode
from llama_index.core.schema import MetadataMode

import rag
from rag.testing.llm import ScriptedLLM
from tests.conftest import Sync, Write

TEXT = "# Weather\n\nRain fell in Ostrava.\n"


@pytest.fixture
def report(write: Write, sync: Sync) -> Path:
    path = write("2026-01-01.md", TEXT)
    sync()
    return path


def test_a_node_leads_back_to_its_document(report: Path, dossier: Any) -> None:
    (found,) = dossier.retriever().retrieve("rain in Ostrava")
    (document,) = dossier.documents()
    node, metadata = found.node, found.node.metadata
    assert node.get_content() == TEXT[metadata["start"] : metadata["end"]].strip()
    assert (node.start_char_idx, node.end_char_idx) == (metadata["start"], metadata["end"])
    assert node.ref_doc_id == metadata["document_id"] == document.id
    assert node.source_node.hash == metadata["sha256"] == document.sha256
    assert (metadata["title"], metadata["published"]) == ("Weather", "2026-01-01")
    assert metadata["source"] == str(report)
    shown = node.get_content(MetadataMode.LLM)
    assert "published: 2026-01-01" in shown
    assert "None" not in shown
    assert document.id not in shown


def test_a_query_engine_answers_from_it(report: Path, dossier: Any) -> None:
    model = ScriptedLLM(replies=["Rain fell."])
    engine = RetrieverQueryEngine(
        retriever=dossier.retriever(limit=1),
        response_synthesizer=get_response_synthesizer(
            llm=model, response_mode=ResponseMode.COMPACT
        ),
    )
    response = engine.query("Where did rain fall?")
    assert str(response) == "Rain fell."
    assert [found.node.metadata["title"] for found in response.source_nodes] == ["Weather"]


def test_it_narrows_and_limits(report: Path, write: Write, sync: Sync, dossier: Any) -> None:
    write("2026-02-01.md", "# Floods\n\nRain fell in Ostrava again.\n")
    sync()
    assert len(dossier.retriever().retrieve("rain in Ostrava")) == 2
    assert len(dossier.retriever(limit=1).retrieve("rain in Ostrava")) == 1
    late = rag.Filters(since=date(2026, 1, 15))
    (found,) = dossier.retriever(filters=late).retrieve("rain in Ostrava")
    assert found.node.metadata["title"] == "Floods"


def test_an_event_loop_gets_the_same(report: Path, dossier: Any) -> None:
    retriever = dossier.retriever()
    found = asyncio.run(retriever.aretrieve("rain in Ostrava"))
    assert [node.node_id for node in found] == [
        node.node_id for node in retriever.retrieve("rain in Ostrava")
    ]


def test_a_limit_of_nothing_is_an_error(report: Path, dossier: Any) -> None:
    with pytest.raises(rag.UsageError, match="The limit is 0"):
        dossier.retriever(limit=0).retrieve("rain")


def test_an_empty_library_is_an_error(dossier: Any) -> None:
    with pytest.raises(rag.LibraryError, match="dossier sync"):
        dossier.retriever().retrieve("rain")
