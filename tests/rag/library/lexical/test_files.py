"""Whether an index's files are whole; they end in a checksum, as Tantivy's do."""

import json
import os
import zlib
from pathlib import Path

import pytest

from rag.library.lexical.files import IndexFiles, LinkedFolder

SEGMENT = "0123456789abcdef0123456789abcdef"
KINDS = ("idx", "pos", "term", "store", "fast", "fieldnorm")


def footed(content: bytes) -> bytes:
    footer = json.dumps({"crc": zlib.crc32(content)}).encode()
    numbers = len(footer).to_bytes(4, "little") + (1337).to_bytes(4, "little")
    return content + footer + numbers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for kind in KINDS:
        (tmp_path / f"{SEGMENT}.{kind}").write_bytes(footed(kind.encode() * 100))
    write_meta(tmp_path)
    return tmp_path


def write_meta(folder: Path, deletes: int | None = None) -> None:
    identifier = "-".join(SEGMENT[a:b] for a, b in ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32)))
    segment = {"segment_id": identifier, "deletes": deletes and {"opstamp": deletes}}
    (folder / "meta.json").write_text(json.dumps({"segments": [segment]}))


def test_whole_files(folder: Path) -> None:
    files = IndexFiles(folder)
    assert files.exist
    assert files.damage() == ""
    assert files.meta == (folder / "meta.json").read_bytes()


def test_no_files(tmp_path: Path) -> None:
    files = IndexFiles(tmp_path / "nowhere")
    assert not files.exist
    assert files.damage() == "meta.json cannot be read (No such file or directory)"


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"segments": [{}]}', b"\xff", b"null"])
def test_a_garbled_list_of_files(folder: Path, content: bytes) -> None:
    (folder / "meta.json").write_bytes(content)
    assert IndexFiles(folder).damage() == "meta.json is garbled"


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_file(folder: Path, kind: str) -> None:
    (folder / f"{SEGMENT}.{kind}").unlink()
    assert IndexFiles(folder).damage() == (
        f"{SEGMENT}.{kind} cannot be read (No such file or directory)"
    )


@pytest.mark.parametrize(
    "content",
    [b"", b"short", footed(b"whole")[:-1], footed(b"whole")[1:], b"x" + footed(b"whole")[1:]],
)
def test_a_file_that_is_not_what_was_written(folder: Path, content: bytes) -> None:
    (folder / f"{SEGMENT}.pos").write_bytes(content)
    assert IndexFiles(folder).damage() == f"{SEGMENT}.pos is not what was written"


def test_a_list_of_deletions_is_a_file_of_the_index(folder: Path) -> None:
    write_meta(folder, deletes=42)
    assert IndexFiles(folder).damage() == (
        f"{SEGMENT}.42.del cannot be read (No such file or directory)"
    )
    (folder / f"{SEGMENT}.42.del").write_bytes(footed(b"deleted"))
    assert IndexFiles(folder).damage() == ""


def test_a_file_that_changes_is_read_again(folder: Path) -> None:
    files = IndexFiles(folder)
    assert files.damage() == ""
    path = folder / f"{SEGMENT}.idx"
    content = path.read_bytes()
    path.write_bytes(b"X" + content[1:])
    os.utime(path, ns=(1, 1))
    assert files.damage() == f"{SEGMENT}.idx is not what was written"
    path.write_bytes(content)
    assert files.damage() == ""


def test_links_to_a_folder(folder: Path) -> None:
    (folder / ".tantivy-meta.lock").touch()
    linked = LinkedFolder(folder)
    linked.refresh()
    assert IndexFiles(linked.path).damage() == ""
    assert not (linked.path / ".tantivy-meta.lock").exists()
    (folder / "new.idx").write_bytes(b"new")
    linked.refresh()
    assert (linked.path / "new.idx").read_bytes() == b"new"
    path = linked.path
    del linked
    assert not path.exists()
    assert (folder / "new.idx").exists()
