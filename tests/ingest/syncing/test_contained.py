"""Files that hold several documents: mails with attachments, mailboxes."""

import os
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

import rag
from ingest.syncing.plan import Plan
from rag.library import Entry
from rag.testing.embedder import FakeEmbedder
from rag.types import Omission
from tests.conftest import names
from tests.ingest.syncing.applied import Library


def mail(subject: str, words: str, *attached: tuple[str, str], key: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ann Lee <ann@silo.example>"
    message["Date"] = "Mon, 04 May 2026 22:15:00 -0400"
    message["Subject"] = subject
    if key:
        message["Message-ID"] = f"<{key}@silo.example>"
    message.set_content(words)
    for name, text in attached:
        message.add_attachment(text, filename=name)
    return message


def mailbox(*messages: EmailMessage) -> bytes:
    line = b"From ann@silo.example Mon May  4 22:15:00 2026\n"
    return b"\n".join(line + message.as_bytes() for message in messages)


STOOD = "Barley stood at 40 tonnes."
BARLEY = ("barley.txt", STOOD)
OATS = ("oats.md", "# Oats\n\nOats stood at 12 tonnes.")


@pytest.fixture
def library(folder: Path, settings: rag.Settings) -> Library:
    return Library(folder, settings)


def entries(library: Library) -> dict[str, Entry]:
    """The entries by the name of the source."""
    found = library.writer.entries().values()
    return {Path(entry.record.source).name: entry for entry in found}


def ids(library: Library) -> dict[str, str]:
    return {name: entry.record.id for name, entry in entries(library).items()}


def sync(library: Library, should_stop: Callable[[], bool] = lambda: False) -> Plan:
    plan = library.plan()
    library.apply(plan, should_stop)
    return plan


def test_attachments_are_documents_that_name_their_mail(folder: Path, library: Library) -> None:
    path = folder / "silo.eml"
    path.write_bytes(mail("Silos", "See below.", BARLEY, OATS).as_bytes())
    sync(library)
    found = entries(library)
    assert sorted(found) == ["silo.eml", "silo.eml#barley.txt", "silo.eml#oats.md"]
    barley = found["silo.eml#barley.txt"].record
    assert (barley.source, barley.file, barley.part) == (
        f"{path}#barley.txt", str(path), "barley.txt",
    )  # fmt: skip
    assert str(barley.published) == "2026-05-04"
    assert found["silo.eml#oats.md"].record.title == "Oats"


def test_syncing_again_changes_nothing_and_opens_nothing(
    folder: Path, library: Library, opened: list[Path]
) -> None:
    path = folder / "silo.eml"
    path.write_bytes(mail("Silos", "See below.", BARLEY).as_bytes())
    box = folder / "all.mbox"
    box.write_bytes(mailbox(mail("A", "Rye."), mail("B", "Wheat.", OATS)))
    sync(library)
    before = library.writer.entries()
    opened.clear()
    plan = library.plan()
    assert plan == Plan(unchanged=(str(box), str(path)))
    assert opened == []
    os.utime(path, ns=(1, 1))
    assert [len(step.known) for step in sync(library).touched] == [2]
    assert library.plan().unchanged == (str(box), str(path))
    assert library.writer.entries().keys() == before.keys()


def test_a_mail_that_changes_keeps_the_ids_and_loses_what_it_no_longer_has(
    folder: Path, library: Library
) -> None:
    path = folder / "silo.eml"
    path.write_bytes(mail("Silos", "See below.", BARLEY, OATS).as_bytes())
    sync(library)
    before = ids(library)
    path.write_bytes(mail("Silos", "See below.", OATS, ("rye.txt", "Rye: none.")).as_bytes())
    assert names([step.file.path for step in sync(library).changed]) == ["silo.eml"]
    after = ids(library)
    assert sorted(after) == ["silo.eml", "silo.eml#oats.md", "silo.eml#rye.txt"]
    assert after.items() >= {k: before[k] for k in ("silo.eml", "silo.eml#oats.md")}.items()
    assert library.plan() == Plan(unchanged=(str(path),))


def test_a_file_that_is_renamed_moves_all_of_its_documents_unread(
    folder: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "silo.eml").write_bytes(mail("Silos", "See below.", BARLEY).as_bytes())
    (folder / "all.mbox").write_bytes(mailbox(mail("A", "Rye."), mail("B", "Wheat.")))
    sync(library)
    before = ids(library)
    (folder / "silo.eml").rename(folder / "grain.eml")
    (folder / "all.mbox").rename(folder / "some.mbox")

    def refuse(*_: Any) -> None:
        raise AssertionError("a file was read")

    monkeypatch.setattr("ingest.syncing.prepare.read_file", refuse)
    assert len(sync(library).moved) == 2
    renamed = {
        name.replace("silo.eml", "grain.eml").replace("all.mbox", "some.mbox"): key
        for name, key in before.items()
    }
    assert ids(library) == renamed
    assert library.plan().unchanged == (str(folder / "grain.eml"), str(folder / "some.mbox"))


def test_a_file_that_is_removed_takes_all_of_its_documents_with_it(
    folder: Path, library: Library
) -> None:
    path = folder / "silo.eml"
    path.write_bytes(mail("Silos", "See below.", BARLEY, OATS).as_bytes())
    (folder / "a.txt").write_text("Rain fell.")
    sync(library)
    path.unlink()
    plan = sync(library)
    assert set(plan.removed.values()) == {str(path)}
    assert library.sources == ["a.txt"]


def test_each_message_of_a_mailbox_is_a_document_that_keeps_its_name(
    folder: Path, library: Library
) -> None:
    box = folder / "all.mbox"
    rye, wheat = mail("Rye", "Rye fell.", key="r"), mail("Wheat", "Wheat rose.", BARLEY, key="w")
    box.write_bytes(mailbox(rye, wheat, mail("Oats", "Oats stayed.")))
    sync(library)
    before = {e.record.title: e for e in entries(library).values()}
    assert sorted(before) == [STOOD, "Oats", "Rye", "Wheat"]
    assert {e.record.file for e in before.values()} == {str(box)}
    assert before[STOOD].record.source == f"{before['Wheat'].record.source}#barley.txt"
    box.write_bytes(mailbox(mail("Maize", "Maize came.", key="m"), wheat))
    sync(library)
    after = {e.record.title: e for e in entries(library).values()}
    assert sorted(after) == [STOOD, "Maize", "Wheat"]
    for title in ("Wheat", STOOD):
        assert after[title].record.version == before[title].record.version
        assert after[title].record.indexed_at == before[title].record.indexed_at


def test_a_part_that_is_missing_from_the_register_is_read_again(
    folder: Path, library: Library
) -> None:
    path = folder / "silo.eml"
    path.write_bytes(mail("Silos", "See below.", BARLEY, OATS).as_bytes())
    sync(library)
    before = ids(library)
    for name in before:
        library.writer.remove([before[name]])
        assert names([step.file.path for step in sync(library).changed]) == ["silo.eml"]
        assert ids(library) == before


@pytest.mark.parametrize("after", [1, 3, 6])
def test_a_mailbox_of_which_a_part_was_written_is_finished_by_the_next_sync(
    folder: Path, library: Library, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr("ingest.syncing.apply._PASSAGES_EMBEDDED_AT_ONCE", 1)
    monkeypatch.setattr("ingest.syncing.apply._PASSAGES_AT_ONCE", 1)
    box = folder / "all.mbox"
    box.write_bytes(mailbox(*(mail(f"M{n}", f"Load {n} came.", key=f"k{n}") for n in range(5))))
    asked = iter(range(10_000))
    applier = library.apply(library.plan(), lambda: next(asked) >= after)
    assert len(library.sources) < 5
    assert applier.remaining == {str(box)}
    sync(library)
    assert len(library.sources) == 5
    assert library.plan() == Plan(unchanged=(str(box),))


def test_attachments_that_are_not_read_are_named(folder: Path, library: Library) -> None:
    message = mail("Silos", "See below.", BARLEY, ("empty.md", " "))
    message.add_attachment(b"PK", maintype="application", subtype="zip", filename="all.zip")
    message.add_attachment(b"%PDF-1", maintype="application", subtype="pdf", filename="plan.pdf")
    (folder / "silo.eml").write_bytes(message.as_bytes())
    sync(library)
    assert library.sources == ["silo.eml", "silo.eml#barley.txt"]
    with rag.open(library.settings, embedder=FakeEmbedder()) as dossier:
        document = dossier.document(ids(library)["silo.eml"])
    assert document.omissions == (
        Omission("attachments of formats that are not read (all.zip)", 1),
        Omission("attachments that cannot be read (empty.md, plan.pdf)", 2),
    )


def test_a_copy_of_a_mail_is_a_duplicate_and_takes_over_when_the_first_is_gone(
    folder: Path, library: Library
) -> None:
    data = mail("Silos", "See below.", BARLEY).as_bytes()
    (folder / "a.eml").write_bytes(data)
    (folder / "b.eml").write_bytes(data)
    assert list(sync(library).duplicate) == [str(folder / "b.eml")]
    before = ids(library)
    (folder / "a.eml").unlink()
    sync(library)
    assert ids(library) == {name.replace("a.eml", "b.eml"): key for name, key in before.items()}
