"""What the command line shows a person. Results go to stdout, progress and messages to stderr."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, TypeAdapter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ingest import SyncReport
from rag.errors import DossierError
from rag.events import Done, Event, Restarted, SearchDone, TextAdded
from rag.formatting import format_quote, format_span
from rag.types import Answer, Document, DocumentRecord, Hit
from ui.formatted_terminal import print_formatted
from ui.messages import formats
from ui.messages import syncing as syncing_messages
from ui.messages import terminal as messages
from ui.messages.formats import UNDATED
from ui.safe_text import escaped, one_line, plain

if TYPE_CHECKING:
    from ingest import Progress
    from rag.library import Collection
    from ui.service.checkup import Checkup
    from ui.service.feedback import Feedback
    from ui.service.library_jobs import Removal

_NEAREST = 3
"""Passages shown where nothing answers: what fits on a screen."""

_BAR_WIDTH = 20
"""Characters, so that a line of 80 has room for the words beside the bar."""


def print_json(value: BaseModel | Sequence[Any], *, indent: int | None = 2) -> None:
    """Print one JSON value, nothing else, on stdout; on one line where `indent` is None."""
    value = TypeAdapter(Any).dump_python(value, mode="json")
    sys.stdout.write(escaped(json.dumps(value, ensure_ascii=False, indent=indent)) + "\n")
    sys.stdout.flush()


def print_answer(question: str, events: Iterable[Event]) -> None:
    """Print an answer as it comes, then what backs it, or the nearest passages.

    Where stdout is not a terminal, the text is printed once it is final, as what was printed there
    cannot be taken back.
    """
    console = _console()
    live = console.is_terminal
    question = " ".join(question.split())
    for event in events:
        match event:
            case SearchDone() if event.search_text != question:
                console.print(Text(messages.searched_for(one_line(event.search_text)), style="dim"))
            case TextAdded() if live:
                sys.stdout.write(plain(event.text))
                sys.stdout.flush()
            case Restarted() if live:
                console.print(Text(f"\n\n{one_line(event.reason)}\n", style="yellow"))
            case Done():
                console.print(Text("" if live else plain(event.answer.text)))
                _print_backing(console, event.answer)


def _print_backing(console: Console, answer: Answer) -> None:
    """Print what belongs to the text: unsupported sentences, notices, quotations."""
    for sentence in answer.sentences:
        if not sentence.supported:
            flag = messages.not_supported(plain(sentence.text), one_line(sentence.reason))
            console.print(Text(flag, style="red"))
    print_notices(answer.notices)
    for citation in answer.citations:
        console.print()
        document = citation.document
        reference = _reference(
            document,
            citation.section,
            citation.page,
            formats.said(citation.speaker, citation.sent),
        )
        console.print(Text(f"[{citation.marker}] {reference}", style="bold"))
        print_formatted(console, format_span(document, citation.start, citation.end), "“”")
        console.print(
            Text(f"{one_line(document.source)} {citation.start}–{citation.end}", style="dim")
        )
    if not answer.answered and answer.hits:
        console.print(Text(f"\n{messages.NEAREST}", style="bold"))
        print_hits(answer.hits[:_NEAREST])


def print_notices(notices: Iterable[str]) -> None:
    """Print what the reader has to know beside an answer or passages."""
    console = _console()
    for notice in notices:
        console.print(Text(messages.note(one_line(notice)), style="yellow"))


def print_hits(hits: Sequence[Hit]) -> None:
    """Print passages, the best first."""
    console = _console()
    for hit in hits:
        console.print()
        document = hit.document
        reference = _reference(document, hit.passage.section, hit.passage.page)
        console.print(Text(f"{hit.score:.2f} {reference}", style="bold"))
        print_formatted(console, format_quote(hit.passage.text, document.source))
        console.print(
            Text(
                f"{one_line(document.source)} {hit.passage.start}–{hit.passage.end}",
                style="dim",
            )
        )


def print_documents(records: Sequence[DocumentRecord]) -> None:
    """Print the documents as a table."""
    table = Table(box=None, pad_edge=False)
    for heading in messages.DOCUMENT_COLUMNS:
        table.add_column(heading, no_wrap=heading != messages.DOCUMENT_COLUMNS[-1])
    for record in records:
        title_from = f" ({record.title_from})" if record.title_from else ""
        table.add_row(
            record.id,
            messages.day(record.published),
            record.published_from,
            str(record.passages),
            Text(one_line(f"{record.title}{title_from}")),
        )
    _console().print(table)


def print_record(record: DocumentRecord) -> None:
    """Print a document's title and date, and where it comes from."""
    _console().print(Text(one_line(record.title), style="bold"))
    _print_facts(
        ("title", formats.FOUND[record.title_from]),
        ("published", formats.found(messages.day(record.published), record.published_from)),
        ("source", record.source),
        ("id", record.id),
    )


def print_document(document: Document, record: DocumentRecord) -> None:
    """Print where a document comes from and its sections."""
    console = _console()
    print_record(record)
    _print_facts(
        ("sha256", document.sha256),
        ("characters", f"{len(document.text)}"),
        ("pages", f"{len(document.pages)}" if document.pages else ""),
        ("left out", formats.omissions(document.omissions)),
    )
    for section in document.sections:
        if section.title:
            console.print(Text(f"{section.start:>9}–{section.end:<9} {one_line(section.title)}"))


def _print_facts(*facts: tuple[str, str]) -> None:
    """Print names and values, a line each; those without a value are left out."""
    for name, value in facts:
        if value:
            _console().print(Text(f"{name:11} {one_line(value)}"))


def print_lines(lines: Iterable[str]) -> None:
    """Print lines; whatever they hold, each stays one."""
    for line in lines:
        _console().print(Text(one_line(line)))


def print_message(message: str) -> None:
    """Print one line about what happened on stderr."""
    sys.stderr.write(f"dossier: {one_line(message)}\n")


def print_error(error: DossierError) -> None:
    """Print on stderr what is wrong, and on a line of its own what to do about it."""
    print_message(error.message)
    if error.remedy:
        sys.stderr.write(f"{one_line(error.remedy)}\n")


def print_collections(collections: Sequence["Collection"]) -> None:
    """Print a table of the libraries."""
    table = Table(*messages.COLLECTION_COLUMNS, box=None, pad_edge=False)
    for each in collections:
        name = f"{each.name} ({messages.CHOSEN})" if each.is_chosen else each.name
        table.add_row(name, f"{each.documents:,}", one_line(each.embedding_model))
    _console().print(table)


def print_removal(removal: "Removal") -> None:
    """Print which documents were removed, and which uploaded files could not be deleted."""
    console = _console()
    for record in removal.records:
        console.print(f"removed   {one_line(record.source)}")
    for source, reason in removal.failed.items():
        console.print(Text(f"{'failed':9} {one_line(source)}: {one_line(reason)}", style="red"))


def print_report(report: SyncReport, *, dry_run: bool) -> None:
    """Print what a sync did, or would do, by source."""
    console = _console()
    for name in ("added", "changed", "moved", "removed"):
        for source in getattr(report, name):
            console.print(Text(f"{name:9} {one_line(source)}"))
    for source, indexed_copy in report.duplicate.items():
        console.print(Text(messages.duplicate(one_line(source), one_line(indexed_copy))))
    for source, reason in report.failed.items():
        console.print(Text(f"{'failed':9} {one_line(source)}: {one_line(reason)}", style="red"))
    for source, left_out in report.omissions.items():
        told = formats.omissions(left_out)
        console.print(Text(f"{'left out':9} {one_line(source)}: {one_line(told)}"))
    if report.passed_over:
        console.print(Text(f"{syncing_messages.passed_over(report.passed_over)}."))
    counts = [
        f"{len(getattr(report, name))} {outcome}"
        for name, outcome in messages.OUTCOMES.items()
        if getattr(report, name)
    ]
    heading = messages.WOULD_BE if dry_run else ""
    if report.remaining:
        heading = f"{syncing_messages.STOPPED}: "
    console.print(Text(f"{heading}{', '.join(counts) or messages.NOTHING_TO_DO}."))


def print_feedback(entries: Sequence["Feedback"]) -> None:
    """Print readers' verdicts, each with its question and comment."""
    console = _console()
    for entry in entries:
        style = "green" if entry.verdict == "good" else "red"
        when = f"{entry.at.astimezone():%Y-%m-%d %H:%M}" if entry.at else UNDATED
        console.print(Text(f"{entry.verdict:5}{when}  {one_line(entry.question)}", style=style))
        if entry.comment:
            console.print(Text(f"     “{one_line(entry.comment)}”"))
    if not entries:
        console.print(Text(messages.NO_FEEDBACK))


def print_checkup(checkup: "Checkup") -> None:
    """Print what the library is, what is wrong with it and how to repair that."""
    console = _console()
    for name, value in checkup.facts.items():
        console.print(Text(f"{name:17} {one_line(value)}"))
    for name, value in checkup.settings.items():
        console.print(Text(f"{'DOSSIER_' + name.upper():27} {one_line(value)}", style="dim"))
    for finding in checkup.findings:
        console.print()
        style = "green" if finding.repaired else "red"
        repaired = messages.REPAIRED if finding.repaired else ""
        console.print(Text(f"{repaired}{one_line(finding.kind)}", style=f"bold {style}"))
        console.print(Text(one_line(finding.detail)))
        if not finding.repaired or finding.kind == "damaged":
            console.print(Text(one_line(finding.remedy)))
    if checkup.is_well:
        well = messages.ALL_REPAIRED if checkup.findings else messages.WELL
        console.print(Text(well, style="green"))


@contextmanager
def sync_progress() -> Iterator[Callable[["Progress"], None]]:
    """Show a progress bar on stderr, unless it is not a terminal."""
    from rich import progress as rich_progress

    console = Console(stderr=True)
    bar = rich_progress.Progress(
        rich_progress.BarColumn(_BAR_WIDTH),
        rich_progress.TextColumn("{task.description}"),
        console=console,
        redirect_stdout=False,
        disable=not console.is_terminal,
        transient=True,
    )
    with bar:
        task = bar.add_task(syncing_messages.CHECKING_FILES, total=None)

        def show(now: "Progress") -> None:
            done, total = now.measure
            told = syncing_messages.progress(now)
            bar.update(task, total=total, completed=done, description=told)

        yield show


def _console() -> Console:
    # A pipe has no width: long lines must stay whole there.
    return Console(soft_wrap=not sys.stdout.isatty(), highlight=False, markup=False, emoji=False)


def _reference(
    document: Document | DocumentRecord, section: str | None, page: int | None, who: str = ""
) -> str:
    return one_line(messages.reference(document.title, document.published, section, page, who))
