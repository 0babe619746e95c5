"""What the server asks of the browser: to keep, forget, focus or download something.

The page's script (ask.js) carries it out. gr.BrowserState is not used: it has one value for all
conversations, which each tab of a browser overwrites with its own.
"""

import base64
import json
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from ui.service.conversation import Conversation, Id, new_id, to_json

Command = dict[str, Any]
Listed = tuple[Id, Annotated[str, Field(max_length=400)]]
_MOST_LISTED = 200


def send(*commands: Command) -> str:
    """The commands as the script takes them; no two sends are alike, so that each is noticed.

    Without `<`, what they carry could not become markup wherever it got to.
    """
    return json.dumps({"send": new_id(), "commands": commands}).replace("<", "\\u003c")


def keep(conversation: Conversation) -> Command:
    """Keep a conversation, unless nothing is to be kept; it is the tab's open one."""
    at = conversation.changed_at
    return {
        "do": "keep",
        "id": conversation.id,
        "title": conversation.title,
        "at": at.isoformat() if at else "",
        "conversation": to_json(conversation),
    }


def show_open(conversation: Conversation) -> Command:
    """Remember which conversation the tab has open."""
    return {"do": "open", "id": conversation.id}


def forget(conversation: Conversation) -> Command:
    """Delete a kept conversation."""
    return {"do": "forget", "id": conversation.id}


def keep_nothing(is_on: bool) -> Command:
    """Keep nothing from now on, and delete what is kept; or keep again."""
    return {"do": "nothing", "on": is_on}


def taken(question: str) -> Command:
    """Empty the question box, unless it holds another question by now.

    Gradio's own way to empty it fails where another part of the box is updated at the same moment.
    """
    return {"do": "taken", "question": question}


def focus(selector: str) -> Command:
    """Put the keyboard's focus there."""
    return {"do": "focus", "on": selector}


def download(name: str, kind: str, content: bytes) -> Command:
    """Save a file.

    Args:
        kind: its media type.
    """
    return {
        "do": "download",
        "name": name,
        "kind": kind,
        "content": base64.b64encode(content).decode(),
    }


def read_list(value: object) -> list[Listed]:
    """The kept conversations, by id and title, as a browser lists them; none where it lies."""
    try:
        return TypeAdapter(list[Listed]).validate_python(value)[:_MOST_LISTED]
    except ValidationError:
        return []
