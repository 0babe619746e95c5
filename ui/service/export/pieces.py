"""What an export of a conversation has in it, whatever its format."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.formatting import Formatted, format_quote
from ui.messages import ask as ask_messages
from ui.messages import formats
from ui.messages import scope as scope_messages
from ui.service import wording
from ui.service.conversation import Conversation, Exchange, SavedCitation, SavedDocument

_MARKERS = re.compile(r"\[(\d{1,5})\]")


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: a quote, formatted, and its source."""

    quote: tuple[Formatted, ...]
    reference: str
    offsets: str


Piece = str | Note
"""A part of an answer's text, or the footnote that follows it."""


def pieces(exchange: Exchange) -> Iterator[Piece]:
    """The answer with its footnotes in place; what is not supported says so."""
    notes = {citation.marker: _note(citation) for citation in exchange.citations}
    if not exchange.sentences:
        yield from _split(exchange.text, notes)
        return
    for n, sentence in enumerate(exchange.sentences):
        why = "" if sentence.supported else f" ({ask_messages.not_supported(sentence.reason)})"
        yield f"{' ' if n else ''}{sentence.text}{why}"
        yield from (notes[marker] for marker in sentence.markers if marker in notes)


def remarks(exchange: Exchange) -> list[str]:
    """What the reader has to know of an answer besides its text, a line each."""
    chips = wording.chips(exchange.scope)
    lines = [f"{scope_messages.SEARCHED_ONLY} {'; '.join(chips)}."] if chips else []
    lines += [exchange.problem] if exchange.problem else []
    outcome = exchange.outcome
    if outcome is None:
        return lines
    if exchange.searched:
        lines.append(ask_messages.searched_for(exchange.searched))
    about = ask_messages.engine(outcome.engine) if outcome.answered else ""
    return [*lines, *outcome.notices, *([f"{about}."] if about else [])]


def documents(conversation: Conversation) -> list[SavedDocument]:
    """Every version of a document that is quoted, in the order of the first quotes."""
    quoted = [
        citation.document for exchange in conversation.exchanges for citation in exchange.citations
    ]
    return list(dict.fromkeys(quoted))


def _note(citation: SavedCitation) -> Note:
    return Note(
        format_quote(citation.quote, citation.document.source),
        wording.reference(citation),
        formats.offsets(citation.start, citation.end),
    )


def _split(text: str, notes: dict[int, Note]) -> Iterator[Piece]:
    at = 0
    for match in _MARKERS.finditer(text):
        if int(match[1]) in notes:
            yield text[at : match.start()].rstrip(" ")
            yield notes[int(match[1])]
            at = match.end()
    yield text[at:]
