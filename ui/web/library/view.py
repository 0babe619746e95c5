"""The library tab's own HTML: the table of documents, the state of a job, and questions."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from ingest import SyncReport
from rag import DocumentRecord
from rag.types import Origin
from ui.messages import formats
from ui.messages import library as library_messages
from ui.messages import syncing as syncing_messages
from ui.service.documents import MOST_ROWS, Found, View
from ui.service.jobs import JobStatus
from ui.service.links import document_url
from ui.service.listing import COLUMNS, Column, Row
from ui.web.markup import Markup, element, join

_LISTED = 20
"""Sources named for each outcome of a sync, and documents named before they are removed: what one
reads at a glance. The rest is counted."""


def table(found: Found, view: View, *, can_choose: bool) -> Markup:
    """The documents found, the first of them as rows.

    Args:
        view: what is shown of the library.
        can_choose: whether rows can be ticked.
    """
    if not found.total:
        return _note(library_messages.EMPTY)
    shown = len(found.rows)
    counted = library_messages.documents_found(found.count, found.total, shown)
    count = element("p", counted, class_="count", role="status")
    if not found.count:
        none = view.only_undated and not view.search.strip()
        missing = library_messages.NONE_UNDATED if none else library_messages.NOTHING_FOUND
        return join(count, _note(missing))
    return join(count, _rows(found.rows, view, can_choose=can_choose), _rest(found))


def _rows(rows: Sequence[Row], view: View, *, can_choose: bool) -> Markup:
    head = join(*(_heading(column, view) for column in COLUMNS))
    # Roles are named because a narrow page shows the table as blocks, which drops the implied ones.
    return element(
        "table",
        element("caption", library_messages.TABLE_CAPTION, class_="visually-hidden"),
        element(
            "thead",
            element("tr", _choose_all() if can_choose else "", head, role="row"),
            role="rowgroup",
        ),
        element("tbody", *(_row(row, can_choose=can_choose) for row in rows), role="rowgroup"),
        class_=f"documents{' choosable' if can_choose else ''}",
        role="table",
    )


def _rest(found: Found) -> Markup:
    """How to see those that are found and not shown; nothing where there are none."""
    rest = found.count - len(found.rows)
    if not rest:
        return join()
    if len(found.rows) >= MOST_ROWS:
        return _note(library_messages.TOO_MANY)
    return element("button", library_messages.more(rest), type="button", data_more=True)


def job_status(now: JobStatus) -> Markup:
    """How far a job has come, or what came of it."""
    if now.problem:
        return _box("problem", now.title, element("p", now.problem))
    if now.report is not None:
        return summary(now.title, now.report)
    progress = now.progress
    if progress is None:
        bar = element("progress", aria_label=library_messages.PROGRESS)
        state = syncing_messages.CHECKING_FILES
    else:
        done, total = progress.measure
        bar = element("progress", aria_label=library_messages.PROGRESS, value=done, max=total)
        state = syncing_messages.progress(progress)
    return _box(
        "running",
        now.title,
        bar,
        element("p", library_messages.STOPPING if now.is_stopping else state),
    )


def summary(title: str, report: SyncReport) -> Markup:
    """What a job did, by outcome; failures first, each with its reason."""
    same_as = f" {library_messages.SAME_AS} "
    left_out = ((source, formats.omissions(some)) for source, some in report.omissions.items())
    return _box(
        "problem" if report.failed else "stopped" if report.remaining else "done",
        title,
        element("p", library_messages.summary(report)),
        _details("failed", _pairs(report.failed.items(), ": "), is_open=True),
        _details("remaining", report.remaining, is_open=True),
        *(
            _details(outcome, getattr(report, outcome), is_open=False)
            for outcome in ("added", "changed", "moved", "removed", "unchanged")
        ),
        _details("duplicate", _pairs(report.duplicate.items(), same_as), is_open=False),
        _listing(library_messages.LEFT_OUT, _pairs(left_out, ": ")),
        _passed_over(report),
    )


def _passed_over(report: SyncReport) -> Markup:
    if not report.passed_over:
        return join()
    return _note(f"{syncing_messages.passed_over(report.passed_over)}.")


def confirmation(rows: Sequence[Row]) -> Markup:
    """What is about to be removed, and what becomes of the files."""
    uploads = sum(row.is_upload for row in rows)
    kept = sum(not row.is_upload and row.state != "missing" for row in rows)
    return element(
        "div",
        element("h3", library_messages.remove_question(len(rows))),
        _list([row.record.title for row in rows]),
        _note(library_messages.uploads_are_deleted(uploads)) if uploads else "",
        _note(library_messages.files_stay(kept)) if kept else "",
        class_="confirmation",
    )


def edit_heading(heading: str, info: str) -> Markup:
    """The beginning of the form in which title and date are set."""
    return element("div", element("h3", heading), _note(info), class_="confirmation")


def notice(text: str) -> Markup:
    """A sentence that is no part of the table; nothing for an empty one."""
    return _box("problem", "", element("p", text)) if text else join()


def _choose_all() -> Markup:
    box = element("input", type="checkbox", data_all=True, aria_label=library_messages.CHOOSE_ALL)
    return element("th", box, scope="col", role="columnheader", class_="choose")


def _heading(column: Column, view: View) -> Markup:
    order, arrow = "none", ""
    if column == view.column:
        order, arrow = ("descending", "↓") if view.is_falling else ("ascending", "↑")
    return element(
        "th",
        element(
            "button",
            library_messages.COLUMNS[column],
            element("span", arrow, aria_hidden="true"),
            type="button",
            data_sort=column,
        ),
        scope="col",
        role="columnheader",
        aria_sort=order,
        class_=column,
    )


@lru_cache(2 * MOST_ROWS)
def _row(row: Row, *, can_choose: bool) -> Markup:
    record, indexed = row.record, row.indexed_at
    cells: dict[Column, str] = {
        "date": join(formats.day(record.published), _found(record.published_from)),
        "source": _source(row),
        "passages": f"{record.passages:,}",
        "indexed": element(
            "time", f"{indexed:%Y-%m-%d %H:%M}", datetime=f"{indexed:%Y-%m-%dT%H:%M%z}"
        ),
        "state": element("span", library_messages.STATES[row.state], class_=row.state),
    }
    return element(
        "tr",
        _tick(record.id) if can_choose else "",
        _title(record),
        *(_cell(column, content) for column, content in cells.items()),
        role="row",
    )


def _tick(document_id: str) -> Markup:
    box = element(
        "input",
        type="checkbox",
        data_document=document_id,
        aria_labelledby=f"choose-{document_id} title-{document_id}",
    )
    label = element(
        "span", library_messages.CHOOSE, id=f"choose-{document_id}", class_="visually-hidden"
    )
    return element("td", box, label, role="cell", class_="choose")


def _title(record: DocumentRecord) -> Markup:
    link = element(
        "a",
        record.title,
        id=f"title-{record.id}",
        href=document_url(record.id),
        target="_blank",
        rel="noopener",
    )
    found = _found(record.title_from)
    return element("th", link, found, scope="row", role="rowheader", class_="title")


def _found(where: Origin) -> Markup:
    """Where a title or date was found; nothing where that is not known."""
    return join(" ", element("small", formats.FOUND[where])) if formats.FOUND[where] else join()


def _cell(column: Column, content: str) -> Markup:
    return element("td", _label(column), content, role="cell", class_=column)


@cache
def _label(column: Column) -> Markup:
    return element("span", library_messages.COLUMNS[column], class_="label", aria_hidden="true")


def _source(row: Row) -> Markup:
    path = Path(row.record.source)
    folder = library_messages.UPLOADED if row.is_upload else str(path.parent)
    return join(element("span", path.name, class_="name"), " ", element("small", folder))


def _pairs(pairs: Iterable[tuple[str, str]], between: str) -> list[str]:
    return [f"{first}{between}{second}" for first, second in pairs]


def _details(outcome: str, items: Sequence[str], *, is_open: bool) -> Markup:
    """The sources of one outcome, as a list that can be opened; nothing where there are none."""
    return _listing(library_messages.OUTCOMES[outcome], items, is_open=is_open)


def _listing(name: str, items: Sequence[str], *, is_open: bool = False) -> Markup:
    """A list that can be opened; nothing for an empty one."""
    if not items:
        return join()
    title = element("summary", f"{name} ({len(items):,})")
    return element("details", title, _list(items), open=is_open)


def _list(items: Sequence[str]) -> Markup:
    listed = [element("li", item) for item in items[:_LISTED]]
    if len(items) > _LISTED:
        listed.append(element("li", library_messages.and_more(len(items) - _LISTED)))
    return element("ul", *listed)


def _box(kind: str, heading: str, *content: Markup) -> Markup:
    title = element("h3", heading) if heading else ""
    return element("section", title, *content, class_=f"job {kind}", role="status")


def _note(text: str) -> Markup:
    return element("p", text, class_="note")
