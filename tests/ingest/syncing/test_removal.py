"""Removing documents by id."""

from typing import Any

import pytest

import ingest
import rag
from rag.errors import UsageError
from rag.testing.embedder import FakeEmbedder
from tests.conftest import Sync, Write


def remove(settings: rag.Settings, *ids: str) -> list[rag.DocumentRecord]:
    return ingest.remove(ids, settings=settings, embedder=FakeEmbedder())


def test_the_records_come_in_the_order_of_the_ids_each_once(
    write: Write, sync: Sync, dossier: Any, settings: rag.Settings
) -> None:
    for name in ("a", "b", "c"):
        write(f"{name}.txt", f"It rained on {name}.")
    sync()
    a, b, c = sorted(dossier.documents(), key=lambda record: record.source)
    assert remove(settings, c.id, a.id, c.id) == [c, a]
    assert dossier.documents() == [b]
    assert all(hit.document == b for hit in dossier.retrieve("rained"))


def test_of_ids_with_an_unknown_one_none_is_removed(
    write: Write, sync: Sync, dossier: Any, settings: rag.Settings
) -> None:
    write("a.txt", "It rained.")
    sync()
    (record,) = dossier.documents()
    with pytest.raises(UsageError) as refused:
        remove(settings, record.id, "nobody")
    assert refused.value.message == "There is no document 'nobody'."
    assert refused.value.remedy == "`dossier documents` lists the ids."
    assert dossier.documents() == [record]


def test_no_ids_remove_nothing(settings: rag.Settings) -> None:
    assert remove(settings) == []
