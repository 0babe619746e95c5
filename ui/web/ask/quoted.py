"""The sentences of an answer in the styles that they have in the quotes behind them."""

from collections.abc import Sequence
from functools import cached_property

from rag import Sentence
from rag.formatting import Run, format_quote, one_line_runs, part
from ui.service.conversation import SavedCitation
from ui.web import formatted
from ui.web.markup import Markup, join

_KINDS = {"item": "item", "row": "row", "head": "row"}
"""Classes of the sentences that are shown on a line of their own, by the kind of their block."""


class Quoted:
    """The quotes of an answer, in which its sentences are looked for.

    Args:
        citations: those of the answer.
    """

    def __init__(self, citations: Sequence[SavedCitation]) -> None:
        self._citations = citations

    def words(self, sentence: Sentence) -> tuple[Markup, str]:
        """A sentence's words, and the class of the line that it is shown on, or "".

        A sentence that is no quote has no style.
        """
        for marker in sentence.markers:
            for text, runs, kind in self._blocks.get(marker, ()):
                at = text.find(sentence.text) if sentence.text else -1
                if at >= 0:
                    return formatted.words(part(runs, at, at + len(sentence.text))), kind
        return join(sentence.text), ""

    @cached_property
    def _blocks(self) -> dict[int, list[tuple[str, tuple[Run, ...], str]]]:
        """Of each citation, by its marker, the blocks: words on one line, their runs, class."""
        blocks: dict[int, list[tuple[str, tuple[Run, ...], str]]] = {}
        for citation in self._citations:
            for block in format_quote(citation.quote, citation.document.source):
                runs = one_line_runs([block])
                line = "".join(run.text for run in runs)
                blocks.setdefault(citation.marker, []).append(
                    (line, runs, _KINDS.get(block.kind, ""))
                )
        return blocks
