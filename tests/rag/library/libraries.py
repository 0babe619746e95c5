"""Real processes around a library, and looks at all that it holds."""

import contextlib
import hashlib
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import rag
from rag.library import (
    Entry,
    IndexedDocument,
    LibraryWriter,
    Stamp,
    passage_id,
    register,
    version_name,
)
from rag.library.contents import read_contents
from rag.library.document_check import damaged_documents
from rag.library.lexical.index import LexicalIndex, lexical_folder
from rag.library.store.chroma import Store, open_store
from rag.library.vectors.index import VectorIndex, vectors_folder
from rag.testing.embedder import FakeEmbedder
from rag.types import Document, DocumentRecord, Passage
from tests.conftest import ROOT

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def write_reports(folder: Path, findings: int) -> None:
    """Three files of so many sentences each: Arrow.txt, Birch.txt and Cedar.txt."""
    for name in ("Arrow", "Birch", "Cedar"):
        said = (f"The {name} report names finding {n} of the harbour." for n in range(findings))
        (folder / f"{name}.txt").write_text(" ".join(said), encoding="utf-8")


class Syncs:
    """Runs syncs in processes of their own, which can be killed.

    One process imports all that a sync needs and then forks for each sync, so that a sync costs
    its own time and not the seconds of the imports.
    """

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.rag.library.forking"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert self._read_line() == "ready"

    def start(self, folder: Path, settings: rag.Settings, steps: int = 1) -> int:
        """Begin a sync, or several one after another; the process's id."""
        assert self._server.stdin is not None
        order = [str(folder), str(settings.data_dir), settings.chroma_url, steps]
        self._server.stdin.write(json.dumps(order).encode() + b"\n")
        self._server.stdin.flush()
        return int(self._read_line())

    def ended(self, within: float | None = None) -> int | None:
        """The exit code of the sync begun last; None where it still runs after that many seconds.

        It is negative, the signal's number, where the process was killed.
        """
        assert self._server.stdout is not None
        ready, _, _ = select.select([self._server.stdout], [], [], within)
        return int(self._read_line()) if ready else None

    def close(self) -> None:
        assert self._server.stdin is not None
        self._server.stdin.close()
        self._server.wait(10)
        assert self._server.stdout is not None
        self._server.stdout.close()

    def _read_line(self) -> str:
        assert self._server.stdout is not None
        # Byte by byte: what a buffer holds, `select` does not see.
        line = b""
        while not line.endswith(b"\n"):
            read = os.read(self._server.stdout.fileno(), 1)
            assert read, "the process that starts syncs has ended"
            line += read
        return line.decode().strip()


@dataclass
class ChromaServer:
    """A real Chroma server on this machine, which can be killed and started again."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        chroma = Path(sys.executable).with_name("chroma")
        command = f"run --host 127.0.0.1 --port {self.port} --path".split()
        self.process = subprocess.Popen(
            [chroma, *command, self.folder],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
        )
        while True:
            assert self.process.poll() is None, "the Chroma server has ended"
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None


@contextlib.contextmanager
def chroma_server(folder: Path) -> Iterator[ChromaServer]:
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = ChromaServer(folder, free.getsockname()[1])
    server.start()
    try:
        yield server
    finally:
        server.kill()


def opened(settings: rag.Settings) -> Store:
    store = open_store(settings, "read")
    assert store is not None
    return store


def contents(settings: rag.Settings) -> dict[str, Any]:
    """All that a library holds, but for what differs from one sync to the next."""
    store = opened(settings)
    known = register.read_register(store)
    assert known is not None
    assert known.is_whole
    entries = {
        key: replace(entry, record=replace(entry.record, indexed_at=_LONG_AGO))
        for key, entry in known.entries.items()
    }
    found = store.contents.get(include=["metadatas"])
    return {
        "is_unfinished": known.state.is_unfinished,
        "entries": entries,
        "contents": dict(zip(found["ids"], found["metadatas"] or [], strict=True)),
        "lexical": lexical_contents(settings),
        "vectors": VectorIndex(vectors_folder(settings)).versions(),
    }


def lexical_contents(settings: rag.Settings) -> dict[str, int]:
    """The number of passages by version in the lexical index."""
    return dict(LexicalIndex(lexical_folder(settings)).versions())


def check_whole(settings: rag.Settings) -> dict[str, str]:
    """Check that all which belongs to each document is there; the texts by source."""
    store = opened(settings)
    known = register.read_register(store)
    assert known is not None
    entries = list(known.entries.values())
    assert damaged_documents(store, entries, 0) == {}
    texts = read_contents(store, entries)
    return {entry.record.source: texts[entry.record.id].text for entry in entries}


def indexed(
    name: str, text: str, published: date | None = None, source: str = ""
) -> IndexedDocument:
    """A document ready to be written, made without reading a file: a passage a sentence.

    Args:
        name: stands in its title and source, and its id is made of it.
        source: in place of the source made of the name.
    """
    identifier = hashlib.sha256(name.encode()).hexdigest()[:16]
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    source = source or f"/briefings/{name}.txt"
    document = Document(identifier, f"The {name} report", source, published, text, (), (), sha256)
    version = version_name(document, "test")
    spans = [(found.start(), found.end()) for found in re.finditer(r"\S[^.]*\.", text)]
    passages = tuple(
        Passage(
            id=passage_id(version, n),
            document_id=identifier,
            start=start,
            end=end,
            section=None,
            page=None,
            text=text[start:end],
            sentences=((start, end),),
        )
        for n, (start, end) in enumerate(spans)
    )
    record = DocumentRecord(
        identifier,
        document.title,
        document.source,
        published,
        sha256,
        version,
        len(passages),
        len(text),
        _LONG_AGO,
    )
    vectors = FakeEmbedder().embed_passages([passage.text for passage in passages])
    return IndexedDocument(
        entry=Entry(record, Stamp(len(text), 1), "test"),
        document=document,
        passages=passages,
        vectors=vectors,
        sentence_vectors=tuple(vectors[n : n + 1] for n in range(len(passages))),
        title_vector=FakeEmbedder().embed_passages([document.title]),
    )


def written(settings: rag.Settings, *documents: IndexedDocument) -> LibraryWriter:
    """Write the documents to the library; its writer."""
    writer = LibraryWriter(settings, FakeEmbedder.fingerprint)
    writer.put(documents)
    writer.finish()
    return writer
