"""Bytes to text: which encoding a file has."""

import codecs
import re
import unicodedata

from rag.errors import UnreadableError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ANSI = "cp1252"
"""What Windows calls ANSI in most of Europe and America, and most text that is not UTF-8 is in."""
_SAMPLE = 1_000_000
"""Bytes looked at to detect an encoding; more make the guess slower, not better."""
_CONTROLS = frozenset(range(32)) - {9, 10, 11, 12, 13, 27}
"""Control characters that text files do not contain; tabs, line ends, form feeds and escapes do."""
_MOST_CONTROLS = 0.02
"""Share of control characters above which bytes that decode are still taken for binary data."""
_CONTROL_SAMPLE = 10_000
"""Characters among which control characters are counted."""
_MOST_DAMAGED = 0.25
"""Share of the bytes beyond ASCII up to which a text is UTF-8 with some bytes of another encoding,
as where two files were joined."""

_NOT_UTF_8 = re.compile("[\udc80-\udcff]")
"""Bytes that are not, as Python decodes them on request."""
_FOREIGN_RUN = re.compile(rb"[\x80-\xff]{3,}+")
_ACCENTED_WORD = re.compile(rb"[A-Za-z][\xc0-\xff]|[\xc0-\xff][A-Za-z]")
_LEAST_FOREIGN = 8
"""Bytes in runs of three or more beyond ASCII that are not by chance: an accented letter stands
among plain ones, and of such marks as the dash and the quotation mark seldom three meet."""
_SIGN_IN_WORD = re.compile(r"[^\W\d_][¡¢£¤¥¦¨©¬®¯±²³¶·¸¹¼½¾¿][^\W\d_]")
_LEAST_SIGNS = 2
"""Signs inside words that are not by chance: Polish read as Windows-1252 has them ("by³a")."""
_NEVER_TOGETHER = {"øì": "cp1250", "ðý": "cp1254", "þý": "cp1254"}
"""Letters that are often in a text in that encoding, read as Windows-1252, and hardly ever both in
one that is: those read for the Czech "řě" and the Turkish "ğı" and "şı"."""
_LEAST_TOGETHER = 2
"""How often each of them must be there: Icelandic has "ðý" and "þý" too, but with "á" and "í"."""

_COMMON_LETTERS = {
    "cp1251": "оеаинтсрвл",
    "koi8_r": "оеаинтсрвл",
    "cp866": "оеаинтсрвл",
    "iso8859_5": "оеаинтсрвл",
    "cp1253": "αοιετσνηυρ",
    "cp1255": "יוהלאתשרמב",
    "cp1256": "اليمونرتبة",
    "cp874": "านรอกเงมยล",
    "shift_jis": "のにはをたがでとしるて",
    "euc_jp": "のにはをたがでとしるて",
}
"""The ten commonest letters of a language that is written in that encoding; read in it, they are
half of a text, and otherwise a few."""
_LEAST_COMMON = 0.3
"""Share of them among the characters beyond ASCII; a text in Japanese has about as many."""


def decode(data: bytes) -> str:
    """The text of a file: UTF-8 first, then Windows-1252 unless the bytes surely are another.

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
        text = _mended(data) or _decoded(data, _encoding_of(data))
    sample = text[:_CONTROL_SAMPLE]
    if sum(ord(c) in _CONTROLS for c in sample) > _MOST_CONTROLS * len(sample):
        raise _binary()
    return text


def _binary() -> UnreadableError:
    return UnreadableError("The file is binary, not text.", "Remove it or rename it.")


def _mended(data: bytes) -> str:
    """The text as UTF-8, a few bytes that are not read as Windows-1252; "" where it is no UTF-8."""
    text = data.decode("utf-8", "surrogateescape")
    beyond = sum(1 for c in text if c > "\x7f")
    damaged = sum(1 for c in text if "\udc80" <= c <= "\udcff")
    if damaged > _MOST_DAMAGED * beyond:
        return ""
    return _NOT_UTF_8.sub(lambda m: _as_ansi(ord(m.group()) - 0xDC00), text)


def _as_ansi(byte: int) -> str:
    return bytes([byte]).decode(_ANSI, "replace")


def _encoding_of(data: bytes) -> str:
    sample = data[:_SAMPLE]
    if _is_foreign(sample):
        found = _by_letters(sample) or _detected(sample, has_latin=False)
        if found:
            return found
    try:
        text = data.decode(_ANSI)
    except UnicodeDecodeError:
        return _detected(sample) or _unknown()
    return _if_garbled(text[:_SAMPLE]) or _ANSI


def _is_foreign(sample: bytes) -> bool:
    """Whether most bytes beyond ASCII stand together, as those of Cyrillic or Chinese words do."""
    together = sum(map(len, _FOREIGN_RUN.findall(sample)))
    return together >= _LEAST_FOREIGN and together > 2 * len(_ACCENTED_WORD.findall(sample))


def _if_garbled(text: str) -> str | None:
    """The encoding of a text that, read as Windows-1252, has what none written in it has."""
    if len(_SIGN_IN_WORD.findall(text)) >= _LEAST_SIGNS:
        return "cp1250"
    lower = text.lower()
    if "á" in lower and "í" in lower and "ø" not in lower:
        return None
    return next(
        (
            encoding
            for letters, encoding in _NEVER_TOGETHER.items()
            if all(lower.count(letter) >= _LEAST_TOGETHER for letter in letters)
        ),
        None,
    )


def _by_letters(sample: bytes) -> str | None:
    """The encoding in which the text has the common letters of its language."""
    shares = {encoding: _share(sample, encoding) for encoding in _COMMON_LETTERS}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= _LEAST_COMMON else None


def _share(sample: bytes, encoding: str) -> float:
    beyond = [c for c in sample.decode(encoding, "ignore") if c > "\x7f"]
    common = frozenset(_COMMON_LETTERS[encoding])
    return sum(c in common for c in beyond) / len(beyond) if beyond else 0.0


def _has_no_latin(sample: bytes, encoding: str) -> bool:
    """Whether the letters beyond ASCII are of another script than ours."""
    letters = [c for c in sample.decode(encoding, "ignore") if c > "\x7f" and c.isalpha()]
    latin = sum(unicodedata.name(c, "").startswith("LATIN") for c in letters)
    return 2 * latin < len(letters)


def _unknown() -> str:
    raise UnreadableError("The file's encoding cannot be detected.", "Save it as UTF-8.")


def _detected(sample: bytes, *, has_latin: bool = True) -> str | None:
    """The encoding that is likeliest by charset_normalizer; None where it knows none.

    Args:
        sample: the first bytes of the text.
        has_latin: whether its letters beyond ASCII may be Latin ones.
    """
    from charset_normalizer import from_bytes

    matches = sorted(from_bytes(sample), key=lambda match: (match.chaos, -match.coherence))
    encodings = (match.encoding for match in matches)
    return next((e for e in encodings if has_latin or _has_no_latin(sample, e)), None)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"The file is not valid {encoding} at byte {error.start}.", "Save it as UTF-8."
        ) from error
