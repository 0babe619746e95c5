"""What a sync has to do, decided before anything is touched."""

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ingest.passages import INDEX_FORMAT
from ingest.readers import format_family
from ingest.syncing.files import Found, FoundFile, hash_file, lies_under
from ingest.syncing.snapshot import Duplicate
from rag.errors import UnreadableError
from rag.library import Entry
from rag.settings import Settings

Content = tuple[str, str]
"""What tells whether two files hold the same: SHA-256, and which formats read it alike."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A file to index: its place, and the id of the document it is or becomes."""

    file: FoundFile
    document_id: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a sync.

    Attributes:
        moved: files whose content is in the library under another, vanished source.
        removed: source by id of documents whose file has vanished.
        touched: entries of documents with new metadata of the file but the same content.
        unchanged: sources.
        duplicate: files whose content another file holds, by source.
        superseded: source by id of documents whose file has become a duplicate.
        failed: reason by source.
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


def make_plan(
    found: Found, entries: Mapping[str, Entry], copies: Mapping[str, Duplicate], settings: Settings
) -> Plan:
    """Compare the files found with the register.

    A file whose size and modification time are those of its last reading is unchanged; another is
    read and its content compared. Of files with the same content one is indexed. Only documents
    that came from the roots are ever removed.

    Args:
        found: the files there are.
        entries: the register, by document id.
        copies: duplicates that earlier syncs found, by source.
        settings: bound the size of a file.
    """
    return _Planner(found, entries, copies, settings).plan()


class _Planner:
    """Gathers the steps of one plan."""

    def __init__(
        self,
        found: Found,
        entries: Mapping[str, Entry],
        copies: Mapping[str, Duplicate],
        settings: Settings,
    ) -> None:
        self._found = found
        self._settings = settings
        self._copies = copies
        self._by_source = {entry.record.source: entry for entry in entries.values()}
        self._taken = set(entries)
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
        )

    def _contents(self) -> dict[Content, list[str]]:
        """The files found by their content."""
        contents: dict[Content, list[str]] = defaultdict(list)
        for file in self._found.files.values():
            try:
                contents[self._digest(file), format_family(file.path)].append(file.path)
            except UnreadableError as error:
                self._failed[file.path] = str(error)
        return contents

    def _digest(self, file: FoundFile) -> str:
        entry = self._by_source.get(file.path)
        if entry and entry.stamp == file.stamp:
            return entry.record.sha256
        copy = self._copies.get(file.path)
        if copy and copy.stamp == file.stamp:
            return copy.sha256
        return hash_file(file, self._settings)

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
        """Choose which source the document of that content has, and note the step it needs."""
        for source in sources:
            entry = self._by_source.get(source)
            if entry and _content(entry) == content:
                self._note_same(source, entry)
                return source
        gone = list(free.get(content, ()))
        for entry in elsewhere.get(content, ()):
            if entry.record.source in self._failed or os.path.lexists(entry.record.source):
                return entry.record.source
            gone.append(entry)
        new = next((source for source in sources if source not in self._by_source), None)
        if new and gone:
            self._step("moved", new, gone[0].record.id)
            return new
        for source in sources:
            if source in self._by_source:
                self._step("changed", source, self._by_source[source].record.id)
                return source
        self._step("added", sources[0], self._new_id(sources[0]))
        return sources[0]

    def _note_same(self, source: str, entry: Entry) -> None:
        if entry.recipe != INDEX_FORMAT:
            self._step("changed", source, entry.record.id)
        elif entry.stamp != self._found.files[source].stamp:
            self._step("touched", source, entry.record.id)
        else:
            self._unchanged.append(source)

    def _note_duplicate(self, source: str, indexed_copy: str, content: Content) -> None:
        stamp = self._found.files[source].stamp
        self._duplicate[source] = Duplicate(indexed_copy, content[0], stamp)
        entry = self._by_source.get(source)
        if entry:
            self._superseded[entry.record.id] = source

    def _step(self, kind: str, source: str, document_id: str) -> None:
        self._steps[kind].append(Planned(self._found.files[source], document_id))

    def _new_id(self, source: str) -> str:
        """An id made from the source, which is free unless its document has moved elsewhere."""
        attempt = 0
        while True:
            digest = hashlib.sha256(f"{source}\n{attempt}".encode())
            identifier = digest.hexdigest()[:16]
            if identifier not in self._taken:
                self._taken.add(identifier)
                return identifier
            attempt += 1


def _content(entry: Entry) -> Content:
    return entry.record.sha256, format_family(entry.record.source)


def _by_content(entries: Iterable[Entry]) -> dict[Content, list[Entry]]:
    found: dict[Content, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[_content(entry)].append(entry)
    return found
