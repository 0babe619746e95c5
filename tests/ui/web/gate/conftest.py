"""A chat over one library and a client of it, for each file of tests."""

from collections.abc import Iterator

import pytest

import rag
from rag.testing.embedder import FakeEmbedder
from tests.ui.web.gate.gated_site import Client, serving


@pytest.fixture(scope="module")
def client(settings_of_all: rag.Settings) -> Iterator[Client]:
    with serving(rag.open(settings_of_all, embedder=FakeEmbedder())) as client:
        yield client
