"""The tokens that Rich Text Format is made of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<symbol>.)|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)|\\",
    re.DOTALL,
)

Kind = Literal["word", "symbol", "open", "close", "text"]


@dataclass(frozen=True, slots=True)
class Token:
    """A control word with its number, a control symbol, a brace, or bytes of text.

    Attributes:
        name: of a control word or symbol.
        data: of a text.
    """

    kind: Kind
    name: str = ""
    number: int | None = None
    data: bytes = b""


def tokens_of(data: bytes) -> Iterator[Token]:
    """The tokens in order; binary data in between are skipped."""
    position = 0
    while match := _TOKEN.match(data, position):
        position = match.end()
        if match["word"]:
            name = match["word"].decode("ascii")
            number = int(match["number"]) if match["number"] else None
            if name == "bin":
                position += max(number or 0, 0)
                continue
            yield Token("word", name, number)
        elif match["hex"]:
            yield Token("text", data=bytes.fromhex(match["hex"].decode("ascii")))
        elif match["symbol"]:
            yield Token("symbol", match["symbol"].decode("latin-1"))
        elif match["brace"]:
            yield Token("open" if match["brace"] == b"{" else "close")
        elif match["text"]:
            yield Token("text", data=match["text"])
