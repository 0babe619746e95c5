"""Verdicts are noted on answers that were given here, and on no other (A23)."""

import json
from dataclasses import replace
from typing import Any

import pytest

import rag
from rag.dossier import Dossier
from tests.ui.web.gate.gated_site import Client, serving
from tests.ui.web.samples import VARNA_QUESTION
from ui.service import feedback
from ui.service.conversation import Conversation, Exchange, Outcome, to_json
from ui.service.scope import Scope
from ui.service.sealing import FILE, Sealer

ANSWERED = Exchange(
    "e1", "How much?", text="415 tonnes. [1]", outcome=Outcome(True, "extractive", "How much?", 0.1)
)


def test_a_seal_holds_after_a_restart_and_a_verdict(settings: rag.Settings) -> None:
    settings.data_dir.mkdir()
    sealed = Sealer(settings).sealed(ANSWERED)
    again = Sealer(settings)
    assert again.is_sealed(sealed)
    assert again.is_sealed(replace(sealed, verdict="good", scope=Scope()))
    assert (settings.data_dir / FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "changed",
    [{"text": "414 tonnes. [1]"}, {"question": "How much else?"}, {"id": "e2"}, {"seal": ""}],
)
def test_what_was_changed_is_known(settings: rag.Settings, changed: dict[str, Any]) -> None:
    settings.data_dir.mkdir()
    sealer = Sealer(settings)
    assert not sealer.is_sealed(replace(sealer.sealed(ANSWERED), **changed))


def test_without_a_place_for_the_key_seals_hold_until_the_end(settings: rag.Settings) -> None:
    sealer = Sealer(settings)
    assert sealer.is_sealed(sealer.sealed(ANSWERED))
    assert not Sealer(settings).is_sealed(sealer.sealed(ANSWERED))


def test_an_answer_that_is_not_complete_has_none() -> None:
    pending = Exchange("e1", "How much?")
    assert Sealer(rag.Settings()).sealed(pending) == pending


def judged(client: Client, conversation: str, exchange: int) -> None:
    client.outcome("bridge.open_saved", [None], event_data={"conversation": conversation})
    liked = {"index": [2 * exchange + 1, 0], "value": "", "liked": True}
    client.outcome("chat.like", [None], event_data=liked)


def test_of_what_a_browser_makes_up_no_verdict_is_noted(
    settings: rag.Settings, dossier: Dossier, write: Any, sync: Any
) -> None:
    write("varna.md", "# The port of Varna\n\nVarna handled 4.2 million tonnes of grain in 2024.\n")
    sync()
    with serving(dossier) as client:
        judged(client, to_json(Conversation("c1", exchanges=(ANSWERED,))), 0)
        assert feedback.entries(settings) == []
        kept = client.outcome("question.submit", [VARNA_QUESTION, *[None] * 4])
        values = [value for value in kept["output"]["data"] if str(value).startswith('{"send"')]
        judged(client, json.loads(values[0])["commands"][-1]["conversation"], 1)
        (entry,) = feedback.entries(settings)
        assert entry.question == VARNA_QUESTION
