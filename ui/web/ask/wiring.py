"""Which event of the Ask tab moves which part."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from ui.web.ask.conversations import KeepDesk
from ui.web.ask.handlers import AskDesk
from ui.web.ask.layout import AskTab, Keeping, Scoping, Talking
from ui.web.ask.scope import ScopeDesk

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_ASKS: dict[str, Any] = {**_QUIET, "concurrency_id": "questions"}
"""Of events that ask something, from wherever: they wait in one queue."""


def wire(
    tab: AskTab, ready: gr.events.Dependency, desk: AskDesk, keeper: KeepDesk, scopes: ScopeDesk
) -> None:
    """Connect the parts of the tab with what the desks do.

    Args:
        ready: the event after which the model is there.
    """
    talking, keeping, scoping = tab.talking, tab.keeping, tab.scoping
    shown = [
        talking.box,
        talking.state,
        talking.chat,
        keeping.name,
        talking.sources,
        talking.wire,
        talking.title,
        *talking.suggested,
    ]
    asking = _asking(talking, scoping, desk, shown)
    forgotten = _keeping(talking, keeping, keeper, asking)
    opening = _opening(talking, keeping, desk, shown, asking, forgotten)
    for event in (ready, *asking, *opening):
        event.then(
            desk.suggest,
            [talking.state],
            [talking.title, *talking.suggested],
            concurrency_id="suggestions",
            **_QUIET,
        )
    _judging(talking, keeper)
    _scoping(talking, scoping, scopes)


def _asking(talking: Talking, scoping: Scoping, desk: AskDesk, shown: list[Any]) -> list[Any]:
    """The events that ask something."""
    narrowed = [talking.state, scoping.since, scoping.until, scoping.documents]
    # Gradio forgets an event that comes while the one before has not quite ended, unless it is
    # told to take the last one up then: Enter must not be lost.
    submitted = talking.box.submit(
        desk.ask, [talking.box, *narrowed], shown, trigger_mode="always_last", **_ASKS
    )
    suggested = [
        button.click(desk.ask, [button, *narrowed], shown, **_ASKS) for button in talking.suggested
    ]
    retried = talking.chat.retry(desk.retry, [talking.state], shown, **_ASKS)
    edited = talking.chat.edit(desk.edit, [talking.state], shown, **_ASKS)
    asking: list[Any] = [submitted, *suggested, retried, edited]
    talking.box.stop(desk.stop, [talking.state], shown, **_QUIET)
    _cancel(talking.box.stop, asking)
    return asking


def _cancel(listen: Callable[..., Any], asking: list[Any]) -> None:
    """Have an event end the answer that is being written.

    Each event that may be writing it is cancelled by itself: Gradio's page goes through several one
    after the other, waits for the server in between, and so cancels what was begun meanwhile.
    """
    for event in asking:
        listen(None, cancels=[event], **_QUIET)


def _opening(
    talking: Talking,
    keeping: Keeping,
    desk: AskDesk,
    shown: list[Any],
    asking: list[Any],
    forgotten: gr.events.Dependency,
) -> list[Any]:
    """The events that open a conversation; besides, those that open a passage."""
    opening = [
        talking.wire.begin(desk.begin, None, shown, **_QUIET),
        talking.wire.pick(desk.pick, [talking.state], shown, **_QUIET),
        keeping.fresh.click(desk.fresh, None, shown, **_QUIET),
        forgotten.then(desk.fresh, None, shown, **_QUIET),
    ]
    _cancel(talking.wire.pick, asking)
    _cancel(keeping.fresh.click, asking)
    keeping.kept.input(
        None, [keeping.kept], None, js="(id) => { window.dossierPick(id); return []; }", **_QUIET
    )
    # Each is carried out, in turn: the reader may go through citations faster than they come.
    talking.wire.show(
        desk.passage,
        [talking.state],
        [talking.sources, talking.wire],
        trigger_mode="multiple",
        concurrency_limit=1,
        **_QUIET,
    )
    return opening


def _keeping(
    talking: Talking, keeping: Keeping, keeper: KeepDesk, asking: list[Any]
) -> gr.events.Dependency:
    """What is kept, under which name, and exported; the event after which one is deleted."""
    state, to_browser = talking.state, talking.wire
    to_browser.list(keeper.listed, None, [keeping.kept], trigger_mode="multiple", **_QUIET)
    to_browser.begin(keeper.begin, None, [keeping.fold, keeping.keeps, keeping.kept], **_QUIET)
    to_browser.nudge(lambda: None, None, None, **_QUIET)
    to_browser.full(keeper.no_room, None, None, **_QUIET)
    keeping.keeps.input(keeper.keep_or_not, [keeping.keeps, state], [to_browser], **_QUIET)
    keeping.name.submit(
        keeper.rename, [keeping.name, state], [state, keeping.name, to_browser], **_QUIET
    )
    keeping.to_word.click(keeper.to_word, [state], [to_browser], **_QUIET)
    keeping.to_markdown.click(keeper.to_markdown, [state], [to_browser], **_QUIET)
    sure = [keeping.sure, to_browser]
    keeping.delete.click(keeper.make_sure, None, sure, **_QUIET)
    keeping.cancel.click(keeper.leave, None, sure, **_QUIET)
    _cancel(keeping.delete_now.click, asking)
    return keeping.delete_now.click(keeper.forget, [state], [to_browser, keeping.sure], **_QUIET)


def _judging(talking: Talking, keeper: KeepDesk) -> None:
    """Verdicts on answers, and a word with them."""
    talking.chat.like(
        keeper.judge,
        [talking.state],
        [talking.state, talking.judging, talking.judged, talking.wire],
        **_QUIET,
    )
    talking.word.submit(
        keeper.add_word,
        [talking.word, talking.state, talking.judging],
        [talking.word, talking.judged],
        **_QUIET,
    )


def _scoping(talking: Talking, scoping: Scoping, scopes: ScopeDesk) -> None:
    """What the next question is narrowed to."""
    fields = [scoping.since, scoping.until, scoping.documents]
    gr.on(
        [scoping.since.change, scoping.until.change, scoping.documents.change],
        scopes.chips,
        fields,
        [scoping.chips],
        trigger_mode="always_last",
        **_QUIET,
    )
    scoping.fold.expand(scopes.choices, None, [scoping.documents], **_QUIET)
    scoping.clear.click(lambda: ("", "", []), None, fields, **_QUIET)
    talking.wire.drop(scopes.dropped, fields, fields, **_QUIET)
