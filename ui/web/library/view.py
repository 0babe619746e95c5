"""The library tab's own markup: the one place where its text becomes HTML, and is escaped.

Titles, sources and reasons are data. Each passes through `html.escape` here and stands between
tags; attributes hold only document ids, escaped too, and words of this module.
"""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from ingest import SyncReport
from ui.messages import page as texts
from ui.service.documents import COLUMNS, Column, Row, View
from ui.service.jobs import Change
from ui.service.links import document_url

_LISTED = 20
"""Sources named for each outcome of a sync, and documents named before they are removed."""

_CHOOSE_ALL = (
    '<th scope="col" role="columnheader" class="choose"><input type="checkbox" data-all '
    f'aria-label="{escape(texts.CHOOSE_ALL)}"></th>'
)


def table(found: Sequence[Row], view: View, total: int, *, can_choose: bool) -> str:
    """The documents found, the first of them as rows.

    Args:
        found: in the order shown.
        total: how many documents the library has.
        can_choose: whether rows can be ticked.
    """
    if not total:
        return _note(texts.LIBRARY_EMPTY)
    count = f'<p class="count" role="status">{escape(texts.documents_found(len(found), total))}</p>'
    if not found:
        return count + _note(texts.NOTHING_FOUND)
    shown = found[: view.limit]
    head = "".join(_heading(column, view) for column in COLUMNS)
    tick = _CHOOSE_ALL if can_choose else ""
    body = "".join(_row(row, can_choose=can_choose) for row in shown)
    more = len(found) - len(shown)
    button = f'<button type="button" data-more>{escape(texts.more(more))}</button>' if more else ""
    return (
        f'{count}<table class="documents{" choosable" if can_choose else ""}" role="table">'
        f'<caption class="unseen">{escape(texts.TABLE_CAPTION)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{tick}{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>{button}'
    )


def change(now: Change) -> str:
    """How far a change has come, or what came of it."""
    if now.problem:
        return _box("problem", now.doing, f"<p>{escape(now.problem)}</p>")
    if now.report is not None:
        return summary(now.doing, now.report)
    progress = now.progress
    if progress is None:
        bar = f'<progress aria-label="{escape(texts.PROGRESS)}"></progress>'
        said = texts.LOOKING
    else:
        done, whole = progress.documents_done, progress.documents
        bar = (
            f'<progress aria-label="{escape(texts.PROGRESS)}" value="{done:d}" max="{whole:d}">'
            "</progress>"
        )
        said = texts.progress(done, whole, progress.passages_done)
    said = texts.STOPPING if now.stopping else said
    return _box("running", now.doing, f"{bar}<p>{escape(said)}</p>")


def summary(doing: str, report: SyncReport) -> str:
    """What a change did, by outcome; failures first, each with its reason."""
    parts = [
        _pairs(texts.OUTCOMES["failed"], report.failed.items(), ": ", is_open=True),
        _sources(texts.OUTCOMES["remaining"], report.remaining, is_open=True),
        *(
            _sources(texts.OUTCOMES[name], getattr(report, name), is_open=False)
            for name in ("added", "changed", "moved", "removed", "unchanged")
        ),
        _pairs(
            texts.OUTCOMES["duplicate"],
            report.duplicate.items(),
            f" {texts.SAME_AS} ",
            is_open=False,
        ),
    ]
    kind = "problem" if report.failed else "done"
    said = f"<p>{escape(texts.summary(report))}</p>"
    return _box(kind, doing, said + "".join(parts))


def confirmation(rows: Sequence[Row]) -> str:
    """What is about to be removed, and what becomes of the files."""
    titles = "".join(f"<li>{escape(row.record.title)}</li>" for row in rows[:_LISTED])
    more = len(rows) - _LISTED
    rest = f"<li>{escape(texts.and_more(more))}</li>" if more > 0 else ""
    uploads = sum(row.is_upload for row in rows)
    kept = sum(not row.is_upload and row.state != "missing" for row in rows)
    notes = [texts.uploads_are_deleted(uploads)] if uploads else []
    notes += [texts.comes_back(kept)] if kept else []
    return (
        f'<div class="confirmation"><h3>{escape(texts.remove_question(len(rows)))}</h3>'
        f"<ul>{titles}{rest}</ul>{''.join(map(_note, notes))}</div>"
    )


def notice(text: str) -> str:
    """A sentence that is no part of the table."""
    return _box("problem", "", f"<p>{escape(text)}</p>") if text else ""


def _heading(column: Column, view: View) -> str:
    is_sorted = column == view.column
    order = ("descending" if view.is_falling else "ascending") if is_sorted else "none"
    arrow = ("↓" if view.is_falling else "↑") if is_sorted else ""
    return (
        f'<th scope="col" role="columnheader" aria-sort="{order}" class="{column}">'
        f'<button type="button" data-sort="{column}">{escape(texts.COLUMNS[column])}'
        f'<span aria-hidden="true">{arrow}</span></button></th>'
    )


def _row(row: Row, *, can_choose: bool) -> str:
    record = row.record
    key = escape(record.id)
    tick = (
        f'<td role="cell" class="choose"><input type="checkbox" data-document="{key}" '
        f'aria-labelledby="choose-{key} title-{key}">'
        f'<span id="choose-{key}" class="unseen">{escape(texts.CHOOSE)}</span></td>'
    )
    title = (
        f'<th scope="row" role="rowheader" class="title"><a id="title-{key}" '
        f'href="{escape(document_url(record.id))}" target="_blank" rel="noopener">'
        f"{escape(record.title)}</a></th>"
    )
    indexed = (
        f'<time datetime="{row.indexed_at:%Y-%m-%dT%H:%M%z}">{row.indexed_at:%Y-%m-%d %H:%M}</time>'
    )
    cells: list[tuple[Column, str]] = [
        ("date", escape(texts.day(record.published))),
        ("source", _source(row)),
        ("passages", f"{record.passages:,}"),
        ("indexed", indexed),
        ("state", f'<span class="{row.state}">{escape(texts.STATES[row.state])}</span>'),
    ]
    rest = "".join(
        f'<td role="cell" class="{column}"><span class="label" aria-hidden="true">'
        f"{escape(texts.COLUMNS[column])}</span>{cell}</td>"
        for column, cell in cells
    )
    return f'<tr role="row">{tick if can_choose else ""}{title}{rest}</tr>'


def _source(row: Row) -> str:
    path = Path(row.record.source)
    where = texts.UPLOADED if row.is_upload else str(path.parent)
    return f'<span class="name">{escape(path.name)}</span> <small>{escape(where)}</small>'


def _pairs(title: str, pairs: Iterable[tuple[str, str]], between: str, *, is_open: bool) -> str:
    listed = [f"{escape(a)}{escape(between)}{escape(b)}" for a, b in pairs]
    return _details(title, listed, is_open=is_open)


def _sources(title: str, sources: Sequence[str], *, is_open: bool) -> str:
    return _details(title, [escape(source) for source in sources], is_open=is_open)


def _details(title: str, items: Sequence[str], *, is_open: bool) -> str:
    """A list that can be opened; its items are escaped already."""
    if not items:
        return ""
    more = len(items) - _LISTED
    rest = f"<li>{escape(texts.and_more(more))}</li>" if more > 0 else ""
    listed = "".join(f"<li>{item}</li>" for item in items[:_LISTED])
    return (
        f"<details{' open' if is_open else ''}><summary>{escape(title)} ({len(items):,})</summary>"
        f"<ul>{listed}{rest}</ul></details>"
    )


def _box(kind: str, heading: str, body: str) -> str:
    """A message; `body` is markup."""
    title = f"<h3>{escape(heading)}</h3>" if heading else ""
    return f'<section class="change {kind}" role="status">{title}{body}</section>'


def _note(text: str) -> str:
    return f'<p class="note">{escape(text)}</p>'
