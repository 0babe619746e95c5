"""How a version's content is written as strings, which is all that Chroma's metadata take.

Chroma keeps each string twice, once in a table and once in an index, and a `document` some six
times, with an index of its trigrams. So a text is compressed, and a vector is kept as its
direction, one byte a dimension: the cosine of a vector and its copy is above 0.999 for the default
model. No string is longer than what Chroma Cloud takes, 8,182 bytes.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from rag.models.embedder import Vectors
from rag.structure import UNDIVIDED, Structure, from_lists, part, to_lists
from rag.types import Document, DocumentRecord, Omission, Page, Passage, Section

Rows = npt.NDArray[np.int8]
"""Directions of vectors, one row each, from -127 to 127."""

_LARGEST = 127
_LONG, _SHORT = 5_070, 980
"""Bytes of a string. SQLite's index keeps one of up to 1,002 bytes in place, and of a longer one as
much, with the rest in whole pages of 4,092 ("Database File Format", 1.6): with most other lengths
much of a page would be lost."""

_INSTEAD_OF_ZERO = "\x80"
"""Stands for the character of number 0, which SQLite would take for the end of the string."""

Spans = tuple[tuple[int, int], ...]
PassageSpan = tuple[int, int, str | None, int | None, Spans, str]
"""A passage's start, end, section, page, sentences and context."""


@dataclass(frozen=True, slots=True)
class Content:
    """A version's text and what it is made of."""

    text: str
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    passages: tuple[PassageSpan, ...]
    structure: Structure = UNDIVIDED
    omissions: tuple[Omission, ...] = ()

    @classmethod
    def of(cls, document: Document, passages: Sequence[Passage]) -> "Content":
        """The content of a document that is cut into those passages."""
        spans = tuple((p.start, p.end, p.section, p.page, p.sentences, p.context) for p in passages)
        return cls(
            document.text,
            document.pages,
            document.sections,
            spans,
            document.structure,
            document.omissions,
        )

    def document(self, record: DocumentRecord) -> Document:
        """The document of that record, whose content it is."""
        return Document(
            id=record.id,
            title=record.title,
            source=record.source,
            published=record.published,
            text=self.text,
            pages=self.pages,
            sections=self.sections,
            sha256=record.sha256,
            structure=self.structure,
            omissions=self.omissions,
        )

    def passage(self, identifier: str, document_id: str, position: int) -> Passage:
        """The passage at that position, from 0."""
        start, end, section, page, sentences, context = self.passages[position]
        return Passage(
            id=identifier,
            document_id=document_id,
            start=start,
            end=end,
            section=section,
            page=page,
            text=self.text[start:end],
            sentences=sentences,
            context=context,
            structure=part(self.structure, start, end),
        )


def strings_of(data: bytes) -> list[str]:
    """Any bytes as strings: seven bits a character, which UTF-8 has in one byte."""
    bits = np.unpackbits(np.frombuffer(data, dtype=np.uint8))
    sevens = np.pad(bits, (0, -len(bits) % 7)).reshape(-1, 7)
    text = (np.packbits(sevens, axis=1) >> 1).tobytes().decode("ascii")
    return list(_cut(text.replace("\0", _INSTEAD_OF_ZERO).encode()))


def bytes_in(strings: Iterable[str]) -> bytes:
    """The bytes in the strings.

    Raises:
        ValueError: they are not what `strings_of` made.
    """
    text = "".join(strings).replace(_INSTEAD_OF_ZERO, "\0").encode("ascii")
    sevens = np.frombuffer(text, dtype=np.uint8).reshape(-1, 1)
    bits = np.unpackbits(sevens, axis=1)[:, 1:].reshape(-1)
    return np.packbits(bits[: len(bits) - len(bits) % 8]).tobytes()


def _cut(text: bytes) -> Iterator[str]:
    """A text in UTF-8 as strings, each of whole characters: long ones, the rest in short ones."""
    start = 0
    while start < len(text):
        end = min(start + (_LONG if len(text) - start >= _LONG else _SHORT), len(text))
        while end < len(text) and text[end] & 0b1100_0000 == 0b1000_0000:
            end -= 1
        yield text[start:end].decode()
        start = end


def pack_content(content: Content) -> bytes:
    """A version's text and what it is made of, compressed."""
    parts = {
        "text": content.text,
        "pages": [[page.number, page.start, page.end, page.ocr] for page in content.pages],
        "sections": [[s.title, s.start, s.end, s.level] for s in content.sections],
        "passages": [
            [start, end, section, page, list(chain.from_iterable(sentences)), *rest]
            for start, end, section, page, sentences, *rest in content.passages
        ],
        "structure": to_lists(content.structure),
        "omissions": [[omission.what, omission.count] for omission in content.omissions],
    }
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(errors="surrogatepass"))


def unpack_content(data: bytes) -> Content:
    """What `pack_content` was given.

    Raises:
        ValueError, KeyError, TypeError, zlib.error: the data are something else.
    """
    parts = json.loads(zlib.decompress(data).decode(errors="surrogatepass"))
    return Content(
        parts["text"],
        tuple(Page(*page) for page in parts["pages"]),
        tuple(Section(*section) for section in parts["sections"]),
        tuple(_passage_span(*passage) for passage in parts["passages"]),
        from_lists(parts.get("structure", {}), len(parts["text"])),
        tuple(Omission(*omission) for omission in parts.get("omissions", ())),
    )


def _passage_span(
    start: int,
    end: int,
    section: str | None,
    page: int | None,
    sentences: list[int],
    context: str = "",
) -> PassageSpan:
    # Passages that an earlier version wrote have no context.
    return start, end, section, page, _pairs(sentences), context


def _pairs(numbers: list[int]) -> Spans:
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def directions(vectors: Vectors) -> Rows:
    """Each vector's direction, one byte a dimension."""
    if not vectors.size:
        return np.zeros((0, 0), dtype=np.int8)
    scale = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-12)
    rows: Rows = np.rint(vectors / scale * _LARGEST).astype(np.int8)
    return rows


def pack_rows(rows: Rows) -> bytes:
    """Rows as bytes, which are fewer since small values are more frequent."""
    coder = zlib.compressobj(strategy=zlib.Z_HUFFMAN_ONLY)
    return coder.compress(rows.tobytes()) + coder.flush()


def unpack_rows(data: bytes, count: int) -> Rows:
    """The rows in the bytes.

    Raises:
        ValueError, zlib.error: they are not that many rows.
    """
    rows = np.frombuffer(zlib.decompress(data), dtype=np.int8)
    return rows.reshape(count, -1) if count else rows.reshape(0, 0)
