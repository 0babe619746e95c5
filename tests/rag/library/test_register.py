"""The register: what is written of documents is read again, with the state, as of one instant."""

import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import rag
from rag.library import Library, LibraryWriter, register
from rag.library.register import Entry, Parts, Register, Stamp, State
from rag.library.store.chroma import Store, open_store
from rag.testing.embedder import FakeEmbedder
from rag.types import Document, DocumentRecord, TitleAndDate
from tests.rag.library.libraries import indexed, opened, written

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
ENTRY = Entry(RECORD, Stamp(40, 123), "5", Parts(content=2, vectors=7))
STATE = State("g1", "fake", is_unfinished=True, writer="w1")


@pytest.fixture
def store(settings: rag.Settings) -> Store:
    store = open_store(settings, "write")
    assert store is not None
    return store


def entries(store: Store) -> dict[str, Entry]:
    known = register.read_register(store)
    assert known is not None
    return dict(known.entries)


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
    assert register.read_register(store) is None
    assert register.read_some(store, ["abc"]) == (None, {})
    assert register.read_removed(store) == []


def test_what_is_written_is_read_again(store: Store) -> None:
    register.write(store, STATE, [ENTRY])
    assert register.read_state(store) == STATE
    assert register.read_register(store) == Register(STATE, {"abc": ENTRY})
    assert register.read_some(store, ["abc", "none", "#state"]) == (STATE, {"abc": ENTRY})


def test_a_document_without_a_date(store: Store) -> None:
    register.write(store, STATE, [replace(ENTRY, record=replace(RECORD, published=None))])
    assert register.read_some(store, ["abc"])[1]["abc"].record.published is None


def test_a_later_version_takes_the_place_of_an_earlier(store: Store) -> None:
    register.write(store, STATE, [ENTRY])
    later = replace(RECORD, version="abc-111111111111", title="The dam of Harta")
    register.write(store, replace(STATE, generation="g2"), [replace(ENTRY, record=later)])
    state, found = register.read_some(store, ["abc"])
    assert state is not None
    assert (state.generation, found) == ("g2", {"abc": replace(ENTRY, record=later)})


def test_a_removed_document_stays_as_an_empty_record(store: Store) -> None:
    other = replace(ENTRY, record=replace(RECORD, id="def"))
    register.write(store, STATE, [ENTRY, other])
    register.write(store, replace(STATE, generation="g2"), removed=["abc"])
    assert entries(store) == {"def": other}
    assert register.read_some(store, ["abc", "def"])[1] == {"def": other}
    assert register.read_removed(store) == ["abc"]
    register.write(store, replace(STATE, generation="g3"), [ENTRY])
    assert register.read_removed(store) == []


def test_a_register_knows_whether_it_is_whole() -> None:
    versions = [f"d{n}-0123456789ab" for n in range(5)]
    held = {
        f"d{n}": replace(ENTRY, record=replace(RECORD, id=f"d{n}", version=version))
        for n, version in enumerate(versions)
    }
    state = STATE.changed((), versions)
    assert Register(STATE, {}).is_whole
    assert Register(state, held).is_whole
    assert Register(STATE.changed((), versions[2:]).changed((), versions[:2]), held).is_whole
    assert not Register(state, {key: held[key] for key in ("d0", "d1", "d2", "d3")}).is_whole
    assert not Register(state, {**held, "d0": replace(held["d0"], record=RECORD)}).is_whole
    assert Register(state.changed(versions, ()), {}).is_whole


@pytest.mark.parametrize("record", ["no JSON", "{}", 7, None])
def test_a_register_with_a_record_that_cannot_be_read_is_not_whole(
    store: Store, record: str | int | None
) -> None:
    other = replace(ENTRY, record=replace(RECORD, id="def", version="def-0123456789ab"))
    state = STATE.changed((), ["abc-0123456789ab", "def-0123456789ab"])
    register.write(store, state, [ENTRY, other])
    store.documents.update(ids=["abc"], metadatas=[{"record": record}])
    known = register.read_register(store)
    assert known is not None
    assert known.entries == {"def": other}
    assert not known.is_whole
    assert register.read_some(store, ["abc", "def"]) == (state, {"def": other})


def test_a_change_begins_a_new_generation() -> None:
    changed = STATE.changed(["abc-0123456789ab"], ["abc-111111111111"])
    assert changed.generation != STATE.generation
    assert changed.versions != STATE.versions
    assert replace(changed, generation="g1", versions="0") == STATE
    back = changed.changed(["abc-111111111111"], ["abc-0123456789ab"])
    assert back.versions == STATE.versions
    assert back.generation not in {STATE.generation, changed.generation}


@pytest.mark.parametrize("entry", [ENTRY, replace(ENTRY, record=replace(RECORD, published=None))])
def test_an_entry_as_a_row(entry: Entry) -> None:
    assert register.entry_in("abc", register.as_row(entry)) == entry
    assert register.entry_in("def", register.as_row(entry)).record.id == "def"


@pytest.mark.parametrize("text", ["", "no JSON", "{}", "[1]", "null"])
def test_what_is_no_row(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        register.entry_in("abc", text)


def test_more_entries_than_one_call_may_write(store: Store) -> None:
    few = replace(store, batch_size=3)
    some = [replace(ENTRY, record=replace(RECORD, id=f"d{n}")) for n in range(8)]
    register.write(few, STATE, some)
    assert sorted(entries(few)) == [f"d{n}" for n in range(8)]
    assert register.read_state(few) == STATE


def test_ids() -> None:
    assert register.passage_id("abc-0123456789ab", 7) == "abc-0123456789ab-7"
    assert register.passage_ids("abc-0123456789ab", 2) == [
        "abc-0123456789ab-0",
        "abc-0123456789ab-1",
    ]
    assert register.version_of("abc-0123456789ab-7") == "abc-0123456789ab"
    assert register.document_of("abc-0123456789ab-7") == "abc"
    assert register.document_of("abc-0123456789ab") == "abc"
    assert register.position_of("abc-0123456789ab-7") == 7
    assert register.position_of("abc-0123456789ab-x") == -1
    assert register.position_of("abc-0123456789ab-²") == -1
    assert register.position_of("") == -1


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


def test_a_library_of_a_later_version_is_refused(settings: rag.Settings) -> None:
    written(settings, indexed("Arrow", "Rain fell in Ostrava."))
    store = opened(settings)
    found = store.documents.get(ids=["#state"], include=["metadatas"])
    (state,) = found["metadatas"] or []
    store.documents.update(ids=["#state"], metadatas=[{**state, "format": 2}])
    with pytest.raises(rag.LibraryError, match="later version of Dossier"):
        Library(settings, FakeEmbedder.fingerprint).warm_up()
    with pytest.raises(rag.LibraryError, match="later version of Dossier"):
        LibraryWriter(settings, FakeEmbedder.fingerprint)


def test_a_state_that_is_not_whole_is_damage(settings: rag.Settings) -> None:
    store = open_store(settings, "write")
    assert store is not None
    store.documents.add(ids=["#state"], embeddings=[0.0], metadatas=[{"generation": "g1"}])
    with pytest.raises(rag.LibraryError, match="its state lacks format"):
        Library(settings, FakeEmbedder.fingerprint).warm_up()


BY_HAND = replace(RECORD, title="A flood", title_from="by hand", published_from="label")


@pytest.mark.parametrize(
    "entry",
    [
        ENTRY,
        replace(ENTRY, record=replace(RECORD, title_from="heading", published_from="file name")),
        replace(ENTRY, record=BY_HAND, as_read=TitleAndDate("The dam", None, "line")),
        replace(ENTRY, record=replace(BY_HAND, published=None), as_read=RECORD.title_and_date),
    ],
)
def test_where_title_and_date_were_found_is_kept(store: Store, entry: Entry) -> None:
    register.write(store, STATE, [entry])
    assert entries(store) == {"abc": entry}


def test_an_entry_of_an_earlier_version_does_not_say_where_they_were_found() -> None:
    row = json.loads(register.as_row(replace(ENTRY, record=BY_HAND)))
    for name in ("title_from", "published_from"):
        del row[name]
    read = register.entry_in("abc", json.dumps(row))
    assert (read.record.title_from, read.record.published_from, read.as_read) == ("", "", None)
