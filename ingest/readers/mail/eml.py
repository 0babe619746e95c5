"""Messages saved as files (.eml), each with its attachments as parts of the file."""

import re

from ingest.readers.base import Content
from ingest.readers.mail.attached import with_attachments
from ingest.readers.mail.composing import content_of
from ingest.readers.mail.mime.parsing import parsed
from rag.errors import UnreadableError

_FIRST_LINE = re.compile(rb"\AFrom [^\r\n]*+\r?\n")
"""Of a message in a mailbox, by which its program finds it."""
_ESCAPED = re.compile(rb"^>(>*+From )", re.MULTILINE)
"""A line that begins with "From " in a mailbox, where it would begin a message."""


def read(data: bytes) -> Content:
    """Read a message: its sender, recipients, date and subject, then its words, plain or HTML.

    Raises:
        UnreadableError: the bytes are not a message, or it has neither words nor attachments.
    """
    from_mailbox = _FIRST_LINE.match(data)
    if from_mailbox:
        data = _ESCAPED.sub(rb"\1", data[from_mailbox.end() :])
    mail = parsed(data)
    content = content_of(mail)
    if len(content.structure.blocks) == 1 and not mail.attachments:
        raise UnreadableError("The message has no text.", "Save it again, or remove it.")
    return with_attachments(content, mail)
