"""The report of a sync, from its plan and what became of it."""

from collections.abc import Mapping, Sequence, Set
from types import MappingProxyType

from ingest.report import SyncReport
from ingest.syncing.files import Found
from ingest.syncing.plan import Plan, Planned
from ingest.syncing.snapshot import SyncSnapshot
from rag.types import Omission


def report_of(
    plan: Plan,
    failed: Mapping[str, str],
    remaining: Set[str],
    omissions: Mapping[str, tuple[Omission, ...]] = MappingProxyType({}),
) -> SyncReport:
    """The report of a sync.

    A duplicate shares the fate of the file whose content it has: it is reported as failed or
    remaining where that file is.

    Args:
        plan: what was to be done.
        failed: reason by source of the files that could not be read while the plan was applied.
        remaining: sources not reached before the sync was stopped.
        omissions: of the documents that were read, by source.
    """

    def sources(planned: Sequence[Planned]) -> tuple[str, ...]:
        paths = (p.file.path for p in planned)
        return tuple(sorted(p for p in paths if p not in failed and p not in remaining))

    copies = {source: duplicate.indexed_copy for source, duplicate in plan.duplicate.items()}
    also_failed = {source: failed[copy] for source, copy in copies.items() if copy in failed}
    also_remaining = {source for source, copy in copies.items() if copy in remaining}
    return SyncReport(
        added=sources(plan.added),
        changed=sources(plan.changed),
        moved=sources(plan.moved),
        removed=tuple(sorted(set(plan.removed.values()) - remaining)),
        unchanged=tuple(sorted([*plan.unchanged, *sources(plan.touched)])),
        duplicate={
            source: copy
            for source, copy in sorted(copies.items())
            if source not in also_failed and source not in also_remaining
        },
        failed=dict(sorted({**plan.failed, **failed, **also_failed}.items())),
        remaining=tuple(sorted(remaining | also_remaining)),
        passed_over=plan.passed_over,
        omissions={key: omissions[key] for key in sorted(omissions.keys() - remaining)},
    )


def report_unchanged(found: Found, snapshot: SyncSnapshot) -> SyncReport:
    """The report of a sync that found every file as the snapshot has it."""
    copies = {
        source: snapshot.duplicates[source].indexed_copy
        for source in found.files
        if source in snapshot.duplicates
    }
    return SyncReport(
        unchanged=tuple(sorted(source for source in found.files if source not in copies)),
        duplicate=dict(sorted(copies.items())),
        passed_over=found.passed_over,
    )
