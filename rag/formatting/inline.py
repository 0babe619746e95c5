"""What Markdown's marks within a block mean, with the offset of each word.

The parser of markdown-it-py does not say where in its input a token lies. So each of its rules is
wrapped in one that notes it (`_noting`).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from rag.formatting.runs import Runs
from rag.formatting.tree import Run

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

    _Rule = Callable[[StateInline, bool], bool]

References = Mapping[str, Any]
"""The link definitions of a text, as markdown-it-py keeps them."""

_LONGEST = 4_000
"""Characters that are parsed at once, as long as the longest paragraphs: some of the parser's rules
take longer than in proportion to the length."""

_SPECIAL = re.compile(r"[\\`*_~<&\[]|\{[{%]|  \n")
"""Without any of these, a text has no marks; to parse it would take most of the time."""

_SOFT_BREAK = re.compile(r" ?\n[ \t]*+")

# What programs put into a page's source: templates' commands, scripts and styles. The bounds keep
# an opening mark without its end from being read on to the end of the text.
_TEMPLATE = r"\{\{[^{}]{0,300}\}\}|\{%[^{}]{0,300}%\}"
_SCRIPT = r"<(script|style)\b[^<>]{0,200}>.{0,500}?</\1[ \t]{0,9}>"
_DROPPED = re.compile(f"{_TEMPLATE}|{_SCRIPT}", re.DOTALL | re.IGNORECASE)

_DEFINITION = re.compile(r"^ {0,3}\[([^\]\[\r\n]{1,200})\]:[ \t]{0,9}\S", re.MULTILINE)

_STYLES = {"em": "emphasis", "strong": "strong", "s": "struck"}


def references_in(text: str) -> References:
    """The labels that the text's link definitions define; where they lead to is not kept."""
    if "]:" not in text:
        return {}
    from markdown_it.common.utils import normalizeReference

    return {
        normalizeReference(found[1]): {"href": "#", "title": ""}
        for found in _DEFINITION.finditer(text)
    }


def markdown_runs(
    content: str, offset: int, references: References, span: tuple[int, int], *, is_cut: bool
) -> Iterator[Run]:
    """The words of a block's content.

    Args:
        content: with line feeds for line ends.
        offset: of its first character in the document.
        references: what `[words][label]` may refer to.
        span: of the document; pieces outside of it are not parsed.
        is_cut: whether marks may be missing their counterpart, as in a quote without its document.
    """
    if len(content) <= _LONGEST and not _SPECIAL.search(content):
        yield from _unmarked(content, offset)
        return
    for start, end in _pieces(content):
        if offset + start < span[1] and offset + end > span[0]:
            piece = content[start:end]
            if _SPECIAL.search(piece):
                yield from _parsed(piece, offset + start, references, is_cut=is_cut)
            else:
                yield from _unmarked(piece, offset + start)


def _pieces(content: str) -> Iterator[tuple[int, int]]:
    """The content in pieces that are parsed by themselves, cut at white space where possible."""
    start = 0
    while len(content) - start > _LONGEST:
        cut = max(content.rfind(space, start + 1, start + _LONGEST) for space in " \n") + 1
        end = cut if cut > start else start + _LONGEST
        yield start, end
        start = end
    if start < len(content):
        yield start, len(content)


def _unmarked(content: str, offset: int) -> Iterator[Run]:
    if "\n" not in content:
        if content:
            yield Run(content, offset, offset + len(content))
        return
    at = 0
    for found in _SOFT_BREAK.finditer(content):
        if found.start() > at:
            yield Run(content[at : found.start()], offset + at, offset + found.start())
        yield Run(" ", offset + found.start(), offset + found.end())
        at = found.end()
    if at < len(content):
        yield Run(content[at:], offset + at, offset + len(content))


def _parsed(content: str, offset: int, references: References, *, is_cut: bool) -> tuple[Run, ...]:
    parser = _parser()
    tokens: list[Any] = []
    parser.inline.parse(content, parser, {"references": dict(references)}, tokens)
    runs = Runs(content, offset)
    for token in tokens:
        start, end = token.meta.get("at", (runs.at, runs.at + len(token.content)))
        if token.type in {"softbreak", "hardbreak"}:
            runs.add("\n" if token.type == "hardbreak" else " ", start, end)
        elif token.type == "html_inline":
            runs.add_tag(token.content, start, end)
        elif token.type == "image":
            runs.add(_alternative(token), start, end)
        elif token.type == "code_inline":
            runs.add_code(token.content, start, end)
        elif token.tag in _STYLES:
            runs.set_style(_STYLES[token.tag], token.nesting, end)
        elif token.type in {"text", "text_special"}:
            if not (is_cut and _is_left_over(token, content)):
                runs.add(token.content, start, end)
        else:
            runs.at = end
    return runs.all()


def _alternative(token: Any) -> str:
    """What is said instead of an image."""
    children = token.children or ()
    return "".join(child.content for child in children if child.type != "html_inline").strip()


def _is_left_over(token: Any, content: str) -> bool:
    """Whether it is a mark of emphasis whose counterpart a cut has taken away."""
    if not token.meta.get("is_mark"):
        return False
    start, end = token.meta["at"]
    around = content[max(start - 1, 0) : start], content[end : end + 1]
    is_double = len(token.content) > 1 or token.content in around
    return is_double or not content[:start].strip() or not content[end:].strip()


@cache
def _parser() -> "MarkdownIt":
    """A parser that notes with each token where it lies."""
    from markdown_it import MarkdownIt, rules_inline

    class Parser(MarkdownIt):
        """Takes every address for one: they are left out, so none need be looked at."""

        def validateLink(self, url: str) -> bool:  # noqa: N802
            return True

        def normalizeLink(self, url: str) -> str:  # noqa: N802
            return url

        def normalizeLinkText(self, link: str) -> str:  # noqa: N802
            return link

    parser = Parser("commonmark")
    rules: Mapping[str, tuple[str, _Rule]] = {
        "newline": ("\n", rules_inline.newline),
        "escape": ("\\", rules_inline.escape),
        "backticks": ("`", rules_inline.backtick),
        "strikethrough": ("~", rules_inline.strikethrough.tokenize),
        "emphasis": ("*_", rules_inline.emphasis.tokenize),
        "link": ("[", rules_inline.link),
        "image": ("!", rules_inline.image),
        "autolink": ("<", rules_inline.autolink),
        "html_inline": ("<", rules_inline.html_inline),
        "entity": ("&", rules_inline.entity),
    }
    for name, (first, rule) in rules.items():
        parser.inline.ruler.at(name, _noting(name, first, rule))
    parser.inline.ruler.before("newline", "dropped", _noting("dropped", "{<", _drop))
    parser.enable("strikethrough")
    parser.disable("fragments_join", ignoreInvalid=True)
    return parser


def _drop(state: "StateInline", silent: bool) -> bool:
    """Pass over a template's command, a script or a style."""
    found = _DROPPED.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("dropped", "", 0)
    state.pos = found.end()
    return True


def _noting(name: str, first: str, rule: "_Rule") -> "_Rule":
    """The rule, which then writes into each token that it makes which part of the text it is.

    Args:
        first: the characters that what it takes may begin with.
    """

    def noting(state: "StateInline", silent: bool) -> bool:
        start, known = state.pos, len(state.tokens)
        if state.src[start] not in first or not rule(state, silent):
            return False
        if not silent:
            _note(name, state.src[start], state.tokens[known:], start, state.pos)
        return True

    return noting


def _note(name: str, first: str, tokens: Sequence[Any], start: int, end: int) -> None:
    """Write into the tokens that a rule made where they are.

    Text that was pending before comes first among them, and is left to follow what precedes it.
    """
    if name in {"emphasis", "strikethrough"}:
        for token in tokens:
            if token.content.startswith(first):
                token.meta = {"at": (start, start + len(token.content)), "is_mark": True}
                start += len(token.content)
    elif name == "link":
        opening = next(token for token in tokens if token.type == "link_open")
        opening.meta = {"at": (start, start + 1)}
        tokens[-1].meta = {"at": (end, end)}
    else:
        pending = bool(tokens) and tokens[0].type == "text"
        for token in tokens[pending:]:
            token.meta = {"at": (start, end)}
