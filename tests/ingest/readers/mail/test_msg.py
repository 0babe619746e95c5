"""Messages that Outlook saved."""

from datetime import UTC, date, datetime

import pytest

from ingest.readers.mail import eml, msg
from rag.errors import UnreadableError
from tests.ingest.readers import make
from tests.ingest.readers.mail import make_msg
from tests.ingest.readers.mail.dump import said

SENT = datetime(2026, 6, 1, 9, 12, tzinfo=UTC)


def test_a_message_is_read_as_one_in_mime() -> None:
    data = make_msg.msg(
        subject="Pier – news", sender="Ola Brandt", to="Tess", sent=SENT,
        body="The pier opens on 9 June.\r\n\r\n-----Original Message-----\r\nFrom: Tess Morrow\r\n"
        "Sent: Sunday, 31 May 2026 10:00\r\nTo: Ola\r\n\r\nWhen does it open?\r\n",
    )  # fmt: skip
    content = msg.read(data)
    make.assert_well_formed(content)
    assert (content.title, content.published) == ("Pier – news", date(2026, 6, 1))
    assert content.text.startswith(
        "From: Ola Brandt\nTo: Tess\nDate: Mon, 01 Jun 2026 09:12:00 +0000\nSubject: Pier – news\n"
    )
    assert said(content) == ["The pier opens on 9 June."]
    assert said(content, "Tess Morrow 2026-05-31") == ["When does it open?"]


def test_the_headers_it_was_sent_with_come_first() -> None:
    headers = "From: Ola <ola@kai.example>\r\nDate: Tue, 02 Jun 2026 00:30:00 +0200\r\n"
    content = msg.read(make_msg.msg(subject="Pier", sent=SENT, body="Open.", headers=headers))
    assert content.text.startswith("From: Ola <ola@kai.example>\n")
    assert content.published == date(2026, 6, 2)


def test_html_in_its_code_page_is_read_where_there_is_no_text() -> None:
    content = msg.read(make_msg.msg(subject="Pier", html=b"<p>It is 40\x9650 m long.</p>"))
    assert said(content) == ["It is 40–50 m long."]


def test_files_and_messages_that_are_attached_are_parts() -> None:
    inner = {"subject": "Crane", "sender": "Tess", "body": "Repaired.",
             "attachments": [("bill.txt", b"b" * 5_000)]}  # fmt: skip
    data = make_msg.msg(
        subject="Pier", body="See below.", attachments=[("wood.txt", b"Oak."), ("Crane", inner)]
    )
    wood, crane = msg.read(data).parts
    assert (wood.name, wood.data) == ("wood.txt", b"Oak.")
    assert crane.name == "Crane.eml"
    content = eml.read(crane.data)
    assert said(content) == ["Repaired."]
    assert [(part.name, part.data) for part in content.parts] == [("bill.txt", b"b" * 5_000)]


@pytest.mark.parametrize(
    "data", [b"", b"From: a@b.org\n\nWords.", make_msg.msg(subject="Pier", body="x")[:700]]
)
def test_what_is_no_outlook_message_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="not an Outlook message"):
        msg.read(data)
