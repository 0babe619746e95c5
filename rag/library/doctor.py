"""Examines a library and repairs what can be repaired; nothing else is looked at."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from rag.errors import DossierError, LibraryError, ModelError
from rag.library import contents, register
from rag.library.backup import backed_up, check_present, restore
from rag.library.document_check import damaged_documents
from rag.library.failures import DamagedLibraryError, chroma_errors, damaged
from rag.library.lexical.index import LexicalIndex, lexical_folder
from rag.library.locking import one_writer
from rag.library.places import location
from rag.library.reader import check_fingerprint
from rag.library.register import Entry, Register
from rag.library.remaking.legacy import opened_copy
from rag.library.store.chroma import Store, open_store
from rag.library.store.database import check_database, inspect_database
from rag.library.vectors.index import VectorIndex, vectors_folder
from rag.library.writer import LibraryWriter
from rag.models.embedder import Embedder
from rag.settings import Settings

_NAMED = 3
"""How many damaged documents a finding names."""

_MIN_FREE = 200_000_000
"""Bytes: a small library's sync needs less, and a disk with less is soon full anyway."""

_REPAIR = "Run `dossier doctor --repair`"


class FindingKind(StrEnum):
    """What may be wrong with a library."""

    MODEL = "model"
    LIBRARY = "library"
    DATABASE = "database"
    UNFINISHED = "unfinished"
    DAMAGED = "damaged"
    STRAYS = "strays"
    LEXICAL_INDEX = "lexical index"
    VECTOR_INDEX = "vector index"
    DISK_SPACE = "disk space"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong.

    Attributes:
        detail: what exactly, in one sentence.
        remedy: what to do, in one sentence.
        documents: ids of the documents concerned.
        repairable: whether `repair_library` can repair it.
        repaired: whether it has been repaired.
    """

    kind: FindingKind
    detail: str
    remedy: str
    repairable: bool
    documents: tuple[str, ...] = ()
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Checkup:
    """The result of an examination.

    Attributes:
        facts: what the library is, by name.
        settings: each setting's value, secrets masked.
    """

    findings: tuple[Finding, ...]
    facts: Mapping[str, str]
    settings: Mapping[str, str]

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong, or everything that was has been repaired."""
        return all(finding.repaired for finding in self.findings)


def examine_library(settings: Settings, embedder: Embedder) -> Checkup:
    """Read everything that the library holds; it takes seconds for 100,000 passages.

    Nothing is written, and no lock is needed.
    """
    findings: list[Finding] = []
    facts = {"library": location(settings)}
    dimension = 0
    try:
        dimension = embedder.embed_passages(["A sentence."]).shape[1]
        facts["embedding model"] = f"{embedder.fingerprint}, {dimension} dimensions"
    except ModelError as error:
        findings.append(_unrepairable(FindingKind.MODEL, error))
    findings += _disk_space(settings, facts)
    try:
        findings += _library(settings, embedder.fingerprint, dimension, facts)
    except DamagedLibraryError as error:
        findings.append(_database(settings, error))
    except LibraryError as error:
        findings.append(_unrepairable(FindingKind.LIBRARY, error))
    return Checkup(tuple(findings), facts, settings.shown())


def repair_library(settings: Settings, embedder: Embedder, *, wait: bool = True) -> Checkup:
    """Examine the library and repair what can be repaired.

    A lost database is restored from its backup, what an interrupted sync left is finished, strays
    are deleted, the indexes are rebuilt, and damaged documents are marked so that the next sync
    indexes them again.

    Args:
        wait: whether to wait for another process that writes to the library.

    Returns:
        What was found before, each finding with whether it has been repaired.

    Raises:
        LibraryBusyError: another process writes to the library, and `wait` is False.
        LibraryError: the data folder cannot be written to.
    """
    with one_writer(settings, wait=wait):
        before = examine_library(settings, embedder)
        kinds = {finding.kind for finding in before.findings}
        if kinds & {FindingKind.MODEL, FindingKind.LIBRARY}:
            return before
        if not any(finding.repairable for finding in before.findings):
            return before
        try:
            _repair(settings, embedder.fingerprint, before)
        except LibraryError as error:
            failure = _unrepairable(FindingKind.LIBRARY, error)
            return replace(before, findings=(*before.findings, failure))
        after = examine_library(settings, embedder)
    left = {finding.kind for finding in after.findings} - {FindingKind.DAMAGED}
    return replace(
        before,
        findings=tuple(
            replace(found, repaired=found.repairable and found.kind not in left)
            for found in before.findings
        ),
    )


def _repair(settings: Settings, fingerprint: str, checkup: Checkup) -> None:
    """Repair the checkup's repairable findings; the library's lock must be held."""
    kinds = {finding.kind for finding in checkup.findings}
    if FindingKind.DATABASE in kinds:
        restore(settings)
    writer = LibraryWriter(settings, fingerprint)
    writer.mark_for_indexing([key for found in checkup.findings for key in found.documents])
    if kinds & {FindingKind.LEXICAL_INDEX, FindingKind.VECTOR_INDEX}:
        writer.rebuild_indexes()
    if kinds & {FindingKind.STRAYS, FindingKind.UNFINISHED}:
        writer.delete_leftovers()
    writer.finish()


def _library(
    settings: Settings, fingerprint: str, dimension: int, facts: dict[str, str]
) -> Iterator[Finding]:
    check_database(settings)
    reason = inspect_database(settings)
    if reason:
        raise damaged(settings, reason)
    store = open_store(settings, "read") or opened_copy(settings)
    with chroma_errors(settings):
        known = register.read_register(store) if store is not None else None
        if store is None or known is None:
            check_present(settings)
            facts["documents"] = "none yet; put some in with `dossier sync FOLDER`"
            return
        if not known.is_whole:
            raise damaged(settings, "documents are missing from its register")
        facts["documents"] = str(len(known.entries))
        passages = sum(entry.record.passages for entry in known.entries.values())
        facts["passages"] = str(passages)
        yield from _of_store(settings, store, known, fingerprint, dimension)


def _of_store(
    settings: Settings, store: Store, known: Register, fingerprint: str, dimension: int
) -> Iterator[Finding]:
    try:
        check_fingerprint(settings, known.state, fingerprint)
    except LibraryError as error:
        yield _unrepairable(FindingKind.MODEL, error)
        dimension = 0
    yield from _damaged(store, known.entries, dimension)
    yield from _left_over(store, known)
    yield from _indexes(settings, known)


def _database(settings: Settings, error: DamagedLibraryError) -> Finding:
    count = backed_up(settings)
    if not count:
        return _unrepairable(FindingKind.DATABASE, error)
    return Finding(
        FindingKind.DATABASE,
        error.message,
        f"{_REPAIR}, or sync again: either restores {count} documents from the backup.",
        repairable=True,
    )


def _damaged(store: Store, entries: Mapping[str, Entry], dimension: int) -> Iterator[Finding]:
    problems = damaged_documents(store, list(entries.values()), dimension)
    if problems:
        named = [f"{entries[key].record.source} ({why})" for key, why in problems.items()]
        more = [f"and {len(named) - _NAMED} more"] if len(named) > _NAMED else []
        yield Finding(
            FindingKind.DAMAGED,
            f"{len(problems)} documents are not whole: {'; '.join(named[:_NAMED] + more)}.",
            f"{_REPAIR}, then `dossier sync` on their folder.",
            repairable=True,
            documents=tuple(problems),
        )


def _left_over(store: Store, known: Register) -> Iterator[Finding]:
    if known.state.is_unfinished:
        yield Finding(
            FindingKind.UNFINISHED,
            "A sync was interrupted while it changed the library.",
            f"{_REPAIR} or sync again.",
            repairable=True,
        )
        return
    strays = contents.strays(store, known.entries.values())
    if strays:
        yield Finding(
            FindingKind.STRAYS,
            f"{len(strays)} records belong to no document's current version, such as "
            f"{strays[0]}; no reader shows them.",
            f"{_REPAIR}, which deletes them.",
            repairable=True,
        )


def _indexes(settings: Settings, known: Register) -> Iterator[Finding]:
    generation = known.state.generation
    versions = {e.record.version: e.record.passages for e in known.entries.values()}
    lexical, vectors = (
        LexicalIndex(lexical_folder(settings)),
        VectorIndex(vectors_folder(settings)),
    )
    # The lexical index knows no version without passages.
    some = {version: passages for version, passages in versions.items() if passages}
    problems = {
        FindingKind.LEXICAL_INDEX: _problem(lexical, generation, some),
        FindingKind.VECTOR_INDEX: _problem(vectors, generation, versions),
    }
    for kind, detail in problems.items():
        if detail:
            remedy = f"{_REPAIR}, which rebuilds it from Chroma."
            yield Finding(kind, detail, remedy, repairable=True)


def _problem(index: LexicalIndex | VectorIndex, generation: str, wanted: Mapping[str, int]) -> str:
    """What is wrong with an index, as a sentence; "" where nothing is."""
    damage = index.damage()
    if damage:
        return f"It is damaged ({damage})."
    try:
        behind = not index.reflects(generation)
        held = dict(index.versions())
    except OSError as error:
        return f"It cannot be read ({error})."
    differing = len(dict(held.items() ^ wanted.items()))
    if differing:
        return f"It differs from the register in {differing} versions."
    return "It does not say which generation of the library it reflects." if behind else ""


def _disk_space(settings: Settings, facts: dict[str, str]) -> Iterator[Finding]:
    folder = settings.data_dir
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    used = sum(path.stat().st_size for path in settings.data_dir.rglob("*") if path.is_file())
    facts["size"] = f"{used / 1e6:.0f} MB"
    facts["free on disk"] = f"{free / 1e6:.0f} MB"
    needed = max(used, _MIN_FREE)
    if free < needed:
        yield Finding(
            FindingKind.DISK_SPACE,
            f"{settings.data_dir} has {free / 1e6:.0f} MB left, and a sync of all documents may "
            f"need {needed / 1e6:.0f} MB.",
            "Free some space, or set DOSSIER_DATA_DIR to a folder on another disk.",
            repairable=False,
        )


def _unrepairable(kind: FindingKind, error: DossierError) -> Finding:
    """A finding that only a person can act on."""
    return Finding(kind, error.message, error.remedy, repairable=False)
