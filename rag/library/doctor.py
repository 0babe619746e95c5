"""Checks a library and mends what can be mended.

`examine` only reads. `repair` needs the library's lock for writing, which its caller holds.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Literal

import numpy as np

from rag.errors import LibraryError, ModelError
from rag.library import records as stored
from rag.library import register
from rag.library.chroma import Store, open_store
from rag.library.failures import LexicalError, chroma_errors, location
from rag.library.lexical.index import LexicalIndex, lexical_folder
from rag.library.reader import check_fingerprint
from rag.library.register import Entry
from rag.library.view import passage_from
from rag.library.writer import LibraryWriter
from rag.models.embedder import Embedder
from rag.settings import Settings
from rag.types import Document, Passage

What = Literal[
    "model",
    "library",
    "unfinished",
    "damaged",
    "stray passages",
    "stray texts",
    "lexical index",
    "disk space",
    "language model",
]
_DOCUMENTS_AT_ONCE = 50
_NAMED = 3
_LEAST_FREE = 200_000_000
_LEAST_LENGTH = 0.5


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong.

    Attributes:
        detail: what exactly, in one sentence.
        remedy: what to do, in one sentence.
        documents: ids of the documents concerned.
        repairable: whether `repair` mends it.
        mended: whether it has.
    """

    what: What
    detail: str
    remedy: str
    repairable: bool
    documents: tuple[str, ...] = ()
    mended: bool = False


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was found.

    Attributes:
        facts: what the library is, by name.
        settings: each setting's value, secrets masked.
    """

    findings: tuple[Finding, ...]
    facts: Mapping[str, str]
    settings: Mapping[str, str]

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong, or no longer."""
        return all(finding.mended for finding in self.findings)


def examine(settings: Settings, embedder: Embedder) -> Checkup:
    """Look at everything that the library holds; it takes seconds for 100,000 passages."""
    findings: list[Finding] = []
    facts = {"library": location(settings)}
    dimension = 0
    try:
        dimension = embedder.embed(["A sentence."]).shape[1]
        facts["embedding model"] = f"{embedder.fingerprint}, {dimension} dimensions"
    except ModelError as error:
        findings.append(_plain("model", str(error)))
    findings += _disk_space(settings, facts)
    try:
        store = open_store(settings, "read")
        with chroma_errors(settings):
            if store is None or register.read_state(store) is None:
                facts["documents"] = "none yet; put some in with `dossier sync FOLDER`"
            else:
                findings += _library(settings, store, embedder.fingerprint, dimension, facts)
    except LibraryError as error:
        findings.append(_plain("library", str(error)))
    return Checkup(tuple(findings), facts, settings.shown())


def repair(settings: Settings, embedder: Embedder) -> Checkup:
    """Examine the library and mend what can be mended.

    Strays are deleted, what a killed sync left is finished, the lexical index is made anew, and
    damaged documents are marked so that the next sync indexes them again.

    Returns:
        What was found before, each finding with whether it has been mended.
    """
    before = examine(settings, embedder)
    if any(finding.what in {"model", "library"} for finding in before.findings):
        return before
    if not any(finding.repairable for finding in before.findings):
        return before
    try:
        writer = LibraryWriter(settings, embedder.fingerprint)
        writer.mark_for_indexing(
            [key for found in before.findings if found.what == "damaged" for key in found.documents]
        )
        store = open_store(settings, "read")
        assert store is not None  # the writer has just opened it
        with chroma_errors(settings):
            entries = register.read_entries(store)
            writer.delete_strays(*_strays(store, entries))
        if any(finding.what == "lexical index" for finding in before.findings):
            writer.remake_lexical_index()
        writer.finish()
    except LibraryError as error:
        return replace(before, findings=(*before.findings, _plain("library", str(error))))
    left = {finding.what for finding in examine(settings, embedder).findings} - {"damaged"}
    return replace(
        before,
        findings=tuple(
            replace(found, mended=found.repairable and found.what not in left)
            for found in before.findings
        ),
    )


def _library(
    settings: Settings, store: Store, fingerprint: str, dimension: int, facts: dict[str, str]
) -> Iterator[Finding]:
    state = register.read_state(store)
    assert state is not None
    try:
        check_fingerprint(settings, state, fingerprint)
    except LibraryError as error:
        yield _plain("model", str(error))
        dimension = 0
    if state.journal:
        yield Finding(
            "unfinished",
            f"A sync was interrupted while it changed {len(state.journal)} versions.",
            "Run `dossier doctor --repair` or sync again.",
            repairable=True,
        )
    entries = register.read_entries(store)
    facts["documents"] = str(len(entries))
    facts["passages"] = str(sum(entry.record.passages for entry in entries.values()))
    yield from _damaged(store, entries, dimension)
    noted = set(state.journal)
    names: tuple[What, What] = ("stray passages", "stray texts")
    for name, ids in zip(names, _strays(store, entries), strict=True):
        strays = [identifier for identifier in ids if register.version_of(identifier) not in noted]
        if strays:
            yield Finding(
                name,
                f"{len(strays)} records belong to no document's current version, such as "
                f"{strays[0]}; no reader shows them.",
                "Run `dossier doctor --repair`, which deletes them.",
                repairable=True,
            )
    yield from _lexical(settings, state.generation, entries)


def _damaged(store: Store, entries: Mapping[str, Entry], dimension: int) -> Iterator[Finding]:
    problems: dict[str, str] = {}
    rest = iter(entries.values())
    while batch := list(islice(rest, _DOCUMENTS_AT_ONCE)):
        for key, problem in _problems(store, batch, dimension).items():
            problems[key] = f"{entries[key].record.source} ({problem})"
    if problems:
        named = "; ".join(islice(problems.values(), _NAMED))
        more = f"; and {len(problems) - _NAMED} more" if len(problems) > _NAMED else ""
        yield Finding(
            "damaged",
            f"{len(problems)} documents are not whole: {named}{more}.",
            "Run `dossier doctor --repair`, then `dossier sync` on their folder.",
            repairable=True,
            documents=tuple(problems),
        )


def _problems(store: Store, entries: Sequence[Entry], dimension: int) -> dict[str, str]:
    """What is wrong with each document, by id; those with which nothing is are left out."""
    records = [entry.record for entry in entries]
    ids = [
        passage
        for record in records
        for passage in register.passage_ids(record.version, record.passages)
    ]
    problem = "its pages and sections cannot be read"
    try:
        documents = register.read_documents(store, records)
        problem = "vectors of its passages are missing"
        rows = stored.get(store.passages, ids, "documents", "metadatas", "embeddings")
    except Exception:  # noqa: BLE001 (Chroma raises its InternalError where a vector is missing)
        if len(entries) == 1:
            return {records[0].id: problem}
        alone = (_problems(store, [entry], dimension) for entry in entries)
        return {key: problem for problems in alone for key, problem in problems.items()}
    problems = {
        entry.record.id: _problem(entry, documents.get(entry.record.id), rows, dimension)
        for entry in entries
    }
    return {key: problem for key, problem in problems.items() if problem}


def _problem(
    entry: Entry, document: Document | None, rows: Mapping[str, Any], dimension: int
) -> str:
    """What is wrong with one document; "" where nothing is."""
    record = entry.record
    if not entry.recipe:
        return "marked to be indexed again by the next sync"
    if document is None or len(document.text) != record.characters:
        return "its text is incomplete"
    ids = register.passage_ids(record.version, record.passages)
    missing = sum(identifier not in rows for identifier in ids)
    if missing:
        return f"{missing} of its {len(ids)} passages are missing"
    for identifier in ids:
        text, row, vector = rows[identifier]
        try:
            passage = passage_from(identifier, text, row)
        except (ValueError, KeyError, TypeError):
            return f"passage {identifier} cannot be read"
        if not _is_quotation(passage, document):
            return f"passage {identifier} is not what the document says at its offsets"
        if dimension and len(vector) != dimension:
            return f"its vectors have {len(vector)} dimensions, the model's {dimension}"
        if not np.linalg.norm(vector) > _LEAST_LENGTH:  # so that "not a number" fails too
            return f"the vector of passage {identifier} is empty"
    return ""


def _is_quotation(passage: Passage, document: Document) -> bool:
    inside = all(passage.start <= start < end <= passage.end for start, end in passage.sentences)
    return (
        inside
        and passage.document_id == document.id
        and document.text[passage.start : passage.end] == passage.text
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
    remedy = "Run `dossier doctor --repair`, which makes it anew from Chroma."
    index = LexicalIndex(lexical_folder(settings))
    damage = index.damage()
    if damage:
        yield Finding("lexical index", f"It is damaged ({damage}).", remedy, repairable=True)
        return
    try:
        behind = not index.reflects(generation)
        held = dict(index.versions())
    except LexicalError as error:
        yield Finding("lexical index", f"It cannot be read ({error}).", remedy, repairable=True)
        return
    wanted = {entry.record.version: entry.record.passages for entry in entries.values()}
    wanted = {version: passages for version, passages in wanted.items() if passages}
    if behind or held != wanted:
        differing = len(dict(held.items() ^ wanted.items()))
        detail = f"It differs from the register in {differing} versions."
        if not differing:
            detail = "It does not say which generation of the library it reflects."
        yield Finding("lexical index", detail, remedy, repairable=True)


def _disk_space(settings: Settings, facts: dict[str, str]) -> Iterator[Finding]:
    folder = settings.data_dir
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    used = sum(path.stat().st_size for path in settings.data_dir.rglob("*") if path.is_file())
    facts["size"] = f"{used / 1e6:.0f} MB"
    facts["free on disk"] = f"{free / 1e6:.0f} MB"
    needed = max(used, _LEAST_FREE)
    if free < needed:
        yield _plain(
            "disk space",
            f"{settings.data_dir} has {free / 1e6:.0f} MB left, and a sync of all documents may "
            f"need {needed / 1e6:.0f} MB.",
            "Free some space, or set DOSSIER_DATA_DIR to a folder on another disk.",
        )


def _plain(what: What, detail: str, remedy: str = "") -> Finding:
    """A finding that only a person can mend; an error's message names the remedy itself."""
    detail, separator, advice = (detail, "", "") if remedy else detail.partition("; ")
    if separator:
        detail, remedy = f"{detail}.", advice[:1].upper() + advice[1:]
    return Finding(what, detail, remedy, repairable=False)
