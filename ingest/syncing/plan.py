"""What a sync has to do, decided before anything is changed."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest import readers
from ingest.index_format import INDEX_FORMAT
from ingest.syncing.files import Found, FoundFile, check_size, hash_file, lies_under
from ingest.syncing.known_files import KnownFile, known_files, new_id
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
        parts: the ids of the documents in the library that are parts of the file, by part.
        known: the entries that the register is to have, if content and index format are known to
            be those of the documents in the library; the file need not be read then.
    """

    file: FoundFile
    document_id: str
    parts: Mapping[str, str] = field(default_factory=dict)
    known: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a sync.

    Attributes:
        moved: files whose content is in the library under a source that is gone.
        removed: file by id of the documents whose file is gone.
        touched: files with new metadata, but the content that the library has of them.
        unchanged: sources.
        duplicate: files whose content another file has, by source.
        superseded: file by id of the documents whose file has become a duplicate.
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
        self._known = known_files(entries.values())
        self._taken = set(entries)
        self._sizes = _sizes(found, self._known.values())
        self._stamps: dict[str, Stamp] = {}
        self._failed = dict(found.failed)
        self._steps: dict[str, list[Planned]] = defaultdict(list)
        self._unchanged: list[str] = []
        self._duplicate: dict[str, Duplicate] = {}
        self._superseded: dict[str, str] = {}
        self._moved: set[str] = set()

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
        return Plan(
            added=tuple(self._steps["added"]),
            changed=tuple(self._steps["changed"]),
            moved=tuple(self._steps["moved"]),
            removed={
                entry.record.id: path
                for path, known in vanished.items()
                if path not in self._moved
                for entry in known.entries
            },
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
        for known in (self._known.get(file.path), self._duplicates.get(file.path)):
            if known is not None and known.stamp == file.stamp:
                return known.content[0] if isinstance(known, KnownFile) else known.sha256
        if self._sizes and self._sizes[file.size] == 1:
            check_size(file.stamp, self._settings)
            return f"of {file.path}"
        digest, self._stamps[file.path] = hash_file(file, self._settings)
        return digest

    def _vanished(self) -> dict[str, KnownFile]:
        """Files from the roots that are gone, by path, in order."""
        roots, failed = self._found.roots, tuple(self._found.failed)
        return {
            source: known
            for source, known in sorted(self._known.items())
            if source not in self._found.files
            and lies_under(source, roots)
            and not lies_under(source, failed)
        }

    def _elsewhere(self, vanished: Mapping[str, KnownFile]) -> dict[Content, list[KnownFile]]:
        """Files that stay as they are: from outside the roots, or that failed."""
        return _by_content(
            known
            for source, known in self._known.items()
            if (source not in self._found.files or source in self._failed)
            and source not in vanished
        )

    def _indexed_copy(
        self,
        content: Content,
        sources: list[str],
        elsewhere: Mapping[Content, list[KnownFile]],
        free: Mapping[Content, list[KnownFile]],
    ) -> str:
        """Choose the source that the document of that content has, and add the step it needs."""
        for source in sources:
            known = self._known.get(source)
            if known and known.content == content:
                self._add_known(source, known)
                return source
        gone = list(free.get(content, ()))
        for known in elsewhere.get(content, ()):
            if known.path in self._failed or os.path.lexists(known.path):
                return known.path
            gone.append(known)
        new = next((source for source in sources if source not in self._known), None)
        if new and gone:
            self._add_moved(new, gone[0])
            return new
        for source in sources:
            if source in self._known:
                self._step("changed", source, self._known[source])
                return source
        self._step("added", sources[0])
        return sources[0]

    def _add_known(self, source: str, known: KnownFile) -> None:
        stamp = self._stamps[source]
        if known.index_format != INDEX_FORMAT:
            self._step("changed", source, known)
        elif known.stamp != stamp:
            touched = tuple(replace(entry, stamp=stamp) for entry in known.entries)
            self._step("touched", source, known, touched)
        else:
            self._unchanged.append(source)

    def _add_moved(self, source: str, known: KnownFile) -> None:
        own = known.own
        title = (own.as_read or own.record).title if own else ""
        same = readers.is_same_document(Path(known.path), Path(source), title)
        moved: tuple[Entry, ...] = ()
        if same and known.index_format == INDEX_FORMAT:
            moved = tuple(_moved(entry, source, self._stamps[source]) for entry in known.entries)
        self._step("moved", source, known, moved)
        self._moved.add(known.path)

    def _note_duplicate(self, source: str, indexed_copy: str, content: Content) -> None:
        self._duplicate[source] = Duplicate(indexed_copy, content[0], self._stamps[source])
        if source in self._known:
            self._superseded |= {e.record.id: source for e in self._known[source].entries}

    def _step(
        self,
        kind: str,
        source: str,
        known: KnownFile | None = None,
        entries: tuple[Entry, ...] = (),
    ) -> None:
        """Add a step for a file, which the library may know under another path."""
        parts = known.ids if known else {}
        document_id = parts.pop("", None) or self._new_id(source)
        self._steps[kind].append(Planned(self._found.files[source], document_id, parts, entries))

    def _new_id(self, source: str) -> str:
        identifier = new_id(source, "", self._taken.__contains__)
        self._taken.add(identifier)
        return identifier


def _moved(entry: Entry, path: str, stamp: Stamp) -> Entry:
    part = entry.record.part
    record = replace(entry.record, source=f"{path}#{part}" if part else path)
    return replace(entry, record=record, stamp=stamp)


def _by_content(files: Iterable[KnownFile]) -> dict[Content, list[KnownFile]]:
    found: dict[Content, list[KnownFile]] = defaultdict(list)
    for known in files:
        found[known.content].append(known)
    return found


def _sizes(found: Found, files: Iterable[KnownFile]) -> Counter[int]:
    """How many files found and known have each size; empty where a known one's is unknown.

    One whose documents are to be indexed again has the size 0, which no file with a text has. One
    that has kept its size counts twice, so that it is hashed.
    """
    sizes = Counter(known.stamp.size for known in files)
    if 0 in sizes:
        return Counter()
    return sizes + Counter(file.size for file in found.files.values())
