"""A library written without reading files, so that no process starts."""

from collections.abc import Iterator

import pytest

import rag
from rag.dossier import Dossier
from rag.testing.embedder import FakeEmbedder
from tests.rag.library.libraries import indexed, written

VARNA = (
    "The port of Varna handled 42 barges of grain in 2024. Most of it went to Egypt. "
    "On 3 March 2025 the tug Burgas Star sank at berth 7."
)
BOR = "The copper smelter at Bor produced 90 tonnes in May. Bor exports copper to Italy."
VARNA_QUESTION = "How much grain did the port of Varna handle in 2024?"
BOR_QUESTION = "How many tonnes did the copper smelter at Bor produce?"


@pytest.fixture
def library(settings: rag.Settings) -> Iterator[Dossier]:
    """Two documents, the Varna report and the Bor report."""
    written(settings, indexed("Varna", VARNA), indexed("Bor", BOR))
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        yield dossier
