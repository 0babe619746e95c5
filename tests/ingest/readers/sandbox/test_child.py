"""The frames between the processes, and the content that a reply holds."""

import io
import json
from array import array
from datetime import date
from typing import Any

import pytest

from ingest.readers.base import Part, SplitContent
from ingest.readers.sandbox.child import Reply, content_from, receive, send
from rag.structure import Block, Structure
from rag.types import Omission, Page, Section

DESCRIBED: dict[str, Any] = {
    "title": "Rain",
    "published": "2026-03-04",
    "changed": None,
    "sections": [["", 0, 5, 0, 1], ["Snow", 5, 15, 2, 2]],
    "pages": [[1, 0, 15, 0.9]],
    "structure": {"blocks": [["paragraph", 0, 5, 0], ["heading", 5, 9, 2]]},
    "omissions": [["images", 2]],
    "title_from": "line",
    "published_from": "metadata",
    "parts": [["a.txt", 5, None], ["b.eml", 0, [3, 9]]],
}
ATTACHED = b"Hail."
TEXT = "Rain.Snow fell."
OFFSETS = [0, 5, 5, 9, 10, 15]


def reply(
    described: object = DESCRIBED, text: bytes = TEXT.encode(), offsets: list[int] = OFFSETS
) -> Reply:
    return json.dumps(described).encode(), text, array("Q", offsets).tobytes(), ATTACHED


def changed(**values: object) -> dict[str, object]:
    return {**DESCRIBED, **values}


def test_a_reply_holds_the_content() -> None:
    assert content_from(reply()) == SplitContent(
        text="Rain.Snow fell.",
        title="Rain",
        published=date(2026, 3, 4),
        sections=(Section("", 0, 5, level=0), Section("Snow", 5, 15, level=2)),
        pages=(Page(1, 0, 15, 0.9),),
        sentences=(((0, 5),), ((5, 9), (10, 15))),
        structure=Structure((Block("paragraph", 0, 5), Block("heading", 5, 9, 2))),
        omissions=(Omission("images", 2),),
        title_from="line",
        published_from="metadata",
        parts=(Part("a.txt", b"Hail."), Part("b.eml", span=(3, 9))),
    )


@pytest.mark.parametrize("origin", ["by hand", "a guess", 3, None, ["line"]])
@pytest.mark.parametrize("field", ["title_from", "published_from"])
def test_an_origin_that_no_reader_finds_is_refused(field: str, origin: object) -> None:
    """Above all one that would keep the title from ever being read again."""
    with pytest.raises(ValueError):  # noqa: PT011 (the sandbox asks for no more)
        content_from(reply(changed(**{field: origin})))


def test_a_reply_without_sections_says_what_went_wrong() -> None:
    assert content_from(reply({"failed": "KeyError"})) == {"failed": "KeyError"}


@pytest.mark.parametrize(
    "malformed",
    [
        reply([]),
        reply(7),
        (b"{", b"", b"", b""),
        (b"[" * 100_000, b"", b"", b""),
        (b"\xff", b"", b"", b""),
        reply(changed(published="yesterday")),
        reply(changed(published=4)),
        reply(changed(sections=None)),
        reply(changed(sections=[["", 0, 5]])),
        reply(changed(sections=[["", 0, 99, 1], ["Snow", 5, 15, 2]])),
        reply(changed(sections=[["", 0, 5, 1]])),
        reply(changed(sections=[["", 0, 5, 1], ["Snow", 5, 15, 9]])),
        reply(changed(pages=[[1, 9, 5, None]])),
        reply(changed(pages=[[1, 0]])),
        reply({}),
        reply({"sections": []}),
        reply(text=b"\xff" * 15),
        reply(text=b"Rain."),
        reply(offsets=[0, 5, 5, 9, 10]),
        reply(offsets=[0, 5, 9, 5, 10, 15]),
        (*reply()[:2], b"123", b""),
        reply(changed(parts=[["a.txt", 6, None]])),
        reply(changed(parts=[["a.txt", -1, None]])),
        reply(changed(parts=[["../a.txt", 5, None]])),
        reply(changed(parts=[["", 5, None]])),
        reply(changed(parts=[["a.txt", 5, [-3, 9]]])),
        reply(changed(parts=[["a.txt"]])),
    ],
)
def test_a_malformed_reply_is_refused(malformed: Reply) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (its message is for nobody)
        content_from(malformed)


@pytest.mark.parametrize("payload", [b"", b"x", b"0123456789" * 9])
def test_a_frame_arrives_as_it_was_sent(payload: bytes) -> None:
    stream = io.BytesIO()
    send(stream, payload)
    send(stream, b"next")
    stream.seek(0)
    assert receive(stream) == payload
    assert receive(stream) == b"next"
    assert receive(stream) is None


@pytest.mark.parametrize("cut", [0, 3, 8, 10])
def test_a_frame_that_is_cut_off_is_none(cut: int) -> None:
    stream = io.BytesIO()
    send(stream, b"whole")
    assert receive(io.BytesIO(stream.getvalue()[:cut])) is None


def test_a_frame_above_the_limit_is_refused() -> None:
    stream = io.BytesIO()
    send(stream, b"12345")
    stream.seek(0)
    assert receive(stream, 5) == b"12345"
    stream.seek(0)
    with pytest.raises(OverflowError):
        receive(stream, 4)
