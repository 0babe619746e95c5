"""The engine that a language model writes for: its words as they come, each sentence checked.

What the model says is shown at once. When a sentence is complete, the quotations that carry it are
found and checked, and its markers follow it.
"""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from rag.answering.quoting import engine as extractive
from rag.answering.quoting.engine import NOT_SAID, Draft
from rag.answering.quoting.selection import Part
from rag.answering.writing.citer import UNCITED, Citer
from rag.answering.writing.excerpts import pack
from rag.answering.writing.prompts import answer_prompt
from rag.answering.writing.reply_parser import Piece, ReplyParser, SentenceEnd, Words
from rag.events import CitationAdded, Event, Restarted, SentenceChecked, TextAdded
from rag.models.embedder import Embedder
from rag.models.llm import LanguageModel
from rag.models.reply_stream import ModelFailed, ReplyStream
from rag.settings import Settings
from rag.types import Document, DocumentRecord, Hit, Sentence

_SHOWN_ASIDE = 3
"""Sentences without support that are named where none is left."""

Events = Generator[Event, None, "Written"]


@dataclass(frozen=True, slots=True)
class Written:
    """A draft, who wrote it, and what the reader has to know besides."""

    draft: Draft
    engine: str
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """What an answer is made from.

    Attributes:
        question: so that it can be understood by itself.
        parts: of the question, in order; at least one.
        hits: those of all parts, best first.
        load: gives a hit's document with its text, or None where that version is gone.
        latest: quote no document where a later one answers too.
    """

    question: str
    parts: Sequence[Part]
    hits: tuple[Hit, ...]
    load: Callable[[DocumentRecord], Document | None]
    settings: Settings
    embedder: Embedder
    latest: bool = False


def quote(material: Material, notices: tuple[str, ...] = ()) -> Events:
    """The extractive answer, as events."""
    draft = _extractive(material)
    citations = {citation.marker: citation for citation in draft.citations}
    for n, sentence in enumerate(draft.sentences):
        for marker in sentence.markers:
            if marker in citations:
                yield CitationAdded(citations.pop(marker))
        yield TextAdded((" " if n else "") + extractive.with_markers(sentence))
        yield SentenceChecked(sentence)
    if not draft.sentences:
        yield TextAdded(draft.text)
    return Written(draft, "extractive", (*notices, *draft.notices))


def write(material: Material, model: LanguageModel, engine: str) -> Events:
    """The model's answer, as events; the extractive one at once where the model fails.

    Closing the generator ends the model's request.

    Args:
        engine: the name of this engine in the answer.
    """
    excerpts = pack(material.hits, material.load, model.passage_tokens)
    if not excerpts:
        return replace((yield from quote(material)), engine=engine)
    parser = ReplyParser(len(excerpts))
    stream = ReplyStream(model, answer_prompt(material.question, excerpts))
    page = _Page(Citer(excerpts, material.embedder))
    try:
        with closing(iter(stream)) as deltas:
            for delta in deltas:
                yield from page.add(parser.feed(delta))
        yield from page.add(parser.end())
    except ModelFailed as failure:
        notice = f"{failure} These are the documents' own sentences."
        if page.text:
            yield Restarted(notice)
        return (yield from quote(material, (notice,)))
    notices = (*_cut_notice(stream), *_unknown_notice(parser))
    draft = _extractive(material)
    if any(sentence.supported for sentence in page.sentences):
        yield from page.let_go()
        notices = (*notices, *draft.differences)
        return Written(page.draft(draft, material.settings), engine, notices)
    abstention = _abstention(draft, material.settings)
    aside = tuple(_aside(sentence) for sentence in page.sentences)
    if abstention.text.startswith(page.text) and not aside:
        yield TextAdded(abstention.text[len(page.text) :])
    else:
        yield Restarted("No passage supports what the language model wrote.")
        yield TextAdded(abstention.text)
    return Written(abstention, engine, (*notices, *aside[:_SHOWN_ASIDE]))


class _Page:
    """What stands written so far."""

    def __init__(self, citer: Citer) -> None:
        self.text = ""
        self.sentences: list[Sentence] = []
        self._citer = citer
        self._refusal: str | None = None

    def add(self, pieces: Sequence[Piece]) -> Generator[Event, None, None]:
        """Write down words, and check the sentences that end."""
        for piece in pieces:
            if isinstance(piece, Words):
                self.text += piece.text
                yield TextAdded(piece.text)
            else:
                yield from self._end(piece)

    def _end(self, sentence: SentenceEnd) -> Generator[Event, None, None]:
        if not self.sentences and self._refusal is None and _refuses(sentence.text):
            self._refusal = sentence.text  # the whole answer, unless more follows
            return
        yield from self.let_go()
        checked = self._citer.check(sentence.text, sentence.numbers)
        for citation in checked.new:
            yield CitationAdded(citation)
        if checked.sentence.markers:
            markers = " " + "".join(f"[{n}]" for n in checked.sentence.markers)
            self.text += markers
            yield TextAdded(markers)
        self.sentences.append(checked.sentence)
        yield SentenceChecked(checked.sentence)

    def let_go(self) -> Generator[Event, None, None]:
        """A refusal that is not the whole answer is a sentence like others, and cites nothing."""
        if self._refusal is not None:
            refusal, self._refusal = self._refusal, None
            self.sentences.append(Sentence(refusal, (), False, 0.0, UNCITED))
            yield SentenceChecked(self.sentences[-1])

    def draft(self, of_passages: Draft, settings: Settings) -> Draft:
        """The page as a draft. That the model answered counts, so the confidence shows it."""
        confidence = max(of_passages.confidence, settings.abstain_below)
        return replace(
            of_passages,
            text=self.text,
            sentences=(*self.sentences,),
            citations=(*self._citer.citations,),
            confidence=confidence,
        )


def _extractive(material: Material) -> Draft:
    return extractive.compose(
        material.parts,
        material.load,
        material.settings,
        latest=material.latest,
    )


def _abstention(draft: Draft, settings: Settings) -> Draft:
    """As the extractive engine abstains."""
    return Draft(
        text=extractive.not_said(draft.missing),
        sentences=(),
        citations=(),
        confidence=min(draft.confidence, settings.abstain_below),
        missing=draft.missing,
    )


def _refuses(text: str) -> bool:
    return " ".join(text.replace("’", "'").split()).casefold() == NOT_SAID.casefold()


def _aside(sentence: Sentence) -> str:
    return f"The language model wrote “{sentence.text}”, which was left out: {sentence.reason}."


def _cut_notice(stream: ReplyStream) -> tuple[str, ...]:
    return (f"The answer was cut short {stream.cut}.",) if stream.cut else ()


def _unknown_notice(parser: ReplyParser) -> tuple[str, ...]:
    if not parser.unknown:
        return ()
    markers = "marker" if parser.unknown == 1 else "markers"
    return (
        f"{parser.unknown} {markers} of the language model's named no passage that it was given; "
        "they were dropped.",
    )
