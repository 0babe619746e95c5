"""An exchange in plain words, as it is copied and exported."""

from ui.messages import ask as ask_messages
from ui.messages import formats
from ui.messages import scope as scope_messages
from ui.service.conversation import Exchange, SavedCitation
from ui.service.scope import Scope


def reference(citation: SavedCitation) -> str:
    """The source of a quote: title, date, section, page and speaker."""
    document = citation.document
    who = formats.said(citation.speaker, citation.sent)
    return formats.reference(
        document.title, document.published, citation.section, citation.page, who
    )


def chips(scope: Scope) -> tuple[str, ...]:
    """What a question was narrowed to, a chip each."""
    dates = []
    if scope.since:
        dates.append(scope_messages.since(scope.since))
    if scope.until:
        dates.append(scope_messages.until(scope.until))
    return (*dates, *(title for _, title in scope.documents))


def without_markers(exchange: Exchange) -> str:
    """The answer without its markers; what is not supported says so."""
    if not exchange.sentences:
        return exchange.text
    return " ".join(
        sentence.text if sentence.supported else f"{sentence.text} ({_why(sentence.reason)})"
        for sentence in exchange.sentences
    )


def with_citations(exchange: Exchange) -> str:
    """The answer with its markers, then each citation on a line of its own."""
    text = " ".join(
        " ".join(
            [
                sentence.text,
                *([] if sentence.supported else [f"({_why(sentence.reason)})"]),
                "".join(f"[{marker}]" for marker in sentence.markers),
            ]
        ).strip()
        for sentence in exchange.sentences
    )
    lines = [
        f"[{citation.marker}] “{' '.join(citation.quote.split())}” {reference(citation)}. "
        f"{citation.document.source}"
        for citation in exchange.citations
    ]
    return "\n\n".join(filter(None, [text or exchange.text, "\n".join(lines)]))


def _why(reason: str) -> str:
    return ask_messages.not_supported(reason)
