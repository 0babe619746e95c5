"""Attachments as parts of the file that their message was saved in."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.readers import suffixes
from ingest.readers.base import Content, Part
from ingest.readers.blocks import clean
from ingest.readers.mail.message import Attachment, Mail
from rag.types import Omission

MOST = 100
"""Attachments of one message that are read; people attach ten at most."""
_LONGEST_NAME = 120
_UNSAFE = re.compile(r"[\\/#:*?\"<>|\x00-\x1f]+")
"""Characters of a name that would be part of a path, or of the source of another document."""
_NAMED = 10
"""How many attachments an omission names."""


def with_attachments(content: Content, mail: Mail) -> Content:
    """The content with the attachments that are read as parts, and the others as an omission."""
    known = [a for a in mail.attachments if _is_known(a.name) and a.data]
    left = [a for a in mail.attachments if not (_is_known(a.name) and a.data)]
    parts = tuple(Part(_safe(a.name), a.data) for a in known[:MOST])
    omissions = [*content.omissions]
    if left:
        omissions.append(_omission("attachments of formats that are not read", left))
    if known[MOST:]:
        omissions.append(_omission(f"attachments after the first {MOST}", known[MOST:]))
    return replace(content, parts=parts, omissions=tuple(omissions))


def _is_known(name: str) -> bool:
    return name.lower().endswith(suffixes())


def _omission(what: str, attachments: Sequence[Attachment]) -> Omission:
    names = ", ".join(_safe(a.name) for a in attachments[:_NAMED])
    more = f" and {len(attachments) - _NAMED} more" if len(attachments) > _NAMED else ""
    return Omission(f"{what} ({names}{more})", len(attachments))


def _safe(name: str) -> str:
    """The name without what has a meaning in a path, cut in its middle to a length."""
    safe = _UNSAFE.sub("_", clean(name)).strip(" .")
    stem, dot, ending = safe.rpartition(".")
    room = _LONGEST_NAME - len(ending) - 1
    return f"{stem[:room]}{dot}{ending}" if len(safe) > _LONGEST_NAME else safe
