"""Examines a library and repairs what can be repaired; nothing else is looked at."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from rag.errors import DossierError, LibraryError, ModelError
from rag.library import register
from rag.library.chroma import Store, open_store
from rag.library.document_check import damaged_documents
from rag.library.failures import LexicalError, chroma_errors, location
from rag.library.lexical.index import LexicalIndex, lexical_folder
from rag.library.locking import one_writer
from rag.library.reader import check_fingerprint
from rag.library.register import Entry
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
    UNFINISHED = "unfinished"
    DAMAGED = "damaged"
    STRAY_PASSAGES = "stray passages"
    STRAY_TEXTS = "stray texts"
    LEXICAL_INDEX = "lexical index"
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
        dimension = embedder.embed(["A sentence."]).shape[1]
        facts["embedding model"] = f"{embedder.fingerprint}, {dimension} dimensions"
    except ModelError as error:
        findings.append(_unrepairable(FindingKind.MODEL, error))
    findings += _disk_space(settings, facts)
    try:
        store = open_store(settings, "read")
        with chroma_errors(settings):
            if store is None or register.read_state(store) is None:
                facts["documents"] = "none yet; put some in with `dossier sync FOLDER`"
            else:
                findings += _library(settings, store, embedder.fingerprint, dimension, facts)
    except LibraryError as error:
        findings.append(_unrepairable(FindingKind.LIBRARY, error))
    return Checkup(tuple(findings), facts, settings.shown())


def repair_library(settings: Settings, embedder: Embedder, *, wait: bool = True) -> Checkup:
    """Examine the library and repair what can be repaired.

    Strays are deleted, what an interrupted sync left is finished, the lexical index is rebuilt, and
    damaged documents are marked so that the next sync indexes them again.

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
    writer = LibraryWriter(settings, fingerprint)
    writer.mark_for_indexing([key for found in checkup.findings for key in found.documents])
    store = open_store(settings, "read")
    assert store is not None  # the writer has just opened it
    with chroma_errors(settings):
        writer.delete_strays(*_strays(store, register.read_entries(store)))
    if any(found.kind == FindingKind.LEXICAL_INDEX for found in checkup.findings):
        writer.rebuild_lexical_index()
    writer.finish()


def _library(
    settings: Settings, store: Store, fingerprint: str, dimension: int, facts: dict[str, str]
) -> Iterator[Finding]:
    state = register.read_state(store)
    assert state is not None
    try:
        check_fingerprint(settings, state, fingerprint)
    except LibraryError as error:
        yield _unrepairable(FindingKind.MODEL, error)
        dimension = 0
    if state.journal:
        yield Finding(
            FindingKind.UNFINISHED,
            f"A sync was interrupted while it changed {len(state.journal)} versions.",
            f"{_REPAIR} or sync again.",
            repairable=True,
        )
    entries = register.read_entries(store)
    facts["documents"] = str(len(entries))
    facts["passages"] = str(sum(entry.record.passages for entry in entries.values()))
    yield from _damaged(store, entries, dimension)
    yield from _stray(store, entries, state.journal)
    yield from _lexical(settings, state.generation, entries)


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


def _stray(
    store: Store, entries: Mapping[str, Entry], journal: Mapping[str, tuple[int, int]]
) -> Iterator[Finding]:
    kinds = (FindingKind.STRAY_PASSAGES, FindingKind.STRAY_TEXTS)
    for kind, ids in zip(kinds, _strays(store, entries), strict=True):
        strays = [each for each in ids if register.version_of(each) not in journal]
        if strays:
            yield Finding(
                kind,
                f"{len(strays)} records belong to no document's current version, such as "
                f"{strays[0]}; no reader shows them.",
                f"{_REPAIR}, which deletes them.",
                repairable=True,
            )


def _strays(store: Store, entries: Mapping[str, Entry]) -> tuple[list[str], list[str]]:
    """Ids of passages and of text parts that belong to no document's current version."""
    passages: set[str] = set()
    texts: set[str] = set()
    for entry in entries.values():
        record = entry.record
        parts = register.text_parts(record.characters)
        passages.update(register.passage_ids(record.version, record.passages))
        texts.update(register.passage_ids(record.version, parts))
    return (
        sorted(set(store.passages.get(include=[])["ids"]) - passages),
        sorted(set(store.texts.get(include=[])["ids"]) - texts),
    )


def _lexical(
    settings: Settings, generation: str, entries: Mapping[str, Entry]
) -> Iterator[Finding]:
    detail = _lexical_problem(LexicalIndex(lexical_folder(settings)), generation, entries)
    if detail:
        remedy = f"{_REPAIR}, which rebuilds it from Chroma."
        yield Finding(FindingKind.LEXICAL_INDEX, detail, remedy, repairable=True)


def _lexical_problem(index: LexicalIndex, generation: str, entries: Mapping[str, Entry]) -> str:
    """What is wrong with the lexical index, as a sentence; "" where nothing is."""
    damage = index.damage()
    if damage:
        return f"It is damaged ({damage})."
    try:
        behind = not index.reflects(generation)
        held = dict(index.versions())
    except LexicalError as error:
        return f"It cannot be read ({error})."
    wanted = {entry.record.version: entry.record.passages for entry in entries.values()}
    wanted = {version: passages for version, passages in wanted.items() if passages}
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
