"""Bytes to text: which encoding a file has."""

import codecs

from rag.errors import UnreadableError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MOST_COMMON = "cp1252"
_SAMPLE = 1_000_000
"""Bytes looked at to detect an encoding; more make the guess slower, not better."""
_CONTROLS = frozenset(range(32)) - {9, 10, 11, 12, 13, 27}
"""Control characters that text files do not contain; tabs, line ends, form feeds and escapes do."""
_MOST_CONTROLS = 0.02
"""Share of control characters above which bytes that decode are still taken for binary data."""
_CONTROL_SAMPLE = 10_000
"""Characters among which control characters are counted."""


def decode(data: bytes) -> str:
    """The text of a file: UTF-8 first, then the encoding that its bytes look like.

    Line ends are kept; a byte order mark is not part of the text.

    Raises:
        UnreadableError: the bytes are not text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decoded(data, encoding)
    if b"\x00" in data[:_SAMPLE]:
        raise _binary()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _decoded(data, _detected(data))
    sample = text[:_CONTROL_SAMPLE]
    if sum(ord(c) in _CONTROLS for c in sample) > _MOST_CONTROLS * len(sample):
        raise _binary()
    return text


def _binary() -> UnreadableError:
    return UnreadableError("The file is binary, not text.", "Remove it or rename it.")


def _detected(data: bytes) -> str:
    from charset_normalizer import from_bytes

    matches = list(from_bytes(data[:_SAMPLE]))
    if not matches:
        raise UnreadableError("The file's encoding cannot be detected.", "Save it as UTF-8.")
    # Short texts leave several encodings equally likely; the most common is the best guess.
    best = max(
        matches, key=lambda m: (-m.chaos, m.coherence, _MOST_COMMON in m.could_be_from_charset)
    )
    return _MOST_COMMON if _MOST_COMMON in best.could_be_from_charset else best.encoding


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"The file is not valid {encoding} at byte {error.start}.", "Save it as UTF-8."
        ) from error
