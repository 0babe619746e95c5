"""A conversation as Markdown with footnotes (the `[^1]` of PHP Markdown Extra, GitHub and Pandoc).

Questions, answers and quotes are text: whatever in them would be Markdown or HTML is escaped.
"""

import re
from datetime import UTC, datetime

from ui.messages import export as export_messages
from ui.messages import formats
from ui.service.conversation import Conversation, Exchange
from ui.service.export.pieces import Note, documents, pieces, remarks

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$&!^@]|:(?=//)|(?<=www)\.")
_AT_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")


def to_markdown(conversation: Conversation) -> str:
    """The whole conversation, with the quoted documents' dates and hashes at its end."""
    notes: list[Note] = []
    blocks = [
        f"# {_text(conversation.title)}",
        f"{export_messages.EXPORTED_FROM} {export_messages.exported_on(datetime.now(UTC).date())}",
    ]
    for exchange in conversation.exchanges:
        blocks += _exchange(exchange, notes)
    quoted = documents(conversation)
    if quoted:
        blocks.append(f"## {export_messages.DOCUMENTS_QUOTED}")
        blocks.append(
            "\n".join(
                f"- {_text(one.title)}, {formats.day(one.published)}. {_text(one.source)}. "
                f"SHA-256 {_text(one.sha256)}"
                for one in quoted
            )
        )
    blocks += [_footnote(number, note) for number, note in enumerate(notes, start=1)]
    return "\n\n".join(blocks) + "\n"


def _exchange(exchange: Exchange, notes: list[Note]) -> list[str]:
    text = ""
    for piece in pieces(exchange):
        if isinstance(piece, Note):
            notes.append(piece)
            text += f"[^{len(notes)}]"
        else:
            text += _inline(piece)
    paragraphs = [_at_start(line.strip()) for line in text.splitlines() if line.strip()]
    return [
        f"## {_text(exchange.question)}",
        *paragraphs,
        *(f"*{_text(remark)}*" for remark in remarks(exchange)),
    ]


def _footnote(number: int, note: Note) -> str:
    reference = f"{_inline(note.reference)}, {note.offsets}"
    return f"[^{number}]: “{_inline(note.quote)}” {reference}."


def _text(text: str) -> str:
    """Text as a line of its own."""
    return _at_start(_inline(" ".join(text.split())))


def _inline(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"\\{match.group()}", text)


def _at_start(line: str) -> str:
    """The line without a list's or a heading's beginning."""
    return _AT_START.sub(
        lambda match: (
            f"{match[1]}{match[2]}\\" if match[2].isdigit() else f"{match[1]}\\{match[2]}"
        ),
        line,
    )
