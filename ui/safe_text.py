"""Text from files, made safe to print on a terminal: it can neither steer it nor hide anything."""

import json
import re

_MARK = "\N{REPLACEMENT CHARACTER}"

# Control characters but for line breaks and tabs, halves of letters, and what turns the direction
# of all that follows on its line. Marks of direction stay: texts in Arabic or Hebrew need them.
_STEERING = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069"

# What cannot be seen and could make one name pass for another, or two lines of one. The joiners
# U+200C and U+200D are not among it: names in Persian, in Hindi and with emoji are made with them.
_UNSEEN = (
    "\t\n\xad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u2060-\u2065\u206a-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)

_IN_TEXT = re.compile(f"[{_STEERING}]")
_IN_NAME = re.compile(f"[{_STEERING}{_UNSEEN}]")


def plain(text: str) -> str:
    """A text of several lines; what would steer a terminal becomes a visible mark."""
    return _IN_TEXT.sub(_MARK, text.replace("\r\n", "\n"))


def one_line(words: str) -> str:
    """A name, a title or a message, on one line; what cannot be seen becomes a visible mark too."""
    return _IN_NAME.sub(_MARK, words)


def escaped(encoded: str) -> str:
    """JSON that means the same, with escapes for what would steer a terminal in its strings."""
    return _IN_TEXT.sub(lambda match: json.dumps(match.group())[1:-1], encoded)
