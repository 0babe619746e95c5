"""From a document to passages: whole sentences, as many as the embedding model reads at once."""

import bisect
import re
from collections.abc import Sequence
from typing import Any

from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, TextNode
from pydantic import PrivateAttr

from ingest.readers.base import SplitDocument
from ingest.readers.sentences import SectionSpans, sentences_of
from rag.language.sentences import Span, skip_bullet
from rag.library import passage_id
from rag.models.embedder import Embedder
from rag.types import Document, Page, Passage, Section

_CLAUSE_END = re.compile(r"[;:,)\]—–]$")
_WORD = re.compile(r"\S+")


class PassageParser(NodeParser):
    """Cuts documents into passages, as a LlamaIndex node parser.

    A passage never crosses a section's heading and never has more tokens than the model reads. A
    longer sentence is split after a clause or a word.
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
        document = split.document
        found: list[Passage] = []
        for section, spans in zip(document.sections, split.sentences, strict=True):
            pieces = self._pieces(document.text, spans)
            heading = spans[0] if section.title else None
            for group in self._pack(pieces):
                found.append(
                    _passage(document, version, len(found), section, pieces[group], heading)
                )
        return found

    def _pieces(self, text: str, spans: SectionSpans) -> list[tuple[Span, int]]:
        """The sentences of a section and their numbers of tokens, split where too long."""
        counts = self._embedder.count_tokens([text[start:end] for start, end in spans])
        pieces: list[tuple[Span, int]] = []
        for span, count in zip(spans, counts, strict=True):
            if count <= self._embedder.max_tokens:
                pieces.append((span, count))
            else:
                pieces.extend(self._split(text, span))
        return pieces

    def _split(self, text: str, span: Span) -> list[tuple[Span, int]]:
        """The parts of a long sentence, each as long as possible, cut after a clause or a word."""
        words = [match.span() for match in _WORD.finditer(text, *span)]
        words = [part for word in words for part in self._halve(text, word)]
        counts = self._embedder.count_tokens([text[start:end] for start, end in words])
        parts: list[tuple[Span, int]] = []
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

    def _pack(self, pieces: Sequence[tuple[Span, int]]) -> list[slice]:
        """Consecutive pieces that fit the model together, as many as possible in each group."""
        groups: list[slice] = []
        first, total = 0, 0
        for n, (_, count) in enumerate(pieces):
            if n > first and total + count > self._embedder.max_tokens:
                groups.append(slice(first, n))
                first, total = n, 0
            total += count
        if first < len(pieces):
            groups.append(slice(first, len(pieces)))
        return groups

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
    section: Section,
    pieces: Sequence[tuple[Span, int]],
    heading: Span | None,
) -> Passage:
    spans = [span for span, _ in pieces]
    start, end = spans[0][0], spans[-1][1]
    return Passage(
        id=passage_id(version, position),
        document_id=document.id,
        start=start,
        end=end,
        section=section.title or None,
        page=_page_at(document.pages, start),
        text=document.text[start:end],
        sentences=tuple(skip_bullet(document.text, *span) for span in spans if span != heading),
    )


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
