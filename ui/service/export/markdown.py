"""A conversation as Markdown with footnotes (the `[^1]` of PHP Markdown Extra, GitHub and Pandoc).

Questions, answers and quotes are text: whatever in them would be Markdown or HTML is escaped.
"""

from datetime import UTC, datetime

from rag.formatting import lines
from ui.messages import export as export_messages
from ui.messages import formats
from ui.service.conversation import Conversation, Exchange
from ui.service.export.formatted_markdown import at_start, escaped, markdown_lines, marked_up
from ui.service.export.pieces import Note, documents, pieces, remarks


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
            text += escaped(piece)
    paragraphs = [at_start(line.strip()) for line in text.splitlines() if line.strip()]
    return [
        f"## {_text(exchange.question)}",
        *paragraphs,
        *(f"*{_text(remark)}*" for remark in remarks(exchange)),
    ]


def _footnote(number: int, note: Note) -> str:
    reference = f"{escaped(note.reference)}, {note.offsets}"
    if len(note.quote) == 1 and not note.quote[0].cells:
        (line,) = lines(note.quote)
        return f"[^{number}]: “{marked_up(line)}” {reference}."
    quoted = "\n".join(f"    > {line}".rstrip() for line in markdown_lines(note.quote))
    return f"[^{number}]: {reference}:\n\n{quoted}"


def _text(text: str) -> str:
    """Text as a line of its own."""
    return at_start(escaped(" ".join(text.split())))
