"""What stands below a message is boilerplate, and what it says is not."""

import pytest

from ingest.readers.base import Content
from ingest.readers.mail import eml
from tests.ingest.readers.mail.dump import marked, said


def read(words: str) -> Content:
    head = (
        "From: Ola Brandt <ola@kai.example>\nSubject: Pier\nContent-Type: text/plain; charset=utf-8"
    )
    return eml.read(f"{head}\n\nThe pier opens on 9 June.\n\n{words}".encode())


@pytest.mark.parametrize(
    ("below", "kind"),
    [
        ("-- \nOla Brandt\nHarbour office, Kai\n", "signature"),
        ("--\nOla Brandt\n\nTel. +47 555 12\nwww.kai.example\n", "signature"),
        ("Best regards,\nOla Brandt\nHarbour office\n+47 555 12\n", "signature"),
        ("Mit freundlichen Grüßen\n\nOla Brandt\nHafenamt\n", "signature"),
        ("Sent from my iPhone\n", "signature"),
        ("Von meinem Telefon gesendet\n", "signature"),
        ("Get Outlook for Android<https://x.example>\n", "signature"),
        ("This e-mail and any attachments are confidential and may be\nlegally privileged.\n",
         "disclaimer"),
        ("If you are not the intended recipient, please delete this message.\n", "disclaimer"),
        ("You are receiving this because you signed up. Unsubscribe: https://x.example/u\n",
         "newsletter"),
        ("_______________________________________________\nPiers mailing list\nPiers@x.example\n",
         "newsletter"),
        ("View this email in your browser\n", "notice"),
    ],
)  # fmt: skip
def test_what_is_below_a_message_is_marked(below: str, kind: str) -> None:
    content = read(below)
    assert said(content) == ["The pier opens on 9 June."]
    assert {mark for mark, _ in marked(content)} == {kind}


@pytest.mark.parametrize(
    "words",
    [
        "The talks were confidential, and the outcome was not told.",
        "Readers unsubscribe when the price is raised by 4 crowns; the council knows that. " * 8,
        "Regards for the dead were paid at the pier.",
        "The crane -- the old one -- is repaired.",
        "The list of those who sent from my office a note is long.",
    ],
)
def test_what_a_message_says_is_not_marked(words: str) -> None:
    assert marked(read(words)) == []


def test_a_line_that_divides_a_message_begins_no_signature() -> None:
    parts = "\n\n".join(f"Part {n} of the report says much of the pier." for n in range(30))
    assert marked(read(f"--\n\n{parts}")) == []


def test_the_headers_are_marked_and_stay_in_the_text() -> None:
    content = read("It is of oak.")
    first = content.structure.boilerplate[0]
    assert (first.kind, content.text[first.start : first.end]) == (
        "mail header", "From: Ola Brandt <ola@kai.example>\nSubject: Pier",
    )  # fmt: skip
