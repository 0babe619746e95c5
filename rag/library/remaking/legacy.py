"""Libraries of version 0.1: they are read, and rewritten by the next writer without embedding.

They were three collections without a prefix. `documents` held the register, a metadata key for each
field, with pages and sections as text; `texts` a document's text in parts of 250,000 characters;
`passages` a record for each passage, with its vector in Chroma's own index on disk and those of its
sentences and title in its metadata. Reading that index can end the process where its files are
damaged, so a process of its own does it; a document whose vectors are lost is indexed again.
"""

import base64
import json
import logging
import shutil
import subprocess
import sys
import tempfile
import uuid
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rag.library import contents, register
from rag.library.contents import PackedVersion, VersionVectors, packed_version
from rag.library.places import chroma_folder
from rag.library.register import Entry, Stamp, State, passage_ids
from rag.library.store import records as stored
from rag.library.store.chroma import Store, connected, exists, open_store, serve
from rag.library.store.connection import Connection
from rag.library.store.packing import Rows, directions
from rag.models.embedder import Vector
from rag.settings import Settings
from rag.types import Document, DocumentRecord, Page, Passage, Section

if TYPE_CHECKING:
    from chromadb import Collection

log = logging.getLogger(__name__)

_NAMES = ("documents", "texts", "passages")
_STATE_ID = "#state"
_TEXT_PART = 250_000
_DOCUMENTS_AT_ONCE = 50
_NUMBER = 1
"""Of the making that such a library becomes."""


@dataclass(frozen=True, slots=True)
class _LegacyLibrary:
    documents: "Collection"
    texts: "Collection"
    passages: "Collection"

    @classmethod
    def of(cls, connection: Connection) -> "_LegacyLibrary":
        models = connection.models()
        return cls(*(connection.open(models[name]) for name in _NAMES))


def migrate(settings: Settings) -> None:
    """Rewrite a library of version 0.1; nothing where there is none. The lock must be held.

    What was begun and not ended is gone on with. Readers read the old one until it is done.

    Raises:
        LibraryError: it cannot be read, or the new one cannot be written.
    """
    if not is_legacy(settings):
        return
    log.info("the library is of version 0.1 and is rewritten")
    store = open_store(settings, "write", _NUMBER)
    assert store is not None  # mode "write" creates what is missing
    _copy(settings, store)
    serve(settings, _NUMBER)
    with connected(settings, "write") as connection:
        for name in _NAMES:
            connection.delete(name)
    if settings.chroma_url is None:
        _delete_vector_indexes(chroma_folder(settings))


def opened_copy(settings: Settings) -> Store | None:
    """A rewritten copy of a library of version 0.1, in a temporary folder; None where none is."""
    if not exists(settings) or not is_legacy(settings):
        return None
    folder = tempfile.TemporaryDirectory(prefix="dossier-")
    copy = settings.model_copy(update={"data_dir": Path(folder.name), "chroma_url": None})
    log.info("the library is of version 0.1; a copy of it is read until the next sync")
    store = open_store(copy, "write")
    assert store is not None  # mode "write" creates what is missing
    _copy(settings, store)
    weakref.finalize(store, folder.cleanup)
    return store


def is_legacy(settings: Settings) -> bool:
    """Whether the library is one of version 0.1."""
    default = type(settings).model_fields["collection"].default
    if settings.collection != default or not exists(settings):
        return False
    with connected(settings, "read") as connection:
        return connection.models().keys() >= set(_NAMES)


def _copy(settings: Settings, store: Store) -> None:
    """Write all of the library of version 0.1 into the store that is not there yet."""
    with connected(settings, "read") as connection:
        old = _LegacyLibrary.of(connection)
        found: Any = old.documents.get(include=["metadatas", "documents"])
        rows = zip(found["ids"], found["metadatas"], found["documents"], strict=True)
        documents = {key: (row, layout) for key, row, layout in rows}
        (state, _) = documents.pop(_STATE_ID, (None, ""))
        if state is None:
            return
        done = register.read_register(store)
        new = done.state if done else State(register.new_generation(), state["fingerprint"])
        known = done.entries if done else {}
        todo = [key for key in documents if key not in known]
        with _PassageVectors(settings, old) as vectors:
            for some in stored.slices(todo, _DOCUMENTS_AT_ONCE):
                versions = list(_versions(old, {key: documents[key] for key in some}, vectors))
                contents.write(store, versions)
                entries = [version.entry for version in versions]
                new = new.changed((), [entry.record.version for entry in entries])
                register.write(store, new, entries)
        register.write(store, new)


def _versions(
    old: _LegacyLibrary,
    documents: Mapping[str, tuple[Mapping[str, Any], str]],
    vectors: "_PassageVectors",
) -> Iterator[PackedVersion]:
    for key, (row, layout) in documents.items():
        record = register.record_in(key, row)
        parts = passage_ids(record.version, -(-record.characters // _TEXT_PART))
        texts = stored.get(old.texts, parts, "documents")
        ids = passage_ids(record.version, record.passages)
        passages = stored.get(old.passages, ids, "documents", "metadatas")
        if len(texts) < len(parts) or len(passages) < len(ids):
            log.warning("%s is not whole and is left out; sync indexes it again", record.source)
            continue
        parsed = json.loads(layout)
        document = Document(
            id=key,
            title=record.title,
            source=record.source,
            published=record.published,
            text="".join(text for (text,) in texts.values()),
            pages=tuple(Page(*page) for page in parsed["pages"]),
            sections=tuple(Section(*section) for section in parsed["sections"]),
            sha256=record.sha256,
        )
        cut = tuple(_passage(key, text, meta) for key, (text, meta) in passages.items())
        kept = _vectors(record, cut, [meta for _, meta in passages.values()], vectors)
        stamp = Stamp(row["size"], row["mtime_ns"]) if kept else Stamp(0, 0)
        entry = Entry(record, stamp, str(row["recipe"]) if kept else "")
        empty = VersionVectors(record, (), np.zeros((0, 0), dtype=np.int8))
        yield packed_version(entry, document, cut, kept or empty)


def _passage(identifier: str, text: str, row: Mapping[str, Any]) -> Passage:
    spans = (span.split("-") for span in str(row["sentences"]).split())
    return Passage(
        id=identifier,
        document_id=row["document_id"],
        start=row["start"],
        end=row["end"],
        section=row["section"] or None,
        page=row["page"] or None,
        text=text,
        sentences=tuple((int(start), int(end)) for start, end in spans),
    )


def _vectors(
    record: DocumentRecord,
    passages: Sequence[Passage],
    rows: Sequence[Mapping[str, Any]],
    vectors: "_PassageVectors",
) -> VersionVectors | None:
    """What is kept of the version's vectors; None where some are lost."""
    own = vectors.of(passages)
    if own is None or not len(own):
        return None
    dimension = own.shape[1]
    sentences = [_unpacked(row["sentence_vectors"], dimension) for row in rows]
    title = _unpacked(rows[0].get("title_vector", ""), dimension)
    if len(title) != 1:  # not kept by the first of those versions
        title = np.zeros((1, dimension), dtype=np.int8)
    if any(len(s) != len(p.sentences) for s, p in zip(sentences, passages, strict=True)):
        return None
    counts = tuple(len(passage.sentences) for passage in passages)
    return VersionVectors(record, counts, np.concatenate([title, own, *sentences]))


def _unpacked(text: str, dimension: int) -> Rows:
    data = np.frombuffer(base64.b64decode(text), dtype=np.int8)
    return data.reshape(-1, dimension)


class _PassageVectors:
    """The passages' vectors, read from a folder's vector index by a process of its own."""

    def __init__(self, settings: Settings, old: _LegacyLibrary) -> None:
        self._old = old if settings.chroma_url is not None else None
        self._scratch = tempfile.TemporaryDirectory(prefix="dossier-")
        self._rows: Mapping[str, int] = {}
        self._vectors = np.zeros((0, 0), dtype=np.float32)
        if self._old is None:
            self._read(chroma_folder(settings))

    def __enter__(self) -> "_PassageVectors":
        return self

    def __exit__(self, *_: object) -> None:
        self._scratch.cleanup()

    def of(self, passages: Sequence[Passage]) -> Rows | None:
        """The directions of those passages' vectors, one row each; None where some are lost."""
        ids = [passage.id for passage in passages]
        if self._old is not None:
            found = stored.get(self._old.passages, ids, "embeddings")
            rows: list[Vector] = [vector for (vector,) in found.values()]
        else:
            rows = [self._vectors[self._rows[key]] for key in ids if key in self._rows]
        if len(rows) < len(ids) or not rows:
            return None
        return directions(np.asarray(rows, dtype=np.float32))

    def _read(self, folder: Path) -> None:
        target = Path(self._scratch.name)
        command = [
            sys.executable,
            "-m",
            "rag.library.remaking.legacy_vectors",
            str(folder),
            str(target),
        ]
        ended = subprocess.run(command, capture_output=True, check=False, text=True)
        if ended.returncode:
            log.warning(
                "the vectors of version 0.1 cannot be read (%s); sync embeds its documents again",
                ended.stderr.strip().splitlines()[-1:] or ended.returncode,
            )
            return
        self._vectors = np.load(target / "vectors.npy", mmap_mode="r")
        ids = json.loads((target / "ids.json").read_text(encoding="utf-8"))
        self._rows = {key: row for row, key in enumerate(ids)}


def _delete_vector_indexes(folder: Path) -> None:
    """Delete the folders in which Chroma kept its vector indexes, each named by a UUID."""
    for path in folder.iterdir():
        with suppress(ValueError):
            uuid.UUID(path.name)
            shutil.rmtree(path, ignore_errors=True)
