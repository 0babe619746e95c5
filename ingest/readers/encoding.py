"""Bytes to text."""

import codecs

from rag.errors import UnreadableError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_COMMONEST = "cp1252"
_SAMPLE = 1_000_000
_CONTROLS = frozenset(range(32)) - {9, 10, 11, 12, 13, 27}


def decode(data: bytes) -> str:
    """The text of a file: UTF-8 first, then the encoding that its bytes look like.

    Line ends stay as they are; a byte order mark is not part of the text.

    Raises:
        UnreadableError: the bytes are not text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decoded(data, encoding)
    if b"\x00" in data[:_SAMPLE]:
        raise UnreadableError("it is a binary file, not text; remove it or rename it")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _decoded(data, _detected(data))
    controls = sum(ord(c) in _CONTROLS for c in text[:10_000])
    if controls > len(text[:10_000]) * 0.02:
        raise UnreadableError("it is a binary file, not text; remove it or rename it")
    return text


def _detected(data: bytes) -> str:
    from charset_normalizer import from_bytes

    matches = list(from_bytes(data[:_SAMPLE]))
    if not matches:
        raise UnreadableError("its encoding cannot be told; save it as UTF-8")
    # Short texts leave several encodings equally likely; the commonest of them is the best guess.
    best = max(
        matches, key=lambda m: (-m.chaos, m.coherence, _COMMONEST in m.could_be_from_charset)
    )
    return _COMMONEST if _COMMONEST in best.could_be_from_charset else best.encoding


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"it is not valid {encoding} at byte {error.start}; save it as UTF-8"
        ) from error
