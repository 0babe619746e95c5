"""What is written of a version is read again whole, and what was changed is not taken for it."""

from dataclasses import replace

import numpy as np
import pytest

import rag
from rag.library import Entry, IndexedDocument, Library, LibraryWriter, contents
from rag.library.contents import PackedVersion, packed, packed_version
from rag.library.register import Parts
from rag.library.store.chroma import Store, no_vectors, open_store
from rag.testing.embedder import FakeEmbedder
from rag.types import Page, Section
from tests.rag.library.libraries import indexed

LONG = " ".join(f"The {n}th finding concerns berth {n * 7919 % 1000}." for n in range(400))


def with_structure(document: IndexedDocument) -> IndexedDocument:
    pages = (Page(1, 0, 20), Page(2, 20, len(document.document.text)))
    sections = (Section("Weather", 0, len(document.document.text)),)
    passages = tuple(replace(passage, section="Weather", page=1) for passage in document.passages)
    made = replace(document.document, pages=pages, sections=sections)
    return replace(document, document=made, passages=passages)


RAIN = with_structure(indexed("Rain", "Rain fell in Ostrava. The river rose."))
SNOW = indexed("Snow", "Snow fell in Brno.")
FINDINGS = indexed("Findings", LONG)
DOCUMENTS = (RAIN, SNOW, FINDINGS)


@pytest.fixture
def store(settings: rag.Settings) -> Store:
    store = open_store(settings, "write")
    assert store is not None
    return store


def write(store: Store, *documents: IndexedDocument) -> list[PackedVersion]:
    versions = [packed(document) for document in documents]
    contents.write(store, versions)
    return versions


def texts(store: Store, *entries: Entry) -> dict[str, str]:
    return {key: found.text for key, found in contents.read_contents(store, entries).items()}


def test_what_is_written_is_read_again(store: Store) -> None:
    versions = write(store, *DOCUMENTS)
    entries = [version.entry for version in versions]
    found = contents.read_contents(store, entries)
    assert list(found) == [document.entry.record.id for document in DOCUMENTS]
    for document in DOCUMENTS:
        record = document.entry.record
        assert found[record.id].document(record) == document.document
        assert contents.all_passages(record, found[record.id]) == document.passages
    assert list(contents.read_passages(store, entries)) == [
        (document.entry.record, document.passages) for document in DOCUMENTS
    ]


def test_vectors_are_kept_as_directions(store: Store) -> None:
    versions = write(store, *DOCUMENTS)
    found = list(contents.read_vectors(store, [version.entry for version in versions]))
    assert [each.record for each in found] == [d.entry.record for d in DOCUMENTS]
    for each, document in zip(found, DOCUMENTS, strict=True):
        assert each.sentences == tuple(len(p.sentences) for p in document.passages)
        given = np.concatenate(
            [document.title_vector, document.vectors, *document.sentence_vectors]
        )
        kept = each.rows.astype(np.float32)
        kept /= np.linalg.norm(kept, axis=1, keepdims=True)
        assert ((kept * given).sum(axis=1) > 0.999).all()


def test_an_entry_knows_how_many_records_its_version_has(store: Store) -> None:
    versions = write(store, RAIN, FINDINGS)
    held = set(store.contents.get(include=[])["ids"])
    assert {i for version in versions for i in contents.record_ids(version.entry)} == held
    assert versions[1].entry.parts.content > 1
    assert versions[1].entry.parts.vectors > 1
    assert contents.record_ids(RAIN.entry) == []  # it is not packed yet
    owners = {contents.version_of_record(identifier) for identifier in held}
    assert owners == {RAIN.entry.record.version, FINDINGS.entry.record.version}


def test_more_records_than_one_call_may_write(store: Store) -> None:
    (version,) = write(replace(store, batch_size=3), FINDINGS)
    assert len(version.rows) > 6
    assert texts(store, version.entry) == {FINDINGS.entry.record.id: LONG}


def test_a_version_that_is_not_there_is_left_out(store: Store) -> None:
    (rain,) = write(store, RAIN)
    snow = packed(SNOW)
    assert list(texts(store, snow.entry, rain.entry)) == [RAIN.entry.record.id]
    both = [snow.entry, rain.entry]
    assert [each.record for each in contents.read_vectors(store, both)] == [RAIN.entry.record]
    assert [record for record, _ in contents.read_passages(store, both)] == [RAIN.entry.record]
    assert list(contents.read_packed(store, both)) == [RAIN.entry.record.id]
    assert texts(store) == {}


def change_the_first_character(data: str) -> str:
    return chr(ord(data[0]) ^ 1 or 1) + data[1:]


def swap_two_characters(data: str) -> str:
    place = next(n for n in range(len(data)) if data[n] != data[n + 1])
    return data[:place] + data[place + 1] + data[place] + data[place + 2 :]


@pytest.mark.parametrize(
    "change",
    [
        change_the_first_character,
        swap_two_characters,
        lambda data: data[:-1],
        lambda data: data + "x",
        lambda data: "",
        lambda data: 7,
    ],
)
@pytest.mark.parametrize("kind", ["content", "vectors"])
@pytest.mark.parametrize("number", [0, 1])
def test_the_checksum_tells_a_changed_record(
    store: Store, kind: str, number: int, change: object
) -> None:
    rain, findings = write(store, RAIN, FINDINGS)
    identifier = f"{FINDINGS.entry.record.version}-{kind}-{number}"
    assert callable(change)
    changed = change(findings.rows[identifier])
    store.contents.update(ids=[identifier], metadatas=[{"data": changed}])
    entries = [rain.entry, findings.entry]
    read = list(texts(store, *entries))
    vectors = [each.record.id for each in contents.read_vectors(store, entries)]
    both = [RAIN.entry.record.id, FINDINGS.entry.record.id]
    assert read == (both[:1] if kind == "content" else both)
    assert vectors == both[:1]


def test_records_that_have_changed_places(store: Store) -> None:
    """Each is what was written, but not there: what is put together of them is not."""
    (findings,) = write(store, FINDINGS)
    for kind in ("content", "vectors"):
        ids = [f"{FINDINGS.entry.record.version}-{kind}-{number}" for number in (0, 1)]
        found = store.contents.get(ids=ids)
        rows = dict(zip(found["ids"], found["metadatas"] or [], strict=True))
        store.contents.update(ids=ids, metadatas=[rows[ids[1]], rows[ids[0]]])
    assert texts(store, findings.entry) == {}
    assert list(contents.read_vectors(store, [findings.entry])) == []


def test_a_record_without_data_or_checksum(store: Store) -> None:
    (rain,) = write(store, RAIN)
    identifier = f"{RAIN.entry.record.version}-content-0"
    store.contents.update(ids=[identifier], metadatas=[{"crc": None}])
    assert texts(store, rain.entry) == {}
    write(store, RAIN)
    assert texts(store, rain.entry) == {RAIN.entry.record.id: RAIN.document.text}
    store.contents.delete(ids=[identifier])
    store.contents.upsert(ids=[identifier], embeddings=no_vectors(1))
    assert texts(store, rain.entry) == {}


def test_a_part_of_which_there_is_none_is_not_whole(store: Store) -> None:
    (rain,) = write(store, RAIN)
    without = replace(rain.entry, parts=Parts())
    assert texts(store, without) == {}
    assert list(contents.read_vectors(store, [without])) == []
    too_many = replace(rain.entry, parts=Parts(content=99, vectors=99))
    assert texts(store, too_many) == {}


def test_another_number_of_vectors_than_the_passages_have(store: Store) -> None:
    vectors = packed(RAIN).version.vectors
    fewer = packed_version(
        RAIN.entry, RAIN.document, RAIN.passages, replace(vectors, rows=vectors.rows[1:])
    )
    contents.write(store, [fewer])
    assert list(contents.read_vectors(store, [fewer.entry])) == []
    assert texts(store, fewer.entry) == {RAIN.entry.record.id: RAIN.document.text}


def test_a_document_without_vectors(store: Store) -> None:
    vectors = packed(RAIN).version.vectors
    none = np.zeros((0, 0), dtype=np.int8)
    without = packed_version(RAIN.entry, RAIN.document, RAIN.passages, replace(vectors, rows=none))
    contents.write(store, [without])
    assert without.entry.parts.vectors == 0
    assert list(contents.read_vectors(store, [without.entry])) == []
    assert texts(store, without.entry) == {RAIN.entry.record.id: RAIN.document.text}


def test_strays_belong_to_no_entry(store: Store) -> None:
    rain, snow = write(store, RAIN, SNOW)
    assert contents.strays(store, [rain.entry, snow.entry]) == []
    assert contents.strays(store, [rain.entry]) == sorted(snow.rows)
    assert contents.strays(store, []) == sorted([*rain.rows, *snow.rows])
    beyond = f"{RAIN.entry.record.version}-content-{rain.entry.parts.content}"
    store.contents.upsert(ids=[beyond], embeddings=no_vectors(1), metadatas=[{"data": "x"}])
    assert contents.strays(store, [rain.entry, snow.entry]) == [beyond]


def test_a_library_with_awkward_texts(settings: rag.Settings) -> None:
    """Of all that Chroma and SQLite would not keep as it is."""
    texts = ["a\0b.", "\x80 control.", "\U0001f600 face.", "\uffff end.", "\x7f\x1f\u2028."]
    documents = [indexed(f"D{n}", text) for n, text in enumerate(texts)]
    writer = LibraryWriter(settings, FakeEmbedder.fingerprint)
    writer.put(documents)
    writer.finish()
    library = Library(settings, FakeEmbedder.fingerprint)
    for document in documents:
        assert library.document(document.entry.record) == document.document
