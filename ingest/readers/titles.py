"""The title of a document: which words would tell a reader what it is."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from ingest.readers.base import LONGEST_TITLE, Content, first_line
from ingest.readers.blocks import clean
from ingest.readers.dates import parse_date
from rag.language.document_words import ADDRESSES, GREETINGS, PLAIN_TITLES
from rag.language.patterns import any_of
from rag.structure import Block, at
from rag.types import Origin

_DOMAIN = re.compile(
    r"(?<![\w-])(?:https?://)?(?:[\w-]{1,63}+\.){1,8}+[a-z]{2,12}(?:/\S{0,500})?", re.IGNORECASE
)
_FOUR_DIGITS = re.compile(r"\d{4}")
_MARKUP = re.compile(r"\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|^#{1,6}\s+|^>\s*|`|^\s*[-•]\s+")
_LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\([^()\n]{0,2000}\)")
_STRUCK = re.compile(r"~~[^~\n]{1,300}~~")
_NUMBER = re.compile(r"\d{1,2}\.\s+(?=\S)")
_LABEL = re.compile(r"[^\s:][^:]{0,30}:(?:\s|\*|$)")
_MOST_WORDS = 25
"""Words of a line that may be a title; of a paragraph, a title is a poor summary."""
_MOST_WORDS_OF_WHOLE = 12
_FIRST_BLOCKS = 8
"""Blocks at the beginning among which a line may be the title where no heading is."""
_DAY = re.compile(r"(?<=[a-z])(?=(?:19|20)\d{6})")
_OPENING = re.compile(rf"{any_of(GREETINGS)}\b|{any_of(ADDRESSES)}:")
_PARTS = re.compile(r"[-_\s]+")
_SENTENCE_ENDS = '.!?:…”")'
_FIRST_WORDS = 60
"""Characters of a text's first words that stand for its title."""
_LEAST_PARAGRAPH = 40
"""Characters of a paragraph in whole sentences whose title may stand right above it."""

_LONGEST_GIVEN = 300
"""Characters of a title in a file's metadata; one that is longer is a summary."""
_DEFAULT_TITLE = re.compile(
    r"untitled|(?:microsoft )?(?:word|powerpoint|excel) - "
    r"|(?:powerpoint presentation|(?:slide|page|document|doc|title|index) ?\d*)\Z",
    re.IGNORECASE,
)
_FILE_ENDINGS = tuple(".doc .docx .pdf .rtf .odt .indd .tex .htm .html .qxd .ppt .pptx".split())


def title_of(content: Content) -> tuple[str, Origin]:
    """A document's title and where it was found; "" where nothing in the file serves.

    It is the one that the reader found, a heading, or a line of its own at the beginning.
    """
    given = _cleaned(content.title)
    if content.title_from == "mail header" and any(map(str.isalpha, given)):
        return given, "mail header"  # whatever it begins with: "Re: Tugs"
    if is_title(given) and (content.title_from or len(given.split()) <= _MOST_WORDS):
        return given, content.title_from or _origin(content, given)
    opening = _opening(content)
    if opening:
        return opening, "line"
    found = next(filter(is_title, _headings(content)), "")
    if found:
        return found, "heading"
    line = next(_lines(content), "") or _whole(content)
    return line, "line" if line else ""


def title_instead(stem: str, text: str) -> tuple[str, Origin]:
    """The title of a document that has none, and where it was found: its file's name.

    Args:
        stem: the file's name without its ending.
        text: whose first words serve where the name is a number.
    """
    if any(map(str.isalpha, stem)):
        return title_in_name(stem), "file name"
    return first_line(text, _FIRST_WORDS).lstrip(" .,;:…)"), "line"


def title_among(given: object, headed: Iterable[str], text: str) -> tuple[str, Origin]:
    """The title that a reader finds, and where: in metadata, in a heading, or as the first line.

    Args:
        given: the title in the file's metadata, if it has one.
        headed: the titles and headings in the text, the most likely first.
        text: of the document.
    """
    title = sensible_title(given)
    if title:
        return title, "metadata"
    title = next(filter(None, map(sensible_title, headed)), "")
    if title:
        return title, "heading"
    line = first_line(text)
    return line, "line" if line else ""


def sensible_title(title: object) -> str:
    """The title in a file's metadata; "" if it is a file's name or a program's default."""
    words = clean(title) if isinstance(title, str) else ""
    is_a_name = _DEFAULT_TITLE.match(words) or words.lower().endswith(_FILE_ENDINGS)
    usable = any(c.isalpha() for c in words) and not is_a_name
    return words[:_LONGEST_GIVEN] if usable else ""


def title_in_name(stem: str) -> str:
    """A title made of a file's name without its ending: words with spaces between them."""
    words = " ".join(filter(None, _PARTS.split(_DAY.sub(" ", stem)))) or stem
    return words[:1].upper() + words[1:] if words.islower() else words


def is_title(words: str) -> bool:
    """Whether words tell what a document is about: no address, date, or name of a part."""
    bare = words.strip(" :.#*_-–—|").lower()
    return (
        any(c.isalpha() for c in bare)
        and len(bare) > 1
        and bare not in PLAIN_TITLES
        and not _DOMAIN.fullmatch(bare)
        and not _is_code(bare)
        and parse_date(words) is None
        and not _OPENING.match(bare)
    )


def _is_code(words: str) -> bool:
    """Whether words are one with figures, as a file's name or a report's number."""
    if " " in words or not any(c.isdigit() for c in words):
        return False
    return "-" in words or "_" in words or _FOUR_DIGITS.search(words) is not None


def _origin(content: Content, title: str) -> Origin:
    return "heading" if title in map(_cleaned, _of_headings(content)) else "line"


def _of_headings(content: Content) -> Iterator[str]:
    for section in content.sections:
        if section.title and at(content.structure.boilerplate, section.start) is None:
            yield section.title


def _headings(content: Content) -> Iterator[str]:
    """The headings of the outermost level that has one, then the others, in reading order."""
    levels = {s.level for s in content.sections if s.title}
    for level in sorted(levels):
        for section in content.sections:
            if section.level == level and at(content.structure.boilerplate, section.start) is None:
                yield _cleaned(section.title)


def _opening(content: Content) -> str:
    """The line that a text opens with right above its first paragraph, as saved pages do; or ""."""
    first, second = [*islice(_told(content), 2), None, None][:2]
    if first is None or second is None or {first.kind, second.kind} != {"paragraph"}:
        return ""
    apart = content.text[first.end : second.start]
    below = content.text[second.start : second.end].rstrip()
    if apart.count("\n") != 1 or len(below) < _LEAST_PARAGRAPH or below[-1] not in _SENTENCE_ENDS:
        return ""
    words = _cleaned(content.text[first.start : first.end][: 2 * LONGEST_TITLE])
    return words if _is_line(words) else ""


def _lines(content: Content) -> Iterator[str]:
    """The lines at the beginning that may be a title."""
    for block in islice(_told(content), _FIRST_BLOCKS):
        words = _cleaned(content.text[block.start : block.end][: 2 * LONGEST_TITLE])
        if block.kind in {"paragraph", "heading"} and _is_line(words):
            yield words


def _whole(content: Content) -> str:
    """The words of a text of one short paragraph."""
    told = list(_told(content))
    words = _cleaned(content.text[told[0].start : told[0].end][:LONGEST_TITLE]) if told else ""
    is_short = len(told) == 1 and len(words.split()) <= _MOST_WORDS_OF_WHOLE
    return words if is_short and is_title(words) else ""


def _told(content: Content) -> Iterator[Block]:
    """The blocks that are no boilerplate."""
    structure = content.structure
    return (b for b in structure.blocks if at(structure.boilerplate, b.start) is None)


def _is_line(words: str) -> bool:
    count = len(words.split())
    is_sentence = words.endswith((".", "!", ";", ":", ",", '?"', "?”")) or ". " in words
    return (
        0 < count <= _MOST_WORDS and not is_sentence and is_title(words) and not _LABEL.match(words)
    )


def _cleaned(words: str) -> str:
    """A title on one line, without marks, links' targets, struck-out words and its number."""
    shown = _MARKUP.sub("", _LINK.sub(r"\1", _STRUCK.sub("", words.strip())))
    return _NUMBER.sub("", clean(shown.replace("\n", " ")), count=1).strip("=~ ")
