"""Formatted blocks as HTML: lists, tables, headings, and words in their styles.

What a document says can choose none of the tags: only those named here are ever made.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from rag.formatting import Formatted, Run, Style
from rag.structure import Span
from ui.messages import document as document_messages
from ui.web.markup import Attribute, Markup, element, join

_TAGS: dict[Style, str] = {"code": "code", "emphasis": "em", "strong": "strong", "struck": "s"}

_GROUPS = {"item": "list", "head": "table", "row": "table"}

Contain = Callable[..., Markup]
"""Makes an element of a tag, its runs and attributes."""


def contain(tag: str, runs: Sequence[Run], **attributes: Attribute) -> Markup:
    """An element around words."""
    return element(tag, words(runs), **attributes)


def containing(marked: Span) -> Contain:
    """Makes elements around words of which those in the span are marked."""

    def contain_marked(tag: str, runs: Sequence[Run], **attributes: Attribute) -> Markup:
        return element(tag, words(runs, marked), **attributes)

    return contain_marked


def words(runs: Iterable[Run], marked: Span | None = None) -> Markup:
    """Words in their styles; those in the marked span are marked."""
    if marked is None:
        return join(*(styled(run, run.text) for run in runs))
    pieces = [piece for run in runs for piece in _cut(run, *marked)]
    return join(
        *(
            element("mark", words(group)) if is_marked else words(group)
            for is_marked, group in groupby(pieces, lambda run: _is_within(run, *marked))
        )
    )


def styled(run: Run, content: str, outermost: str = "", **attributes: Attribute) -> Markup:
    """The content in the elements of a run's styles.

    Args:
        outermost: tag of the element that is made around them; where there are styles it is not,
            and the first of theirs gets the attributes.
    """
    tags = [tag for style, tag in _TAGS.items() if style in run.styles] if run.styles else []
    tags = tags or ([outermost] if outermost else [])
    for tag in tags[:-1]:
        content = element(tag, content)
    return element(tags[-1], content, **attributes) if tags else join(content)


def blocks(
    formatted: Iterable[Formatted],
    contain: Contain = contain,
    heading: Callable[[Formatted], str] = lambda _block: "p",
    *,
    scrolls: bool = True,
) -> Iterator[Markup]:
    """The blocks as elements, items and rows in lists and tables.

    Args:
        contain: makes the elements that have words in them.
        heading: gives the tag of a heading.
        scrolls: whether a table that is too wide can be scrolled by itself.
    """
    for group, members in groupby(formatted, lambda block: _GROUPS.get(block.kind, "")):
        if group == "list":
            yield element("ul", *(_item(item, contain) for item in members), class_="items")
        elif group == "table":
            yield _table(list(members), contain, scrolls=scrolls)
        else:
            for block in members:
                tag = heading(block) if block.kind == "heading" else "p"
                tag = "pre" if block.kind == "verbatim" else tag
                is_heading = block.kind == "heading"
                yield contain(tag, block.runs, class_="heading" if is_heading else None)


def _item(item: Formatted, contain: Contain) -> Markup:
    level = f"level-{min(item.level, 9)}" if item.level > 1 else ""
    if item.number is None:
        return contain("li", item.runs, class_=level or None)
    space = Run(" ", item.number.end, item.number.end)
    return contain("li", (item.number, space, *item.runs), class_=f"numbered {level}".rstrip())


def _table(rows: Sequence[Formatted], contain: Contain, *, scrolls: bool) -> Markup:
    heads = [row for row in rows if row.kind == "head"]
    body = [row for row in rows if row.kind == "row"]
    parts = [element("thead", *(_row(row, contain) for row in heads))] if heads else []
    parts += [element("tbody", *(_row(row, contain) for row in body))] if body else []
    if not scrolls:
        return element("table", *parts)
    # What can be scrolled must be reachable with the keyboard, and then needs a name.
    return element(
        "div",
        element("table", *parts),
        class_="table",
        tabindex=0,
        role="region",
        aria_label=document_messages.TABLE,
    )


def _row(row: Formatted, contain: Contain) -> Markup:
    if row.kind == "row":
        return element("tr", *(contain("td", cell) for cell in row.cells))
    return element("tr", *(contain("th", cell, scope="col") for cell in row.cells))


def _cut(run: Run, start: int, end: int) -> list[Run]:
    """The run cut at both ends of a span."""
    parts = (
        run.clipped(0, start),
        run.clipped(start, end),
        run.clipped(end, max(run.end, end)),
    )
    return [run] if not run.is_divisible else [part for part in parts if part is not None]


def _is_within(run: Run, start: int, end: int) -> bool:
    return run.start < end and run.end > start
