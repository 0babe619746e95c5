"""From a document to passages: whole sentences, as many as the embedding model reads at once."""

import bisect
import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import Any

from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, TextNode
from pydantic import PrivateAttr

from ingest.contexts import Contexts
from ingest.readers.base import SplitDocument
from ingest.readers.sentences import SectionSpans, sentences_of
from rag.language.sentences import Span, skip_bullet
from rag.library import passage_id
from rag.models.embedder import Embedder
from rag.structure import Boilerplate, QuotedMail, Structure, at, part
from rag.types import Document, Page, Passage, Section

_CLAUSE_END = re.compile(r"[;:,)\]—–]$")
_WORD = re.compile(r"\S+")
_CONTEXT_SHARE = 4
"""A passage's context has at most one part in so many of what the model reads: it helps to find the
text, and must not outweigh it."""

_FEWEST_WORDS = 3
"""Words with letters of the shortest sentence that is understood alone."""

Piece = tuple[Span, int]
"""A sentence, or a part of a long one, and its number of tokens."""


class PassageParser(NodeParser):
    """Cuts documents into passages, as a LlamaIndex node parser.

    A passage never crosses a section's heading and never has more tokens than the model reads
    with the passage's context. A longer sentence is split after a clause or a word.
    """

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder, **options: Any) -> None:
        super().__init__(**options)
        self._embedder = embedder

    def passages(self, split: SplitDocument, version: str) -> list[Passage]:
        """The document's passages in reading order; they cover the text of its sections.

        Args:
            split: the document and its sentences.
            version: of the document; the passages' ids are made of it.
        """
        document, contexts = split.document, Contexts(split.document)
        found: list[Passage] = []
        for n, spans in enumerate(split.sentences):
            pieces = self._pieces(document.text, spans)
            for run in _runs(document.structure, pieces):
                for group, context in self._pack(run, contexts, n):
                    found.append(_passage(document, version, len(found), n, group, context))
        return found

    def _pieces(self, text: str, spans: SectionSpans) -> list[Piece]:
        """The sentences of a section and their numbers of tokens, split where too long."""
        counts = self._embedder.count_tokens([text[start:end] for start, end in spans])
        pieces: list[Piece] = []
        for span, count in zip(spans, counts, strict=True):
            if count <= self._embedder.max_tokens:
                pieces.append((span, count))
            else:
                pieces.extend(self._split(text, span))
        return pieces

    def _split(self, text: str, span: Span) -> list[Piece]:
        """The parts of a long sentence, each as long as possible, cut after a clause or a word."""
        words = [match.span() for match in _WORD.finditer(text, *span)]
        words = [part for word in words for part in self._halve(text, word)]
        counts = self._embedder.count_tokens([text[start:end] for start, end in words])
        parts: list[Piece] = []
        first = 0
        while first < len(words):
            last, total = first, 0
            while last < len(words) and total + counts[last] <= self._embedder.max_tokens:
                total += counts[last]
                last += 1
            if last < len(words):
                last = _clause_end(text, words, first, last)
            part = (words[first][0], words[last - 1][1])
            parts.append((part, sum(counts[first:last])))
            first = last
        return parts

    def _halve(self, text: str, word: Span) -> list[Span]:
        """The word, halved until each part is short enough for the model."""
        start, end = word
        if self._embedder.count_tokens([text[start:end]])[0] <= self._embedder.max_tokens:
            return [word]
        middle = (start + end) // 2
        return [*self._halve(text, (start, middle)), *self._halve(text, (middle, end))]

    def _pack(
        self, pieces: Sequence[Piece], contexts: Contexts, section: int
    ) -> Iterator[tuple[Sequence[Piece], str]]:
        """Consecutive pieces that fit the model together with what they stand under.

        Each group has as many as possible, at least one.
        """
        first = 0
        while first < len(pieces):
            context = contexts.of_passage(section, pieces[first][0][0])
            room, context = self._room_beside(context)
            if pieces[first][1] > room:
                room, context = self._embedder.max_tokens, ""
            last, total = first, 0
            while last < len(pieces) and (last == first or total + pieces[last][1] <= room):
                total += pieces[last][1]
                last += 1
            yield pieces[first:last], context
            first = last

    def _room_beside(self, context: str) -> tuple[int, str]:
        """The tokens that a context leaves for the text, and the context, or as much as may stay.

        The innermost lines stay: they say most about the text.
        """
        lines = context.splitlines()
        counts = self._embedder.count_tokens(lines) if lines else []
        most = self._embedder.max_tokens // _CONTEXT_SHARE
        while sum(counts) > most:
            counts, lines = counts[1:], lines[1:]
        return self._embedder.max_tokens - sum(counts), "\n".join(lines)

    def _parse_nodes(
        self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any
    ) -> list[BaseNode]:
        parsed: list[BaseNode] = []
        for node in nodes:
            document = _from_node(node)
            split = SplitDocument(
                document, sentences_of(document.text, document.sections, document.structure)
            )
            for passage in self.passages(split, document.id):
                parsed.append(
                    TextNode(
                        id_=passage.id,
                        text=passage.text,
                        metadata=dict(node.metadata),
                        start_char_idx=passage.start,
                        end_char_idx=passage.end,
                    )
                )
        return parsed


def _passage(
    document: Document,
    version: str,
    position: int,
    section: int,
    pieces: Sequence[Piece],
    context: str,
) -> Passage:
    spans = [span for span, _ in pieces]
    start, end = spans[0][0], spans[-1][1]
    return Passage(
        id=passage_id(version, position),
        document_id=document.id,
        start=start,
        end=end,
        section=document.sections[section].title or None,
        page=_page_at(document.pages, start),
        text=document.text[start:end],
        sentences=_sentences(document, section, spans),
        context=context,
        structure=part(document.structure, start, end),
    )


def _sentences(document: Document, section: int, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The sentences of a passage that may answer something.

    A scrap of a word or two ("Results", "(270 KB EPS)", "2") is one only where there is nothing
    else, or where what it stands in tells what it means: in a list, a table, a turn of speech.
    """
    said = [span for span in spans if not _is_heading(document, section, span)]
    whole = [span for span in said if not _is_scrap(document, span)]
    return tuple(filter(None, (_without_label(document, span) for span in whole or said)))


def _without_label(document: Document, span: Span) -> Span | None:
    """The sentence without its list marker or its speaker's name; None where that is all."""
    turn = at(document.structure.turns, span[0])
    if turn is None or turn.start != span[0]:
        return skip_bullet(document.text, *span)
    return (turn.words, span[1]) if turn.words < span[1] else None


def _is_scrap(document: Document, span: Span) -> bool:
    structure = document.structure
    block = at(structure.blocks, span[0])
    if (block is not None and block.kind in {"item", "row"}) or at(structure.turns, span[0]):
        return False
    words = (w for w in document.text[slice(*span)].split() if any(map(str.isalpha, w)))
    return sum(1 for _ in islice(words, _FEWEST_WORDS)) < _FEWEST_WORDS


def _is_heading(document: Document, section: int, span: Span) -> bool:
    """Whether a sentence is a heading or a table's head, which say nothing by themselves."""
    if document.sections[section].title and span[0] <= document.sections[section].start:
        return True
    block = at(document.structure.blocks, span[0])
    return block is not None and block.kind in {"heading", "head"}


def _runs(structure: Structure, pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """The pieces, divided where boilerplate or a quoted mail begins or ends."""

    def around(piece: Piece) -> tuple[Boilerplate | None, QuotedMail | None]:
        start = piece[0][0]
        return at(structure.boilerplate, start), at(structure.quoted, start)

    for _, run in groupby(pieces, around):
        yield list(run)


def _clause_end(text: str, words: Sequence[Span], first: int, last: int) -> int:
    """The end of the last clause in the second half of the words, or `last` if there is none."""
    for n in range(last, first + (last - first) // 2, -1):
        if _CLAUSE_END.search(text[slice(*words[n - 1])]):
            return n
    return last


def _page_at(pages: Sequence[Page], offset: int) -> int | None:
    n = bisect.bisect_right(pages, offset, key=lambda page: page.start)
    return pages[n - 1].number if n else None


def _from_node(node: BaseNode) -> Document:
    text = node.get_content()
    identifier = node.node_id.replace("-", "")
    return Document(
        id=identifier,
        title=str(node.metadata.get("title", "")),
        source=str(node.metadata.get("source", "")),
        published=None,
        text=text,
        pages=(),
        sections=(Section("", 0, len(text)),),
        sha256="",
    )
