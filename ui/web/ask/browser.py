"""Commands to the browser: to save or delete a conversation, to focus, to download something.

The page's script (ask.js) runs them. gr.BrowserState is not used: it has one value for all
conversations, which each tab of a browser overwrites with its own.
"""

import base64
import json
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from ui.service.conversation import Conversation, Id, new_id, to_json

Command = dict[str, Any]
Saved = tuple[Id, Annotated[str, Field(max_length=400)]]
_MOST_SAVED = 200
"""Twice as many as the script saves."""


def send(*commands: Command) -> str:
    """The commands as the script reads them, in order; each call returns another text.

    So the browser notices a command that is sent twice. `<` is escaped: what the commands carry
    cannot become markup anywhere.
    """
    return json.dumps({"send": new_id(), "commands": commands}).replace("<", "\\u003c")


def save(conversation: Conversation) -> Command:
    """Save a conversation, unless saving is disabled; it becomes the tab's open one."""
    at = conversation.changed_at
    return {
        "do": "save",
        "id": conversation.id,
        "title": conversation.title,
        "at": at.isoformat() if at else "",
        "conversation": to_json(conversation),
    }


def set_open(conversation: Conversation) -> Command:
    """Remember which conversation the tab has open."""
    return {"do": "setOpen", "id": conversation.id}


def delete(conversation: Conversation) -> Command:
    """Delete a saved conversation."""
    return {"do": "delete", "id": conversation.id}


def set_saving(*, enabled: bool) -> Command:
    """Save conversations from now on; or save none, and delete those that are saved."""
    return {"do": "setSaving", "enabled": enabled}


def clear_if_unchanged(question: str) -> Command:
    """Empty the question box, unless it holds another question by now.

    Gradio's own way to empty it fails where another part of the box is updated at the same moment.
    """
    return {"do": "clearIfUnchanged", "question": question}


def focus(selector: str) -> Command:
    """Put the keyboard's focus on the element that the CSS selector finds."""
    return {"do": "focus", "selector": selector}


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


def saved_list(value: object) -> list[Saved]:
    """The saved conversations by id and title, as a browser lists them; none if it is malformed."""
    try:
        return TypeAdapter(list[Saved]).validate_python(value)[:_MOST_SAVED]
    except ValidationError:
        return []
