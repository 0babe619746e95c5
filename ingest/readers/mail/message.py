"""One message as its parts, whatever program saved it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Body:
    """Words of a message.

    Attributes:
        is_page: whether they are HTML.
    """

    words: str
    is_page: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file, or another message, that came with a message.

    Attributes:
        name: as the message gives it, or one made of its type; with the ending of its format.
    """

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A message.

    Attributes:
        headers: names and words of those that are shown, in the order in which they are.
        sent: the day of its header "Date".
        bodies: one after the other; of those that say the same, one.
        images: how many pictures there are between the words.
    """

    headers: tuple[tuple[str, str], ...]
    subject: str
    sent: date | None
    bodies: tuple[Body, ...]
    attachments: tuple[Attachment, ...] = ()
    images: int = 0
