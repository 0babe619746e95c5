"""The engine that a language model writes for: its words as they come, each sentence checked.

What the model says is shown at once. When a sentence is complete, the quotations that carry it are
found and checked, and its markers follow it.
"""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace

from rag.answering.draft import ABSTENTION, Draft, DraftEvents, abstention
from rag.answering.quoting.engine import Load, compose, quote
from rag.answering.writing.citer import UNCITED, Citer
from rag.answering.writing.excerpts import pack
from rag.answering.writing.prompts import answer_prompt
from rag.answering.writing.reply_parser import Piece, ReplyParser, SentenceEnd, Words
from rag.events import CitationAdded, Event, Restarted, SentenceChecked, TextAdded
from rag.models.embedder import Embedder
from rag.models.failures import ModelFailed
from rag.models.llm import LanguageModel
from rag.models.reply_stream import ReplyStream
from rag.search.hybrid import merged
from rag.search.plan import Plan
from rag.settings import Settings
from rag.types import Hit, Sentence

_LEFT_OUT_NAMED = 3
"""Sentences without support that are named where none is left."""


def write(
    plan: Plan,
    hits: Sequence[Sequence[Hit]],
    load: Load,
    settings: Settings,
    embedder: Embedder,
    model: LanguageModel,
) -> DraftEvents:
    """The model's answer, as events; the documents' own sentences where the model fails.

    Closing the generator ends the model's request. Where no passage can be given to the model, it
    is not asked.

    Args:
        hits: of each of the plan's queries.
        embedder: compares what the model writes with the passages.
    """
    excerpts = pack(merged(hits), load, model.passage_tokens)
    if not excerpts:
        return (yield from quote(plan, hits, load, settings))
    parser = ReplyParser(len(excerpts))
    stream = ReplyStream(model, answer_prompt(plan.subject, excerpts))
    reply = _Reply(Citer(excerpts, embedder))
    try:
        with closing(iter(stream)) as deltas:
            for delta in deltas:
                yield from reply.add(parser.feed(delta))
        yield from reply.add(parser.end())
    except ModelFailed as failure:
        notice = f"{failure} These are the documents' own sentences."
        if reply.text:
            yield Restarted(notice)
        return (yield from quote(plan, hits, load, settings, (notice,)))
    notices = (*_cut_notice(stream), *_unknown_notice(parser))
    quoted = replace(compose(plan, hits, load, settings), engine=model.engine)
    if any(sentence.supported for sentence in reply.sentences):
        yield from reply.flush_refusal()
        return replace(reply.draft(quoted, settings), notices=(*notices, *quoted.differences))
    return (yield from _abstain(reply, quoted, settings, notices))


def _abstain(
    reply: "_Reply", quoted: Draft, settings: Settings, notices: tuple[str, ...]
) -> DraftEvents:
    """Withdraw a reply of which nothing is supported, and say what was left out."""
    text = abstention(quoted.missing)
    left_out = tuple(_left_out(sentence) for sentence in reply.sentences)
    if text.startswith(reply.text) and not left_out:
        yield TextAdded(text[len(reply.text) :])
    else:
        yield Restarted("No passage supports what the language model wrote.")
        yield TextAdded(text)
    return Draft(
        text=text,
        confidence=min(quoted.confidence, settings.abstain_below),
        missing=quoted.missing,
        notices=(*notices, *left_out[:_LEFT_OUT_NAMED]),
        engine=quoted.engine,
    )


class _Reply:
    """What the model has written so far, checked."""

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
        yield from self.flush_refusal()
        checked = self._citer.check(sentence.text, sentence.numbers)
        for citation in checked.new:
            yield CitationAdded(citation)
        if checked.sentence.markers:
            markers = " " + "".join(f"[{n}]" for n in checked.sentence.markers)
            self.text += markers
            yield TextAdded(markers)
        self.sentences.append(checked.sentence)
        yield SentenceChecked(checked.sentence)

    def flush_refusal(self) -> Generator[Event, None, None]:
        """A refusal that is not the whole answer is a sentence like others, and cites nothing."""
        if self._refusal is not None:
            refusal, self._refusal = self._refusal, None
            self.sentences.append(Sentence(refusal, (), False, 0.0, UNCITED))
            yield SentenceChecked(self.sentences[-1])

    def draft(self, quoted: Draft, settings: Settings) -> Draft:
        """The reply as a draft, on what the quoting engine makes of the same passages.

        That the model answered counts, so the confidence is at least the threshold below which the
        answer is that the briefings don't say; what it wrote without support lowers it.
        """
        supported = sum(sentence.supported for sentence in self.sentences) / len(self.sentences)
        return replace(
            quoted,
            text=self.text,
            sentences=(*self.sentences,),
            citations=(*self._citer.citations,),
            confidence=round(max(quoted.confidence, settings.abstain_below) * supported, 4),
        )


def _refuses(text: str) -> bool:
    return " ".join(text.replace("’", "'").split()).casefold() == ABSTENTION.casefold()


def _left_out(sentence: Sentence) -> str:
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
