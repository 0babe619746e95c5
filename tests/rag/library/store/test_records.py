"""Any number of ids, and ids that are none.

SQLite takes 32,766 variables a call, and each id is one, whether or not there is a record of it.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from typer.testing import CliRunner

import ingest
import rag
from rag.dossier import Dossier
from rag.library import Library, examine_library, register
from rag.library.store import records
from rag.models.embedder import Embedder
from rag.testing.embedder import FakeEmbedder
from tests.conftest import Sync
from tests.rag.library.libraries import opened, write_reports
from ui.cli import app
from ui.web.document.routes import document_routes

MANY = 40_000
IMPOSSIBLE = ("#state", "", "\udcff", "a\0b", "no-such-document")


@pytest.fixture(autouse=True)
def library(folder: Path, sync: Sync) -> None:
    write_reports(folder, findings=40)
    sync()


def record_of(dossier: Dossier, name: str) -> rag.DocumentRecord:
    (record,) = [r for r in dossier.documents() if Path(r.source).stem == name]
    return record


def test_a_document_of_many_passages(dossier: Dossier) -> None:
    record = record_of(dossier, "Birch")
    claimed = replace(record, passages=MANY)
    assert dossier.passages(claimed) == dossier.passages(record)
    assert len(dossier.passages(record)) == record.passages


@pytest.mark.parametrize("count", [MANY, 100_000])
def test_a_search_in_many_documents(dossier: Dossier, count: int) -> None:
    arrow, birch, cedar = (record_of(dossier, name).id for name in ("Arrow", "Birch", "Cedar"))
    others = [f"{n:016x}" for n in range(count)]
    few = dossier.retrieve(
        "finding of the harbour", limit=12, filters=rag.Filters(documents=(arrow, cedar))
    )
    many = rag.Filters(documents=(cedar, *others, cedar, arrow))
    found = dossier.retrieve("finding of the harbour", limit=12, filters=many)
    assert found == few
    assert {hit.document.id for hit in found} == {arrow, cedar}
    assert birch not in {hit.document.id for hit in found}
    dated = replace(many, since=record_of(dossier, "Arrow").indexed_at.date())
    assert dossier.retrieve("finding", limit=12, filters=dated) == []


def test_the_nearest_of_many_documents_are_the_nearest_of_all(
    dossier: Dossier, settings: rag.Settings, embedder: Embedder
) -> None:
    ids = [record_of(dossier, name).id for name in ("Arrow", "Cedar")]
    others = [f"{n:016x}" for n in range(records.AT_ONCE)]
    (vector,) = embedder.embed_queries(["The Cedar report names finding 7."])
    library = Library(settings, embedder.fingerprint)

    def nearest(*documents: str) -> list[float]:
        filters = rag.Filters(documents=documents)
        found = library.read(lambda view: view.dense(vector, 3, filters))
        return list((found or {}).values())  # not the ids: some passages are equally near

    arrow, cedar = ids
    few = nearest(arrow, cedar)
    assert len(few) == 3
    assert nearest(arrow, *others, cedar) == nearest(cedar, *others, arrow) == few


def test_a_document_is_named_twice(dossier: Dossier, settings: rag.Settings, sync: Sync) -> None:
    birch = record_of(dossier, "Birch").id
    once = dossier.retrieve("finding", limit=12, filters=rag.Filters(documents=(birch,)))
    assert (
        dossier.retrieve("finding", limit=12, filters=rag.Filters(documents=(birch, birch))) == once
    )
    store = opened(settings)
    arrow = record_of(dossier, "Arrow").id
    ids = [birch, "nowhere", arrow, birch]
    assert list(records.get(store.documents, ids, "metadatas")) == [birch, arrow]
    assert records.get(store.documents, [], "metadatas") == {}
    removed = ingest.remove([birch, birch], settings=settings, embedder=FakeEmbedder())
    assert [record.id for record in removed] == [birch]
    assert len(dossier.documents()) == 2


@pytest.mark.parametrize("identifier", IMPOSSIBLE)
def test_what_is_no_document(dossier: Dossier, settings: rag.Settings, identifier: str) -> None:
    for ask in (dossier.record, dossier.document):
        with pytest.raises(rag.UsageError, match="There is no document"):
            ask(identifier)
    assert dossier.retrieve("finding", limit=5, filters=rag.Filters(documents=(identifier,))) == []
    with pytest.raises(rag.UsageError):
        ingest.remove([identifier], settings=settings, embedder=FakeEmbedder())
    assert len(dossier.documents()) == 3


@pytest.mark.parametrize("path", ["%23state", "%00", "%ff", "a%00b", "no-such-document"])
def test_the_page_of_what_is_no_document(dossier: Dossier, path: str) -> None:
    with TestClient(Starlette(routes=document_routes(dossier))) as client:
        assert client.get(f"/documents/{path}").status_code == 404


def test_the_command_of_what_is_no_document(
    settings: rag.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOSSIER_DATA_DIR", str(settings.data_dir))
    monkeypatch.setattr("rag.dossier.SentenceTransformerEmbedder", lambda _: FakeEmbedder())
    result = CliRunner().invoke(app, ["show", "#state"])
    assert isinstance(result.exception, rag.UsageError)
    assert "There is no document '#state'" in str(result.exception)


def test_the_doctor_reads_a_document_of_many_passages(
    dossier: Dossier, settings: rag.Settings, embedder: Embedder
) -> None:
    record = record_of(dossier, "Birch")
    store = opened(settings)
    state, entries = register.read_some(store, [record.id])
    assert state is not None
    claimed = replace(record, passages=MANY)
    register.write(store, state, [replace(entries[record.id], record=claimed)])
    damaged = [f for f in examine_library(settings, embedder).findings if f.kind == "damaged"]
    missing = MANY - record.passages
    assert f"{missing} of its {MANY} passages are missing" in damaged[0].detail


def test_many_records_are_read_and_deleted(settings: rag.Settings) -> None:
    store = opened(settings)
    held = store.contents.get(include=[])["ids"]
    ids = [*(f"none-{n}" for n in range(MANY)), *held]
    assert list(records.get(store.contents, ids, "metadatas")) == held
    records.delete(store.contents, ids)
    assert records.get(store.contents, ids, "metadatas") == {}


def test_more_entries_than_one_call_may_write(settings: rag.Settings) -> None:
    store = opened(settings)
    known = register.read_register(store)
    assert known is not None
    (entry, *_) = known.entries.values()
    entries = [
        replace(entry, record=replace(entry.record, id=f"{n:016x}", title=f"Title {n}"))
        for n in range(store.batch_size + 1)
    ]
    after = replace(known.state, generation=register.new_generation())
    register.write(store, after, entries)
    ids = [e.record.id for e in entries]
    state, held = register.read_some(store, [*ids, *ids, "#state"])
    assert (state, held) == (after, dict(zip(ids, entries, strict=True)))
