"""No input makes a pattern or a function work longer than in proportion to its length.

What is timed is the processor's time of this thread, so a busy machine counts for little. A pattern
that takes for ever is ended by the time-out of its test.
"""

import ast
import gc
import importlib
import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from types import ModuleType
from typing import Any

import pytest

import rag
from ingest.passages import PassageParser
from ingest.readers import base, html, markdown, plain
from ingest.readers.blocks import clean
from ingest.readers.dates import date_in_name, dates_stated, parse_date
from ingest.readers.mail import eml, mbox
from ingest.readers.sentences import sentences_of
from ingest.readers.titles import sensible_title
from ingest.structure import structured
from rag.answering.quoting.question_kind import Kind, gives, kind_of
from rag.answering.suggestions import Suggestions
from rag.answering.writing.prompts import without_markers
from rag.answering.writing.reply_parser import ReplyParser
from rag.formatting import format_document, format_quote, format_span, one_line
from rag.language.dates import read_period
from rag.language.sentences import split_sentences
from rag.language.words import content_words, indexable
from rag.search.dates import date_scope
from rag.search.history import remembered
from rag.search.latest import asks_for_latest
from rag.search.parts import parts_of
from rag.search.query import checked_question, query_for
from rag.search.smalltalk import recognise
from rag.testing.embedder import FakeEmbedder
from rag.verification.parsing import ParsedText, parse
from rag.verification.signals import signals
from tests.conftest import ROOT
from tests.test_architecture import MODULES, TREES, name_of
from ui.service import export
from ui.service.conversation import Conversation, Exchange, Outcome
from ui.web.ask import replies
from ui.web.document import view as document_html

pytestmark = pytest.mark.process
"""What is timed, over long texts, is no quick test."""

LENGTH = 1_000
"""Characters of the shorter text. What is bounded within a pattern has to be below it."""
TIMES = 4
MOST_GROWTH = 8
"""Between the 4 of what is linear and the 16 of what is quadratic."""
NEGLIGIBLE = 0.005
"""Seconds, below which the growth of a time tells nothing."""
ROUNDS = 6

PIECES = (
    *'["’1 \n\r\ta*_-#<(.!?“”‘«…`=|$A\u00a0é',
    *("a ", "a-", "A-", "A’", "Aa ", ",1", "1,", "1 ", "1.", "? ", "; ", ". ", "- ", "and "),
    *("[1]", "[1,", "[](", "**a ", "<a", "a\n", "- a\n", "# a\n", "\r\n", "! (", "? “"),
    *(
        "5 May 2026 ",
        "2026-05-05 ",
        "May ",
        "since May ",
        "US ",
        "U.S.",
        "one ",
        "bye ",
        "is what of 1, [A’s] (“No?”) ",
    ),
)
"""What texts are made of that are told to take long."""

DYNAMIC = {
    ("evals/spans.py", "locate"),
    ("evals/support/pairs.py", "_another_number"),
    ("rag/language/patterns.py", "any_of"),
}
"""Functions whose pattern cannot be a constant: they search for words that they are given, or make
parts of the patterns of other modules."""


def texts(pieces: tuple[str, ...] = PIECES) -> Iterator[Callable[[int], str]]:
    """Texts of any length that repeat one piece, with ends that fit few patterns."""
    for piece in pieces:
        for end in ("\0", "x"):
            yield partial(_repeated, "", piece, end)


def _repeated(begin: str, piece: str, end: str, length: int) -> str:
    return begin + (piece * (length // len(piece) + 1))[:length] + end


def assert_linear(
    run: Callable[[Any], object], made: Callable[[int], Any], length: int = LENGTH
) -> None:
    """Fail where four times the length takes more than eight times the time."""
    text, longer = made(length), made(TIMES * length)
    long = seconds(run, longer)
    if long < NEGLIGIBLE or long < MOST_GROWTH / 1.5 * seconds(run, text):
        return
    # In turn, since the processor may be slower for a while; of each the time least disturbed.
    rounds = [(seconds(run, text), seconds(run, longer)) for _ in range(ROUNDS)]
    short, long = (min(times) for times in zip(*rounds, strict=True))
    if long > max(NEGLIGIBLE, MOST_GROWTH * short):
        pytest.fail(f"{made(12)!r}: {short * 1e3:.1f} ms became {long * 1e3:.1f} ms")


def seconds(run: Callable[[Any], object], text: object) -> float:
    began = time.thread_time()
    run(text)
    return time.thread_time() - began


def compiled() -> dict[re.Pattern[Any], str]:
    """Every pattern of the packages with the name of what holds it."""
    found: dict[re.Pattern[Any], str] = {}
    for path in MODULES:
        if path.stem == "__main__":
            continue
        parts = path.relative_to(ROOT).with_suffix("").parts
        module = importlib.import_module(".".join(part for part in parts if part != "__init__"))
        for name, value in vars(module).items():
            if not name.startswith("__"):
                for n, pattern in enumerate(patterns(value, module)):
                    found.setdefault(pattern, f"{module.__name__}.{name}[{n}]")
    return found


def patterns(value: object, module: ModuleType) -> Iterator[re.Pattern[Any]]:
    """The patterns in a value: in what it contains, and, of the module's own classes, in these."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list | set | frozenset):
        for part in value:
            yield from patterns(part, module)
    elif isinstance(value, dict):
        yield from patterns([*value, *value.values()], module)
    elif isinstance(value, type) and value.__module__ == module.__name__:
        own = [part for name, part in vars(value).items() if not name.startswith("__")]
        yield from patterns([part for part in own if not isinstance(part, type)], module)


PATTERNS = compiled()


@pytest.fixture(autouse=True)
def no_garbage_collection() -> Iterator[None]:
    """What all else has left behind is not collected within a time that is taken."""
    gc.disable()
    yield
    gc.enable()


def test_patterns_are_found() -> None:
    assert len(PATTERNS) > 90
    names = " ".join(PATTERNS.values())
    for name in (
        "parts._BOUNDARY",
        "smalltalk._PATTERNS[4]",
        "lines._DATES[3]",
        "parsing._DECLARED",
    ):
        assert name in names


@pytest.mark.timeout(30)
@pytest.mark.parametrize("pattern", PATTERNS, ids=PATTERNS.values())
def test_pattern(pattern: re.Pattern[Any]) -> None:
    def found(text: str) -> None:  # what `search` does is the beginning of it
        deque(pattern.finditer(text if isinstance(pattern.pattern, str) else text.encode()), 0)

    def filled(text: str) -> None:
        pattern.fullmatch(text if isinstance(pattern.pattern, str) else text.encode())

    words = tuple(dict.fromkeys(re.findall("[a-z]{2,}", str(pattern.pattern), re.IGNORECASE)))
    made: list[Callable[[int], str]] = [
        *texts(),
        *(partial(_repeated, "", f"{word} ", "x") for word in words),
    ]
    # Once a word or a digit has begun a match, white space is tried as what goes on with it.
    made += [partial(_repeated, begin, " ", "x") for begin in ("1", "[", *words)]
    for text in made:
        assert_linear(found, text)
        assert_linear(filled, text)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_pattern_is_made_in_a_function(path: Any) -> None:
    nodes = list(ast.walk(TREES[name_of(path)]))
    made = {
        (path.relative_to(ROOT).as_posix(), function.name)
        for function in nodes
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.")
    }
    assert made <= DYNAMIC
    assert not any(isinstance(node, ast.ImportFrom) and node.module == "re" for node in nodes)


def replied(text: str) -> None:
    parser = ReplyParser(9)
    parser.feed(text)
    parser.end()


def answered(text: str) -> Exchange:
    """An exchange of which all is the same text."""
    sentence = rag.Sentence(text, (1,), supported=False, support=0.0, reason=text)
    outcome = Outcome(True, "extractive", text, 1.0, notices=(text,))
    return Exchange("1", text, text=f"{text} [1]", sentences=(sentence,), outcome=outcome)


def conversation(*exchanges: Exchange) -> Conversation:
    return Conversation("1", "", exchanges)


def document_of(text: str) -> rag.Document:
    section = rag.Section("", 0, len(text))
    return rag.Document("1", text, text, None, text, (), (section,), "")


def markdown_of(text: str) -> rag.Document:
    return replace(document_of(text), source="a.md")


def record_of(text: str) -> rag.DocumentRecord:
    now = datetime(2026, 5, 5, tzinfo=UTC)
    return rag.DocumentRecord("1", text, "", date(2026, 5, 5), "", text[:20], 1, len(text), now)


def parsed(piece: str, length: int) -> ParsedText:
    return parse([_repeated("", piece, "", length)])


def suggested(text: str) -> None:
    record, document = record_of(text), document_of(text)
    found = Suggestions(lambda _: [], lambda _: record, lambda _: document, rag.Settings())
    found.first([record])


def as_file(read_file: Callable[[bytes], object], begin: str = "") -> Callable[[str], object]:
    def run(text: str) -> None:
        with suppress(rag.UnreadableError):
            read_file(f"{begin}{text}".encode())

    return run


def reading_of(text: str) -> base.SplitDocument:
    document = document_of(text)
    return base.SplitDocument(document, sentences_of(text, document.sections))


def asked(text: str) -> None:
    with suppress(rag.UsageError):
        checked_question(text)


FUNCTIONS: dict[str, tuple[Callable[[str], object], int]] = {
    # Beyond the window in which the splitter is not linear.
    "split_sentences": (split_sentences, 10_000),
    "checked": (asked, LENGTH),
    "parts_of": (parts_of, LENGTH),
    "kind_of": (kind_of, LENGTH),
    "gives": (lambda text: [gives(kind, text, text) for kind in Kind], LENGTH),
    "date_scope": (lambda text: date_scope(text, [record_of("")]), LENGTH),
    "recognise": (recognise, LENGTH),
    "asks_for_latest": (asks_for_latest, LENGTH),
    "read_period": (lambda text: read_period(text, date(2026, 5, 5)), LENGTH),
    "query_for": (lambda text: query_for(text, [rag.Turn("user", text)]), LENGTH),
    "content_words": (content_words, LENGTH),
    "indexable": (indexable, LENGTH),
    "remembered": (lambda text: remembered([rag.Turn("user", text)] * 99), LENGTH),
    "without_markers": (without_markers, LENGTH),
    # Beyond the longest sentence.
    "ReplyParser": (replied, 1_500),
    "suggestions": (suggested, LENGTH),
    "reply": (lambda text: replies.reply(answered(text), 0), LENGTH),
    "to_markdown": (lambda text: export.to_markdown(conversation(answered(text))), LENGTH),
    "document_page": (
        lambda text: document_html.document_page(document_of(text), record_of(text), ()),
        LENGTH,
    ),
    "formatted page": (
        lambda text: document_html.document_page(markdown_of(text), record_of(text), ()),
        LENGTH,
    ),
    "format_document": (lambda text: list(format_document(markdown_of(text))), LENGTH),
    "format_quote": (lambda text: one_line(format_quote(text, "a.md")), LENGTH),
    "format_span": (
        lambda text: format_span(markdown_of(text), len(text) // 2, len(text)),
        LENGTH,
    ),
    "plain": (as_file(plain.read), LENGTH),
    "markdown": (as_file(markdown.read), LENGTH),
    "structure of plain text": (
        as_file(lambda data: structured(plain.read(data))),
        LENGTH,
    ),
    "structure of Markdown": (as_file(lambda data: structured(markdown.read(data))), LENGTH),
    "front matter": (as_file(markdown.read, "---\ntitle: "), LENGTH),
    "heading": (as_file(markdown.read, "# "), LENGTH),
    "html": (as_file(html.read, "<p>a "), LENGTH),
    "eml": (as_file(eml.read, "From: a@b.org\nSubject: a\n\na "), LENGTH),
    "quotes": (
        as_file(eml.read, "From: a@b.org\nSubject: a\n\nOn 1.1.2026 10:00, b wrote:\n> "),
        LENGTH,
    ),
    "mbox": (as_file(mbox.read, "From a 10:00\nSubject: a\n\na "), LENGTH),
    "title": (sensible_title, LENGTH),
    "clean": (clean, LENGTH),
    "dates": (
        lambda text: (dates_stated(text), date_in_name(text), parse_date(text)),
        LENGTH,
    ),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_function(name: str) -> None:
    run, length = FUNCTIONS[name]
    for piece in PIECES:
        assert_linear(run, partial(_repeated, "", piece, "x"), length)


@pytest.mark.parametrize("name", ["structure of plain text", "eml"])
def test_lines_that_might_begin_a_table(name: str) -> None:
    run, _ = FUNCTIONS[name]
    assert_linear(run, partial(_repeated, "", "a\tb\n\n", "x"), 16_000)


@pytest.mark.parametrize("piece", ["a ", "x", "1 ", "a\n", ". ", ", a", "- a\n"])
def test_passages(piece: str) -> None:
    parser = PassageParser(FakeEmbedder())
    made = partial(_repeated, "", piece, "x")
    assert_linear(lambda text: parser.passages(reading_of(text), "1"), made, 5_000)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("is_claim", [True, False], ids=["claim", "evidence"])
def test_support(is_claim: bool) -> None:
    other = parse(["On 5 May 2026 Ada Moor did not sell 3 of her 12 gates to a Swiss."])
    for piece in PIECES:
        assert_linear(
            lambda text: signals(text, other, 0.9) if is_claim else signals(other, text, 0.9),
            partial(parsed, piece),
        )


@pytest.mark.parametrize("write", [export.to_markdown, export.to_docx])
def test_a_long_conversation_is_exported(write: Callable[[Conversation], object]) -> None:
    assert_linear(
        lambda exchanges: write(conversation(*exchanges)),
        lambda count: (answered("It rained."),) * count,
        300 if write is export.to_markdown else 100,
    )
