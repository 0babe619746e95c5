"""What a sync says while it runs, on the page as in a terminal."""

from collections.abc import Mapping

from ingest import Progress
from ui.messages.formats import documents

CHECKING_FILES = "Checking the files…"
STOPPED = "Stopped"
_UNITS = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"), (1, "bytes"))

_ENDINGS_NAMED = 10
"""Of those of files that are not read: the rest is counted."""


def passed_over(counts: Mapping[str, int]) -> str:
    """How many files were passed over, e.g. "3 passed over, not read: 2 .xyz, 1 .doc".

    Args:
        counts: as `SyncReport.passed_over` has them; not empty.
    """
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    named = [
        f"{number:,} {ending or 'without an ending'}" for ending, number in ordered[:_ENDINGS_NAMED]
    ]
    rest = sum(number for _, number in ordered[_ENDINGS_NAMED:])
    named += [f"{rest:,} others"] if rest else []
    return f"{sum(counts.values()):,} passed over, not read: {', '.join(named)}"


def progress(now: Progress) -> str:
    """How far a sync has come, e.g. "12 of 148 documents, 3.1 of 40 MB, about 2 min left"."""
    if now.left_over:
        records = "record" if now.left_over == 1 else "records"
        return f"deleting {now.left_over:,} old {records}"
    parts = [f"{now.documents_done:,} of {documents(now.documents)}"]
    if now.bytes:
        parts.append(_amount(now.bytes_done, now.bytes))
        if now.seconds_left is not None and now.bytes_done < now.bytes:
            parts.append(_time_left(now.seconds_left))
    return ", ".join(parts)


def _amount(done: int, total: int) -> str:
    """A part of a number of bytes, both in the unit of the whole, e.g. "3.1 of 40 MB"."""
    size, unit = next(known for known in _UNITS if total >= known[0])
    if size == 1:
        return f"{done:,} of {total:,} {unit}"
    return f"{_short(done / size)} of {_short(total / size)} {unit}"


def _short(number: float) -> str:
    return f"{number:.1f}" if number < 9.95 else f"{number:,.0f}"


def _time_left(seconds: float) -> str:
    if seconds < 10:
        return "a few seconds left"
    if seconds < 55:
        return f"about {round(seconds / 10) * 10:.0f} s left"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"about {minutes} min left"
    hours = seconds / 3600
    return f"about {hours:.1f} h left" if hours < 9.95 else f"about {hours:,.0f} h left"
