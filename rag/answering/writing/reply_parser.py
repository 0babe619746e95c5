"""A model's reply, read while it is streamed: words, ends of sentences, and the markers cited.

One character decides after the other, so however the stream is cut, the outcome is the same.
Words are handed on at once. Only what may yet become a marker waits, and white space, since it may
stand before a marker. The markers of a sentence are handed on with its end: which quotation carries
a sentence can be told only when the sentence is there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from rag.language.sentences import skip_bullet, split_sentences
from rag.verification.parsing import MOST_CLAIM_CHARACTERS

_OPENING = {"[": "]", "【": "】", "［": "］"}
_LONGEST_MARKER = 40
# A bracket holds no more white space than `_LONGEST_MARKER`.
_NUMBERS = re.compile(
    r"\s{0,40}+(?:passages?\s{0,40}+|\^)?[1-9]\d{0,2}"
    r"(?:\s{0,40}+(?:,|;|&|and|[-–—])\s{0,40}+\^?[1-9]\d{0,2})*\s{0,40}+(?:†[^\]】］]{0,40})?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\d{1,3})(?:\s*[-–—]\s*(\d{1,3}))?")
_ENDS = re.compile(r"[.!?…][*_”’\"')\]]*$")
_CLOSERS = 8
_LOOKED_BACK = 500
"""Characters of a sentence that tell whether it ends; more would be read again at every stop."""
_OPENS = "“‘\"'(*_«[【［"
_CLINGS = ".,;:!?)”’…»"


@dataclass(frozen=True, slots=True)
class Words:
    """A further piece of the reply, as it is shown; all pieces together are its text.

    White space is single; between lines stands one line break.
    """

    text: str


@dataclass(frozen=True, slots=True)
class SentenceEnd:
    """A sentence is complete; its words came before.

    One that is too long for the support check ends with the word.

    Attributes:
        text: the whole sentence, without markers and without the bullet of a list.
        numbers: the passages it cites, in order of appearance, each once.
    """

    text: str
    numbers: tuple[int, ...]


Piece = Words | SentenceEnd


class ReplyParser:
    """Turns a stream of text into words and ends of sentences; see the module.

    A marker is a bracket, also a full-width one, that holds numbers of up to three digits: `[1]`,
    `[1, 2]`, `[1-3]`, `【1】`. Other brackets, such as `[sic]` or `[2024]`, are words.

    Args:
        passages: how many passages the model was given; they are numbered from 1.

    Attributes:
        unknown: how many numbers were dropped because there is no such passage.
    """

    def __init__(self, passages: int) -> None:
        self.unknown = 0
        self._passages = passages
        self._sentence = ""
        self._gap = ""
        self._bracket = ""
        self._lead = ""
        self._numbers: list[int] = []
        self._marked = False
        self._begun = False

    def feed(self, text: str) -> list[Piece]:
        """What the next piece of the stream adds."""
        return _joined(piece for character in text for piece in self._step(character))

    def end(self) -> list[Piece]:
        """What is left once the stream has ended."""
        return _joined([*self._release_bracket(), *self._release_lead(), *self._end_sentence()])

    def _step(self, character: str) -> Iterator[Piece]:
        if self._bracket:
            if character == _OPENING[self._bracket[0]]:
                yield from self._close_bracket(character)
                return
            if len(self._bracket) < _LONGEST_MARKER and character not in {"\n", *_OPENING}:
                self._bracket += character
                return
            yield from self._release_bracket()
        if character in _OPENING:
            self._bracket = character
        elif character in "\n\r\u2028\u2029":
            yield from self._release_lead()
            self._gap = "\n"
        elif character.isspace():
            yield from self._release_lead()
            self._gap = self._gap or " "
        else:
            yield from self._add(character)

    def _close_bracket(self, closing: str) -> Iterator[Piece]:
        inside, self._bracket = self._bracket[1:], self._bracket + closing
        if not _NUMBERS.fullmatch(inside):
            yield from self._release_bracket()
            return
        self._bracket = ""
        yield from self._release_lead()
        self._marked = True
        for first, last in _RANGE.findall(inside.partition("†")[0]):
            low, high = sorted((int(first), int(last or first)))
            for number in range(low, high + 1):
                if not 1 <= number <= self._passages:
                    self.unknown += 1
                elif number not in self._numbers:
                    self._numbers.append(number)

    def _release_bracket(self) -> Iterator[Piece]:
        """What looked like a marker is none."""
        held, self._bracket = self._bracket, ""
        for character in held:
            if character.isspace():
                self._gap = self._gap or " "
            else:
                yield from self._add(character)

    def _add(self, character: str) -> Iterator[Piece]:
        """Add a character that is not white space; it may begin a sentence."""
        apart = bool(self._gap) or self._marked
        if self._lead or (apart and self._gap != "\n" and _ENDS.search(self._sentence[-_CLOSERS:])):
            self._lead += character
            if character in _OPENS and len(self._lead) < len(_OPENS):
                return  # whether a sentence begins, the first letter will tell
            yield from self._release_lead()
        else:
            if self._gap == "\n" or (self._gap and self._is_too_long):
                yield from self._end_sentence()
            yield from self._write(character)

    def _release_lead(self) -> Iterator[Piece]:
        lead, self._lead = self._lead, ""
        if not lead:
            return
        before = self._sentence[-_LOOKED_BACK:]
        if self._is_too_long or len(split_sentences(f"{before} {lead}")) > 1:
            yield from self._end_sentence()
        yield from self._write(lead)

    @property
    def _is_too_long(self) -> bool:
        return len(self._sentence) >= MOST_CLAIM_CHARACTERS

    def _write(self, text: str) -> Iterator[Piece]:
        gap = self._gap
        if self._marked or (self._begun and not self._sentence):
            gap = gap or " "
        # "It rained [1]." loses the space before its full stop together with the marker.
        if not self._begun or (self._sentence and self._marked and text[0] in _CLINGS):
            gap = ""
        self._sentence += (gap if self._sentence else "") + text
        self._gap, self._marked, self._begun = "", False, True
        yield Words(gap + text)

    def _end_sentence(self) -> Iterator[Piece]:
        if not self._sentence:
            return  # a marker before the first word belongs to the sentence that follows
        sentence, self._sentence = self._sentence, ""
        numbers, self._numbers = tuple(self._numbers), []
        self._marked = False
        start, end = skip_bullet(sentence, 0, len(sentence))
        if any(character.isalnum() for character in sentence[start:end]):
            yield SentenceEnd(sentence[start:end], numbers)


def _joined(pieces: Iterator[Piece] | list[Piece]) -> list[Piece]:
    """The same with neighbouring words in one piece."""
    joined: list[Piece] = []
    for kind, run in groupby(pieces, type):
        if kind is Words:
            joined.append(Words("".join(piece.text for piece in run)))
        else:
            joined.extend(run)
    return joined
