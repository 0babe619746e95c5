"""A document's text as it was meant, in which each of its characters can be found by its offset.

The words are cut into pieces, each in an element that names the offset of its first character, so
that the page's script finds the characters that a link names. Marks of the text's format are in
none of them. A piece that shows other characters than the text has names its end too, and is found
as a whole.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from rag import Document, Page, Passage
from rag.formatting import Formatted, Run, clipped, format_document
from rag.structure import Boilerplate, QuotedMail, at, within
from ui.messages import document as document_messages
from ui.messages import formats
from ui.web import formatted
from ui.web.document.text import LONGEST_BLOCK, LONGEST_PIECE, text_element, verbatim
from ui.web.markup import Attribute, Markup, element, join

_DEEPEST_HEADING = 6
"""Of the headings in HTML; the page's title is the only one of level 1."""

_MARKS = "|*_[`<&"
_MANY_MARKS = 8_000
"""With more, formatting adds more than a quarter of a second to a page, as long as a megabyte of
text without marks takes from the request to the screen."""

_Around = QuotedMail | Boilerplate | None


def formatted_text(document: Document, passages: Sequence[Passage], *, is_stale: bool) -> Markup:
    """The whole text of a document, formatted.

    Args:
        passages: in reading order, without overlap.
        is_stale: whether the link that led here belongs to another version of the document; the
            script then marks nothing.
    """
    pieces = _Pieces(document, passages)
    parts = [
        part
        for page, blocks in _by_page(document)
        for part in (*_page_number(page), *_screens(document, blocks, pieces))
    ]
    return text_element(document, parts, is_stale=is_stale, class_="formatted")


def has_many_marks(text: str) -> bool:
    """Whether a text has so many marks or cells that it takes long to format, as data have."""
    return sum(map(text.count, _MARKS)) > _MANY_MARKS


def _by_page(document: Document) -> Iterator[tuple[Page | None, list[Formatted]]]:
    """The blocks of each page, or of the whole text; a block on two pages is on both in part."""
    blocks = format_document(document)
    if not document.pages:
        yield None, list(blocks)
        return
    waiting: list[Formatted] = []
    starts = [*(page.start for page in document.pages[1:]), len(document.text) + 1]
    first = document.pages[0].start
    for page, end in zip(document.pages, starts, strict=True):
        here = waiting
        if not here or here[-1].end <= end:
            for block in blocks:
                here.append(block)
                if block.end > end:
                    break
        waiting = list(clipped(here, end, len(document.text) + 1)) if here else []
        before = list(clipped(here, 0, first)) if page is document.pages[0] else []
        if before:
            yield None, before
        yield page, list(clipped(here, page.start, end))


def _page_number(page: Page | None) -> Iterator[Markup]:
    if page is not None:
        yield element(
            "p", formats.page(page.number, page.ocr), class_="page", id=f"page-{page.number}"
        )


def _screens(
    document: Document, blocks: Iterable[Formatted], pieces: "_Pieces"
) -> Iterator[Markup]:
    """The blocks in stretches of about two screens, so that a browser can leave out far ones."""
    screen: list[Formatted] = []
    for block in blocks:
        if screen and block.start - screen[0].start > LONGEST_BLOCK:
            yield _screen(document, screen, pieces)
            screen = []
        screen.append(block)
    if screen:
        yield _screen(document, screen, pieces)


def _screen(document: Document, blocks: Sequence[Formatted], pieces: "_Pieces") -> Markup:
    structure = document.structure

    def around(block: Formatted) -> _Around:
        found = at(structure.boilerplate, block.start)
        return found or at(structure.quoted, block.start)

    parts: list[Markup] = []
    for kind, members in groupby(blocks, around):
        shown = list(formatted.blocks(members, pieces.contain, _heading_tag))
        parts.append(_framed(kind, shown) if kind else join(*shown))
    return element("div", *parts, class_="block")


def _framed(around: QuotedMail | Boilerplate, content: Sequence[Markup]) -> Markup:
    if isinstance(around, Boilerplate):
        return element("div", *content, class_="boilerplate", title=around.kind)
    told = document_messages.quoted_mail(around.author, around.sent)
    return element(
        "blockquote", element("p", element("bdi", told), class_="from"), *content, class_="quoted"
    )


def _heading_tag(block: Formatted) -> str:
    return f"h{min(max(block.level, 1) + 1, _DEEPEST_HEADING)}"


@dataclass(slots=True)
class _Pieces:
    """Makes the elements of a document that have words in them."""

    document: Document
    passages: Sequence[Passage]
    _passage_starts: list[int] = field(init=False)
    _sections: list[tuple[int, int]] = field(init=False)
    _latest: int = -1

    def __post_init__(self) -> None:
        self._passage_starts = [passage.start for passage in self.passages]
        titled = (
            (section.start, n)
            for n, section in enumerate(self.document.sections)
            if section.title.strip()
        )
        self._sections = sorted(titled, reverse=True)

    def contain(self, tag: str, runs: Sequence[Run], **attributes: Attribute) -> Markup:
        """An element around the runs' pieces, named for the section that begins in it."""
        anchors = self._anchors(runs[-1].end) if self._sections and runs else []
        if anchors:
            attributes["id"] = anchors.pop(0)
        if self.document.structure.turns:
            runs = list(self._spoken(runs))
        cut = [piece for run in runs for piece in self._cut(run)]
        if len(cut) == 1 and not anchors and not cut[0][0].styles and not attributes.get("class_"):
            ((run, n),) = cut
            return element(tag, _shown(run), **(attributes | self._attributes(run, n)))
        extra = (element("span", id=anchor) for anchor in anchors)
        return element(tag, *extra, *[self._piece(run, n) for run, n in cut], **attributes)

    def _anchors(self, end: int) -> list[str]:
        """The names of the sections that begin before the offset and have not been named yet."""
        names = []
        while self._sections and self._sections[-1][0] < end:
            names.append(f"section-{self._sections.pop()[1]}")
        return names

    def _spoken(self, runs: Sequence[Run]) -> Iterator[Run]:
        """The runs with the names of speakers in bold."""
        turns = self.document.structure.turns
        for run in runs:
            rest: Run | None = run
            for turn in within(turns, run.start, run.end):
                if rest is None or not rest.is_divisible:
                    break
                before, name = rest.clipped(0, turn.start), rest.clipped(turn.start, turn.words)
                rest = rest.clipped(max(turn.words, rest.start), run.end)
                if before:
                    yield before
                if name:
                    yield name._replace(styles=name.styles | {"strong"})
            if rest:
                yield rest

    def _cut(self, run: Run) -> Iterator[tuple[Run, int]]:
        """The run in pieces, each short, and within one passage or outside all of them.

        Each comes with the position of its passage, or -1.
        """
        passages = self.passages
        start = run.start
        if start == run.end:
            yield run, -1
        while start < run.end:
            n = bisect_right(self._passage_starts, start) - 1
            is_inside = n >= 0 and start < passages[n].end
            following = self._passage_starts[n + 1] if n + 1 < len(passages) else run.end
            bound = passages[n].end if is_inside else following
            stop = min(run.end, bound, start + LONGEST_PIECE)
            if (start, stop) == (run.start, run.end) or not run.is_divisible:
                yield run, n if is_inside else -1
                return
            text = run.text[start - run.start : stop - run.start]
            yield Run(text, start, stop, run.styles), n if is_inside else -1
            start = stop

    def _piece(self, run: Run, n: int) -> Markup:
        if run.start == run.end:  # stands for nothing of the text, as the space after a number
            return join(run.text)
        return formatted.styled(run, _shown(run), "span", **self._attributes(run, n))

    def _attributes(self, run: Run, n: int) -> dict[str, Attribute]:
        """Of a piece in the passage of that position, or in none."""
        attributes: dict[str, Attribute] = {"data_start": run.start}
        if not run.is_divisible:
            attributes["data_end"] = run.end
        if n >= 0:
            attributes["class_"] = "passage odd" if n % 2 else "passage even"
            # What a passage begins with may be marks, which are not shown.
            if n != self._latest:
                attributes["data_first"] = ""
            self._latest = n
        return attributes


def _shown(run: Run) -> Markup:
    return verbatim(run.text, 0, len(run.text))
