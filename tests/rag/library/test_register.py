"""The register: what is written of documents is read again, with the state, as of one instant."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import rag
from rag.library import register
from rag.library.chroma import Store, no_vectors, open_store
from rag.library.register import Entry, Stamp, State
from rag.types import Document, DocumentRecord, Page, Section

RECORD = DocumentRecord(
    id="abc",
    title="The Harta dam",
    source="/briefings/harta.txt",
    published=date(2026, 3, 19),
    sha256="d" * 64,
    version="abc-0123456789ab",
    passages=2,
    characters=40,
    indexed_at=datetime(2026, 3, 20, 8, 30, tzinfo=UTC),
)
ENTRY = Entry(
    RECORD, Stamp(40, 123), "5", pages=(Page(1, 0, 40),), sections=(Section("Gates", 0, 40),)
)
STATE = State("g1", "fake", {"abc-0123456789ab": (2, 1)}, "w1")


@pytest.fixture
def store(settings: rag.Settings) -> Store:
    store = open_store(settings, "write")
    assert store is not None
    return store


def document(**changes: object) -> Document:
    text = "The dam at Harta lost 3 gates. It rains."
    made = Document(
        id="abc",
        title="The Harta dam",
        source="/briefings/harta.txt",
        published=date(2026, 3, 19),
        text=text,
        pages=(),
        sections=(),
        sha256="d" * 64,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_library_before_its_first_sync_has_no_state(store: Store) -> None:
    assert register.read_state(store) is None
    assert register.read_entries(store) == {}
    assert register.read_records(store, ["abc"]) == (None, {})


def test_what_is_written_is_read_again(store: Store) -> None:
    register.write(store, STATE, [ENTRY])
    assert register.read_state(store) == STATE
    assert register.read_entries(store) == {"abc": replace(ENTRY, pages=(), sections=())}
    assert register.read_records(store, ["abc", "none", "#state"]) == (STATE, {"abc": RECORD})
    assert register.read_layout(store, RECORD) == (ENTRY.pages, ENTRY.sections)


def test_a_document_without_a_date(store: Store) -> None:
    register.write(store, STATE, [replace(ENTRY, record=replace(RECORD, published=None))])
    assert register.read_records(store, ["abc"])[1]["abc"].published is None


def test_a_later_version_takes_the_place_of_an_earlier(store: Store) -> None:
    register.write(store, STATE, [ENTRY])
    later = replace(RECORD, version="abc-111111111111", title="The dam of Harta")
    register.write(store, replace(STATE, generation="g2"), [replace(ENTRY, record=later)])
    state, records = register.read_records(store, ["abc"])
    assert state is not None
    assert (state.generation, records) == ("g2", {"abc": later})
    assert register.read_layout(store, RECORD) is None
    assert register.read_document(store, RECORD) is None


def test_the_layout_stays_where_it_is_not_written(store: Store) -> None:
    register.write(store, STATE, [ENTRY])
    marked = replace(ENTRY, stamp=Stamp(0, 0), pages=(), sections=())
    register.write(store, STATE, [marked], layouts=False)
    assert register.read_entries(store)["abc"].stamp == Stamp(0, 0)
    assert register.read_layout(store, RECORD) == (ENTRY.pages, ENTRY.sections)


def test_more_entries_than_one_call_may_write(store: Store) -> None:
    few = replace(store, batch_size=3)
    entries = [replace(ENTRY, record=replace(RECORD, id=f"d{n}")) for n in range(8)]
    register.write(few, STATE, entries)
    assert sorted(register.read_entries(few)) == [f"d{n}" for n in range(8)]
    assert register.read_state(few) == STATE


def test_a_document_s_text_is_put_together_from_its_parts(store: Store) -> None:
    text = "é" * 250_000 + "f" * 10
    record = replace(RECORD, characters=250_010)
    register.write(store, STATE, [replace(ENTRY, record=record)])
    assert register.read_document(store, record) is None  # not one part is there yet
    store.texts.upsert(
        ids=["abc-0123456789ab-0", "abc-0123456789ab-1"],
        embeddings=no_vectors(2),
        documents=["é" * 250_000, "f" * 10],
    )
    read = register.read_document(store, record)
    assert read is not None
    assert read.text == text
    assert (read.title, read.pages, read.sections) == (
        "The Harta dam",
        (Page(1, 0, 40),),
        (Section("Gates", 0, 40),),
    )


@pytest.mark.parametrize(
    ("characters", "parts"), [(0, 0), (1, 1), (250_000, 1), (250_001, 2), (1_000_000, 4)]
)
def test_parts_of_a_text(characters: int, parts: int) -> None:
    assert register.text_parts(characters) == parts


def test_ids() -> None:
    assert register.passage_id("abc-0123456789ab", 7) == "abc-0123456789ab-7"
    assert register.passage_ids("abc-0123456789ab", 2) == [
        "abc-0123456789ab-0",
        "abc-0123456789ab-1",
    ]
    assert register.version_of("abc-0123456789ab-7") == "abc-0123456789ab"
    assert register.document_of("abc-0123456789ab-7") == "abc"
    assert register.document_of("abc-0123456789ab") == "abc"


@pytest.mark.parametrize(
    "change",
    [{"sha256": "e" * 64}, {"title": "Another"}, {"published": None}, {"id": "abd"}],
)
def test_a_version_depends_on_all_that_passages_depend_on(change: dict[str, object]) -> None:
    before = register.version_name(document(), "5.txt")
    assert before.startswith("abc-")
    assert before == register.version_name(document(source="/elsewhere.txt"), "5.txt")
    assert register.version_name(document(**change), "5.txt") != before
    assert register.version_name(document(), "6.txt") != before


def test_a_stamp_says_what_the_system_says_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"four")
    os.utime(tmp_path / "a.txt", ns=(5, 123_456_789))
    assert Stamp.of((tmp_path / "a.txt").stat()) == Stamp(4, 123_456_789)


def test_no_two_generations_are_alike() -> None:
    assert len({register.new_generation() for _ in range(100)}) == 100
