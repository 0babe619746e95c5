"""Events as Gradio hands them to handlers, and the commands that handlers send back."""

import json
from typing import Any

import gradio as gr

Command = dict[str, Any]


def event(**data: Any) -> gr.EventData:
    """An event that the page's script triggered with this data."""
    return gr.EventData(None, data)


def edited(index: int, value: str) -> gr.EditData:
    """The message of that position was edited."""
    return gr.EditData(None, {"index": index, "value": value, "previous_value": ""})


def liked(index: int, verdict: bool | str) -> gr.LikeData:
    """The message of that position was judged."""
    return gr.LikeData(None, {"index": index, "value": "", "liked": verdict})


def commands(sent: object) -> list[Command]:
    """The commands in what `browser.send` wrote."""
    read = json.loads(str(sent))
    assert set(read) == {"send", "commands"}
    return list(read["commands"])
