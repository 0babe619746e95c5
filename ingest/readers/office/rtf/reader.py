"""Interprets the tokens of a Rich Text file."""

import codecs
import re
from collections.abc import Iterable
from dataclasses import replace

from ingest.readers.office.rtf.composer import Composer, Paragraph
from ingest.readers.office.rtf.state import LOOKS, SYMBOLS, Destination, Group, with_look
from ingest.readers.office.rtf.tokens import Token

_DEFAULT = "cp1252"
_MOST_DEPTH = 10_000
"""Groups within one another; a file with more is damaged."""
_PARAGRAPH_ENDS = frozenset({"par", "sect", "page", "column"})
_ROW_WORDS = frozenset({"trowd", "trhdr", "clvmrg", "cellx"})
_DESTINATIONS: dict[str, Destination] = {
    "fonttbl": "fonts", "stylesheet": "styles", "info": "info", "footnote": "note",
    "listtext": "label", "pntext": "label", "fldinst": "code",
}  # fmt: skip
_SHOWN = frozenset({"shp", "shpinst", "shptxt", "result", "field", "fldrslt", "object", "g", "ud"})
"""Destinations whose words are shown, though programs may ignore some of them."""
_COUNTED = {"pict": "images", "annotation": "comments", "objdata": "embedded objects"}
_STYLE = re.compile(r"[^;]{0,100}")


class Reader:
    """Interprets tokens.

    Attributes:
        title: in the file's properties.
    """

    def __init__(self) -> None:
        self.composer = Composer()
        self.title = ""
        self._group = Group()
        self._groups: list[Group] = []
        self._encoding = _DEFAULT
        self._encodings: dict[int, str] = {}
        self._styles: dict[int, str] = {}
        self._style = 0
        self._named = ""
        self._bytes = bytearray()
        self._skip = 0
        self._high = 0

    def read(self, tokens: Iterable[Token]) -> None:
        """Interpret the tokens, up to the end of the outermost group.

        Raises:
            ValueError: groups are nested too deep.
        """
        for token in tokens:
            if token.kind == "text":
                self._add_bytes(token.data)
                continue
            self._end_bytes()
            if token.kind == "open":
                if len(self._groups) >= _MOST_DEPTH:
                    raise ValueError(f"{_MOST_DEPTH} groups within one another")
                self._groups.append(self._group)
                self._group = replace(self._group, is_optional=False)
            elif token.kind == "close":
                if not self._close():
                    break
            elif token.kind == "symbol":
                self._symbol(token.name)
            else:
                self._word(token.name, token.number)
        self._end_bytes()
        self.composer.end()

    def _close(self) -> bool:
        """End the group; False if it was the outermost."""
        inner = self._group
        self._group = self._groups.pop() if self._groups else Group()
        if inner.destination != self._group.destination:
            if inner.destination == "note":
                self.composer.end_note()
            elif inner.destination == "label":
                self.composer.end_label()
        if inner.destination == "styles" == self._group.destination:
            match = _STYLE.match(self._named.strip())
            self._styles.setdefault(self._style, match[0] if match else "")
            self._named, self._style = "", 0
        self._skip = 0
        return bool(self._groups)

    def _symbol(self, symbol: str) -> None:
        self._skip = 0
        if symbol == "*":
            self._group = replace(self._group, is_optional=True)
        elif symbol in "{}\\":
            self._add(symbol)
        elif symbol in "~_":
            self._add("\xa0" if symbol == "~" else "-")
        elif symbol in "\r\n":
            self._word("par", None)

    def _word(self, word: str, number: int | None) -> None:
        self._skip = 0
        group = self._group
        if word in _DESTINATIONS or word in _COUNTED or self._is_skipped(word):
            self._begin(word)
        elif word == "u" and number is not None:
            self._add_code(number)
        elif word in SYMBOLS:
            self._add(SYMBOLS[word])
        elif word in LOOKS:
            self._group = with_look(group, word, number)
        elif word == "uc":
            self._group = replace(group, skipped=min(max(number or 0, 0), 9))
        elif word == "f":
            self._group = replace(group, font=number or 0)
        elif word == "fcharset" and group.destination == "fonts":
            self._encodings[group.font] = _of_charset(number or 0)
        elif word == "ansicpg":
            self._encoding = _known(f"cp{number}")
        elif word in {"mac", "pc", "pca"}:
            self._encoding = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]
        elif word == "s" and group.destination == "styles":
            self._style = number or 0
        elif word == "title" and group.destination == "info":
            self._group = replace(group, destination="title")
        elif group.destination in {"body", "note", "label"}:
            self._layout(word, number)

    def _is_skipped(self, word: str) -> bool:
        """Whether a word begins a group whose words are not shown."""
        from striprtf.striprtf import destinations

        if word == "title" and self._group.destination == "info":
            return False
        return word not in _SHOWN and (word in destinations or self._group.is_optional)

    def _begin(self, word: str) -> None:
        """The group is one whose words go elsewhere."""
        if self._group.destination not in {"body", "note"}:
            if self._group.destination != "info" and word in _DESTINATIONS:
                return
            self._group = replace(self._group, destination="skip")
            return
        if word in _COUNTED:
            self.composer.left_out[_COUNTED[word]] += 1
        destination = _DESTINATIONS.get(word, "skip")
        self._group = replace(self._group, destination=destination)
        if destination in {"note", "label"}:
            self.composer.begin_aside()

    def _layout(self, word: str, number: int | None) -> None:
        """A word that ends a paragraph, or tells how it is laid out."""
        composer = self.composer
        paragraph = composer.paragraph
        if word in _PARAGRAPH_ENDS:
            composer.end_paragraph()
        elif word in {"cell", "nestcell"}:
            composer.end_cell()
        elif word in {"row", "nestrow"}:
            composer.end_row()
        elif word in _ROW_WORDS:
            composer.describe_row(word, number)
        elif word == "chftn":
            composer.mark_note()
        elif self._group.destination != "body":
            return
        elif word == "pard":
            composer.paragraph = Paragraph()
        elif word == "intbl":
            paragraph.in_table = True
        elif word == "s":
            paragraph.style = self._styles.get(number or 0, "")
        elif word == "outlinelevel":
            paragraph.outline = (number or 0) + 1 if 0 <= (number or 0) < 9 else 0
        elif word == "ilvl":
            paragraph.depth = min(max(number or 0, 0), 8)

    def _add_code(self, number: int) -> None:
        """Add a character of Unicode by its number, which is signed, or half of one."""
        code = number + 0x10000 if number < 0 else number
        self._skip = self._group.skipped
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if 0xDC00 <= code < 0xE000 and self._high:
            code = 0x10000 + ((self._high - 0xD800) << 10) + (code - 0xDC00)
        self._high = 0
        if 0xF000 <= code <= 0xF0FF:
            code -= 0xF000  # a symbol font's own
        self._add(chr(code) if 0 < code < 0x110000 else "")

    def _add_bytes(self, data: bytes) -> None:
        skipped = min(self._skip, len(data))
        self._skip -= skipped
        self._bytes += data[skipped:]

    def _end_bytes(self) -> None:
        if self._bytes:
            encoding = self._encodings.get(self._group.font, self._encoding)
            words = self._bytes.decode(encoding, "replace")
            self._bytes.clear()
            self._add(words)

    def _add(self, words: str) -> None:
        destination = self._group.destination
        if destination in {"body", "note", "label"}:
            self.composer.add(words, self._group.look)
        elif destination == "title":
            self.title = (self.title + words)[:1_000]
        elif destination == "styles":
            self._named = (self._named + words)[:200]


def _of_charset(number: int) -> str:
    from striprtf.striprtf import charset_map

    return _known(charset_map.get(number, _DEFAULT))


def _known(encoding: str) -> str:
    """The encoding, or the most common one where Python does not know it."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return _DEFAULT
