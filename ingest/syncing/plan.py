"""What a sync has to do, decided before anything is changed."""

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest import readers
from ingest.index_format import INDEX_FORMAT
from ingest.syncing.files import Found, FoundFile, check_size, hash_file, lies_under
from ingest.syncing.snapshot import Duplicate
from rag.errors import UnreadableError
from rag.library import Entry, Stamp
from rag.settings import Settings

Content = tuple[str, str]
"""Two files have the same content if these are equal: SHA-256 in hexadecimal, and format family."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A file to index.

    Attributes:
        document_id: of the document that the file has or will have.
        known: the entry that the register is to have, if content and index format are known to be
            those of the document in the library; the file need not be read then.
    """

    file: FoundFile
    document_id: str
    known: Entry | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a sync.

    Attributes:
        moved: files whose content is in the library under a source that is gone.
        removed: source by id of the documents whose file is gone.
        touched: files with new metadata, but the content that the library has of them.
        unchanged: sources.
        duplicate: files whose content another file has, by source.
        superseded: source by id of the documents whose file has become a duplicate.
        failed: reason by source.
        passed_over: how many files of formats that are not read there are, by ending.
    """

    added: tuple[Planned, ...] = ()
    changed: tuple[Planned, ...] = ()
    moved: tuple[Planned, ...] = ()
    removed: Mapping[str, str] = field(default_factory=dict)
    touched: tuple[Planned, ...] = ()
    unchanged: tuple[str, ...] = ()
    duplicate: Mapping[str, Duplicate] = field(default_factory=dict)
    superseded: Mapping[str, str] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    passed_over: Mapping[str, int] = field(default_factory=dict)


def make_plan(
    found: Found,
    entries: Mapping[str, Entry],
    duplicates: Mapping[str, Duplicate],
    settings: Settings,
) -> Plan:
    """Compare the files found with the register.

    A file with the size and modification time that it was last read with is unchanged. Another one
    is hashed, unless its size shows that no other file or document has its content. Of files with
    the same content, one is indexed. Only documents from the roots are ever removed.

    Args:
        found: the files under the roots.
        entries: the register, by document id.
        duplicates: the duplicates that earlier syncs found, by source.
        settings: limit the size of a file.
    """
    return _Planner(found, entries, duplicates, settings).plan()


class _Planner:
    """Collects the steps of one plan."""

    def __init__(
        self,
        found: Found,
        entries: Mapping[str, Entry],
        duplicates: Mapping[str, Duplicate],
        settings: Settings,
    ) -> None:
        self._found = found
        self._settings = settings
        self._duplicates = duplicates
        self._by_source = {entry.record.source: entry for entry in entries.values()}
        self._taken = set(entries)
        self._sizes = _sizes(found, entries.values())
        self._stamps: dict[str, Stamp] = {}
        self._failed = dict(found.failed)
        self._steps: dict[str, list[Planned]] = defaultdict(list)
        self._unchanged: list[str] = []
        self._duplicate: dict[str, Duplicate] = {}
        self._superseded: dict[str, str] = {}

    def plan(self) -> Plan:
        """The steps."""
        contents = self._contents()
        vanished = self._vanished()
        elsewhere = self._elsewhere(vanished)
        free = _by_content(vanished.values())
        for content, sources in contents.items():
            indexed_copy = self._indexed_copy(content, sources, elsewhere, free)
            for source in sources:
                if source != indexed_copy:
                    self._note_duplicate(source, indexed_copy, content)
        moved = {planned.document_id for planned in self._steps["moved"]}
        return Plan(
            added=tuple(self._steps["added"]),
            changed=tuple(self._steps["changed"]),
            moved=tuple(self._steps["moved"]),
            removed={key: e.record.source for key, e in vanished.items() if key not in moved},
            touched=tuple(self._steps["touched"]),
            unchanged=tuple(self._unchanged),
            duplicate=self._duplicate,
            superseded=self._superseded,
            failed=self._failed,
            passed_over=self._found.passed_over,
        )

    def _contents(self) -> dict[Content, list[str]]:
        """The sources of the files found, by content."""
        contents: dict[Content, list[str]] = defaultdict(list)
        for file in self._found.files.values():
            try:
                content = self._digest(file), readers.format_family(file.path)
            except UnreadableError as error:
                self._failed[file.path] = str(error)
            else:
                contents[content].append(file.path)
        return contents

    def _digest(self, file: FoundFile) -> str:
        """The file's SHA-256, or a word of its own if no other file can have the same content."""
        self._stamps[file.path] = file.stamp
        for known in (self._by_source.get(file.path), self._duplicates.get(file.path)):
            if known is not None and known.stamp == file.stamp:
                return known.record.sha256 if isinstance(known, Entry) else known.sha256
        if self._sizes and self._sizes[file.size] == 1:
            check_size(file.stamp, self._settings)
            return f"of {file.path}"
        digest, self._stamps[file.path] = hash_file(file, self._settings)
        return digest

    def _vanished(self) -> dict[str, Entry]:
        """Documents from the roots whose file is gone, by id, in the order of their sources."""
        roots, failed = self._found.roots, tuple(self._found.failed)
        return {
            entry.record.id: entry
            for source, entry in sorted(self._by_source.items())
            if source not in self._found.files
            and lies_under(source, roots)
            and not lies_under(source, failed)
        }

    def _elsewhere(self, vanished: Mapping[str, Entry]) -> dict[Content, list[Entry]]:
        """Documents that stay as they are: from outside the roots, or of files that failed."""
        return _by_content(
            entry
            for source, entry in self._by_source.items()
            if (source not in self._found.files or source in self._failed)
            and entry.record.id not in vanished
        )

    def _indexed_copy(
        self,
        content: Content,
        sources: list[str],
        elsewhere: Mapping[Content, list[Entry]],
        free: Mapping[Content, list[Entry]],
    ) -> str:
        """Choose the source that the document of that content has, and add the step it needs."""
        for source in sources:
            entry = self._by_source.get(source)
            if entry and _content(entry) == content:
                self._add_known(source, entry)
                return source
        gone = list(free.get(content, ()))
        for entry in elsewhere.get(content, ()):
            if entry.record.source in self._failed or os.path.lexists(entry.record.source):
                return entry.record.source
            gone.append(entry)
        new = next((source for source in sources if source not in self._by_source), None)
        if new and gone:
            self._add_moved(new, gone[0])
            return new
        for source in sources:
            if source in self._by_source:
                self._step("changed", source, self._by_source[source].record.id)
                return source
        self._step("added", sources[0], self._new_id(sources[0]))
        return sources[0]

    def _add_known(self, source: str, entry: Entry) -> None:
        stamp = self._stamps[source]
        if entry.index_format != INDEX_FORMAT:
            self._step("changed", source, entry.record.id)
        elif entry.stamp != stamp:
            self._step("touched", source, entry.record.id, replace(entry, stamp=stamp))
        else:
            self._unchanged.append(source)

    def _add_moved(self, source: str, entry: Entry) -> None:
        record, known = entry.record, None
        title = entry.as_read.title if entry.as_read else record.title
        same = readers.is_same_document(Path(record.source), Path(source), title)
        if same and entry.index_format == INDEX_FORMAT:
            moved = replace(record, source=source)
            known = replace(entry, record=moved, stamp=self._stamps[source])
        self._step("moved", source, record.id, known)

    def _note_duplicate(self, source: str, indexed_copy: str, content: Content) -> None:
        self._duplicate[source] = Duplicate(indexed_copy, content[0], self._stamps[source])
        entry = self._by_source.get(source)
        if entry:
            self._superseded[entry.record.id] = source

    def _step(self, kind: str, source: str, document_id: str, known: Entry | None = None) -> None:
        self._steps[kind].append(Planned(self._found.files[source], document_id, known))

    def _new_id(self, source: str) -> str:
        """An id made from the source; another one if a document that moved away has it."""
        attempt = 0
        while True:
            digest = hashlib.sha256(f"{source}\n{attempt}".encode())
            identifier = digest.hexdigest()[:16]
            if identifier not in self._taken:
                self._taken.add(identifier)
                return identifier
            attempt += 1


def _content(entry: Entry) -> Content:
    return entry.record.sha256, readers.format_family(entry.record.source)


def _by_content(entries: Iterable[Entry]) -> dict[Content, list[Entry]]:
    found: dict[Content, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[_content(entry)].append(entry)
    return found


def _sizes(found: Found, entries: Iterable[Entry]) -> Counter[int]:
    """How many files and documents have each size; empty where a document's size is unknown.

    A document that is marked for indexing has the size 0, which no file with a text has. One whose
    file has kept its size counts twice, so that the file is hashed.
    """
    sizes = Counter(entry.stamp.size for entry in entries)
    if 0 in sizes:
        return Counter()
    return sizes + Counter(file.size for file in found.files.values())
