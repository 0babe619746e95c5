"""Mailboxes: where their messages are, and how they are named."""

import pytest

from ingest.readers.base import Part
from ingest.readers.mail import eml, mbox
from rag.errors import UnreadableError
from tests.ingest.readers.mail.dump import said

FIRST = b"From ola@kai.example Mon Jun  1 09:12:00 2026\n"


def message(words: str, key: str = "", subject: str = "Pier") -> bytes:
    head = f"Message-ID: <{key}@kai.example>\n" if key else ""
    return f"{head}From: Ola <ola@kai.example>\nSubject: {subject}\n\n{words}\n\n".encode()


def texts(data: bytes) -> list[list[str]]:
    return [said(eml.read(data[slice(*part.span or ())])) for part in mbox.read(data).parts]


def parts(data: bytes) -> dict[str, str]:
    """The words of each message by the name of its part."""
    found: dict[str, str] = {}
    for part in mbox.read(data).parts:
        assert part == Part(part.name, span=part.span)
        assert part.span
        (found[part.name],) = said(eml.read(data[slice(*part.span)]))
    return found


def test_messages_keep_their_names_whatever_stands_around_them() -> None:
    one, two, three = message("One.", "a"), message("Two."), message("Three.", "c")
    both = parts(FIRST + one + FIRST + two)
    assert list(both.values()) == ["One.", "Two."]
    others = parts(FIRST + three + FIRST + two + FIRST + one)
    assert both.items() <= others.items()
    assert all(name.endswith(".eml") and not any(map(str.isdigit, name)) for name in others)


def test_a_message_that_is_there_twice_is_read_once() -> None:
    data = FIRST + message("One.", "a") + FIRST + message("One.", "a")
    assert len(mbox.read(data).parts) == 1


def test_a_line_of_a_message_that_begins_with_from_ends_no_message() -> None:
    words = "From the north came ships at 09:12.\n\n>From the south came none."
    assert texts(FIRST + message(words, "a") + FIRST + message("Two.", "b")) == [
        ["From the north came ships at 09:12.", "From the south came none."],
        ["Two."],
    ]


def test_mailboxes_of_other_programs_are_read() -> None:
    thunderbird = b"From - Mon Jun  1 09:12:00 2026\r\nX-Mozilla-Status: 0001\r\n"
    takeout = b"From 17@xxx Mon Jun 01 09:12:00 +0000 2026\r\n"
    data = thunderbird + message("One.").replace(b"\n", b"\r\n") + takeout + message("Two.", "b")
    assert texts(data) == [["One."], ["Two."]]


@pytest.mark.parametrize("data", [b"", b"From the north came ships.\n", b"\xff" * 50])
def test_what_is_no_mailbox_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="not a mailbox"):
        mbox.read(data)
