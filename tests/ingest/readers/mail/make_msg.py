"""Outlook messages for the tests to read, written as [MS-CFB] and [MS-OXMSG] say."""

import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

Tree = dict[str, "bytes | Tree"]
"""A storage: streams and storages by name."""

_SECTOR, _MINI = 512, 64
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def msg(
    *,
    subject: str = "",
    sender: str = "",
    to: str = "",
    sent: datetime | None = None,
    body: str = "",
    html: bytes = b"",
    headers: str = "",
    attachments: Sequence[tuple[str, bytes | dict[str, Any]]] = (),
) -> bytes:
    """A message; an attachment is a name with bytes, or with the arguments of another message."""
    return _compound(_message(subject, sender, to, sent, body, html, headers, attachments, 32))


def _message(
    subject: str = "",
    sender: str = "",
    to: str = "",
    sent: datetime | None = None,
    body: str = "",
    html: bytes = b"",
    headers: str = "",
    attachments: Sequence[tuple[str, bytes | dict[str, Any]]] = (),
    offset: int = 24,
) -> Tree:
    texts = {0x0037: subject, 0x0C1A: sender, 0x0E04: to, 0x1000: body, 0x007D: headers}
    numbers = {0x340D: 0x40000, 0x3FDE: 1252}
    times = {0x0039: sent} if sent else {}
    tree = _properties(texts, {0x1013: html} if html else {}, numbers, times, offset)
    for n, (name, content) in enumerate(attachments):
        is_file = isinstance(content, bytes)
        held = _properties(
            {0x3707: name, 0x370E: ""},
            {0x3701: content} if isinstance(content, bytes) else {},
            {0x3705: 1 if is_file else 5, 0x340D: 0x40000},
            {},
            8,
        )
        if not isinstance(content, bytes):
            held["__substg1.0_3701000D"] = _message(**content)
        tree[f"__attach_version1.0_#{n:08X}"] = held
    return tree


def _properties(
    texts: Mapping[int, str],
    binaries: Mapping[int, bytes],
    numbers: Mapping[int, int],
    times: Mapping[int, datetime],
    offset: int,
) -> Tree:
    tree: Tree = {}
    entries = b""
    for pid, text in texts.items():
        if text:
            data = text.encode("utf-16-le")
            tree[f"__substg1.0_{pid:04X}001F"] = data
            entries += struct.pack("<HHIII", 0x001F, pid, 6, len(data) + 2, 0)
    for pid, data in binaries.items():
        tree[f"__substg1.0_{pid:04X}0102"] = data
        entries += struct.pack("<HHIII", 0x0102, pid, 6, len(data), 0)
    for pid, number in numbers.items():
        entries += struct.pack("<HHIII", 0x0003, pid, 6, number, 0)
    for pid, time in times.items():
        ticks = int((time - _EPOCH).total_seconds()) * 10_000_000
        entries += struct.pack("<HHIQ", 0x0040, pid, 6, ticks)
    tree["__properties_version1.0"] = bytes(offset) + entries
    return tree


def _compound(root: Tree) -> bytes:
    """A compound file with that root."""
    sectors: list[bytes] = []
    fat: list[int] = []
    mini, mini_fat = bytearray(), list[int]()

    def put(data: bytes) -> int:
        """The first sector of the data."""
        start, count = len(sectors), -(-len(data) // _SECTOR)
        for n in range(count):
            sectors.append(data[n * _SECTOR : (n + 1) * _SECTOR].ljust(_SECTOR, b"\0"))
            fat.append(start + n + 1 if n + 1 < count else _END)
        return start if count else _END

    def put_stream(data: bytes) -> int:
        if len(data) >= 4096:
            return put(data)
        start, count = len(mini_fat), -(-len(data) // _MINI)
        mini.extend(data.ljust(count * _MINI, b"\0"))
        mini_fat.extend(start + n + 1 if n + 1 < count else _END for n in range(count))
        return start if count else _END

    entries: list[list[Any]] = [
        ["Root Entry", 5, _FREE, _FREE, _END, 0]
    ]  # right, child, start, size

    def put_tree(tree: Tree, parent: int) -> None:
        before = None
        for name, content in sorted(tree.items(), key=lambda item: (len(item[0]), item[0])):
            number = len(entries)
            is_stream = isinstance(content, bytes)
            start = put_stream(content) if isinstance(content, bytes) else 0
            size = len(content) if is_stream else 0
            entries.append([name, 2 if is_stream else 1, _FREE, _FREE, start, size])
            if before is None:
                entries[parent][3] = number
            else:
                entries[before][2] = number
            before = number
            if not isinstance(content, bytes):
                put_tree(content, number)

    put_tree(root, 0)
    entries[0][4:] = [put(bytes(mini)), len(mini)]
    mini_start = put(b"".join(struct.pack("<I", n) for n in mini_fat))
    directory = b"".join(_entry(*entry) for entry in entries)
    directory_start = put(directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\0"))
    fat_count = 1
    while (len(fat) + fat_count) * 4 > fat_count * _SECTOR:
        fat_count += 1
    first = len(fat)
    fat += [_FAT] * fat_count
    table = b"".join(struct.pack("<I", n) for n in fat).ljust(fat_count * _SECTOR, b"\xff")
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, fat_count, directory_start,
        0, 4096, mini_start, -(-len(mini_fat) * 4 // _SECTOR), _END, 0,
    )  # fmt: skip
    places = [*range(first, first + fat_count)]
    header += b"".join(struct.pack("<I", n) for n in [*places, *[_FREE] * (109 - fat_count)])
    return header + b"".join(sectors) + table


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16xI8x8xIQ",
        encoded, len(encoded), kind, 1, _FREE, right, child, 0, start, size,
    )  # fmt: skip
