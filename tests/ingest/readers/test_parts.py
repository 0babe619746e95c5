"""Files that hold several documents, read as a sync does."""

from email.message import EmailMessage
from pathlib import Path

from ingest import readers
from ingest.readers import DEEPEST, SplitDocument
from rag.types import Omission
from tests.ingest.reading import NoProcess


def mail(subject: str, *attached: EmailMessage | tuple[str, str]) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "ola@kai.example", subject
    message["Date"] = "Mon, 01 Jun 2026 09:12:00 +0200"
    message.set_content(f"Words of {subject}.")
    for one in attached:
        if isinstance(one, EmailMessage):
            message.add_attachment(one)
        else:
            message.add_attachment(one[1], filename=one[0])
    return message


def documents(message: EmailMessage) -> dict[str, SplitDocument]:
    """The documents of a mail by part, in the order in which they are read."""
    found = readers.read_all(Path("/b/a.eml"), message.as_bytes(), "id of {}".format, NoProcess())
    return {split.part: split for split in found}


def test_the_parts_come_before_the_file_itself() -> None:
    found = documents(mail("A", mail("B", ("c.txt", "Rye.")), ("d.md", "# Oats")))
    assert list(found) == ["B.eml#c.txt", "B.eml", "d.md", ""]
    assert {part: split.document.source for part, split in found.items()} == {
        "B.eml#c.txt": "/b/a.eml#B.eml#c.txt",
        "B.eml": "/b/a.eml#B.eml",
        "d.md": "/b/a.eml#d.md",
        "": "/b/a.eml",
    }
    assert found["d.md"].document.id == "id of d.md"


def test_parts_of_one_name_are_told_apart() -> None:
    found = documents(mail("A", ("a.txt", "Rye."), ("a.txt", "Oats."), ("a (2).txt", "Maize.")))
    texts = {part: split.document.text for part, split in found.items() if part}
    assert texts == {"a.txt": "Rye.\n", "a (2).txt": "Oats.\n", "a (2) (2).txt": "Maize.\n"}


def test_an_attachment_has_the_date_of_its_mail_where_it_gives_none() -> None:
    found = documents(mail("A", ("a.txt", "Rye."), ("2026-03-04 b.txt", "Oats.")))
    days = {part: str(split.document.published) for part, split in found.items()}
    assert days == {"a.txt": "2026-06-01", "2026-03-04 b.txt": "2026-03-04", "": "2026-06-01"}


def test_messages_too_deep_in_each_other_are_named() -> None:
    message = mail("M0")
    for n in range(1, DEEPEST + 2):
        message = mail(f"M{n}", message)
    found = documents(message)
    assert len(found) == DEEPEST + 1
    deepest = found["#".join(f"M{n}.eml" for n in range(DEEPEST, 0, -1))]
    assert deepest.document.omissions == (Omission("attachments that cannot be read (M0.eml)", 1),)
