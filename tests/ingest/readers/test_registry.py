"""Which reader reads a file, and what its name adds to the document."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest import readers
from ingest.readers.base import Content, SplitContent
from rag.errors import UnreadableError
from tests.ingest.reading import NoProcess, read


def test_the_endings_that_are_read() -> None:
    assert readers.suffixes() == (
        ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".pdf", ".docx", ".xlsx",
        ".pptx", ".odt", ".rtf", ".csv", ".tsv", ".eml", ".mbox", ".msg", ".epub",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("a.txt", ""),
        ("a.MD", ""),
        ("a.b.markdown", ""),
        ("a.html", "html"),
        ("a.HTM", "html"),
        ("a.pdf", "pdf"),
        ("a.xyz", ""),
    ],
)
def test_format_families(name: str, family: str) -> None:
    assert readers.format_family(name) == family


def test_a_file_of_another_format_is_refused() -> None:
    with pytest.raises(UnreadableError) as refused:
        readers.read(Path("a.xyz"), b"Rain.", "d", NoProcess())
    assert refused.value.message == "Files that end in '.xyz' are not read."
    assert refused.value.remedy.startswith("Use a file that ends in .txt, ")


def test_a_document_has_the_id_source_and_digest_that_it_is_given() -> None:
    document = read("Rain.", "a.TXT").document
    assert (document.id, document.source) == ("d", str(Path("/b/a.TXT")))
    assert document.sha256 == "389be6297686686ab318446cb68c4664e282de1e41a62e4e5b3b7c5f8ad9ce23"


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [("note.md", "# The strait", "The strait"), ("note.html", "<p>Rain</p>", "Rain")],
)
def test_the_title_is_the_content_s(name: str, text: str, title: str) -> None:
    assert read(text, name).document.title == title


@pytest.mark.parametrize(
    ("name", "text", "day"),
    [
        ("2026-03-04.md", "---\ndate: 2026-01-02\n---\nRain.\n5 May 2026\n", date(2026, 1, 2)),
        ("2026-03-04.md", "Rain.\n5 May 2026\n", date(2026, 5, 5)),
        ("2026-03-04.md", "Rain.\nLast updated: 5 May 2026\n", date(2026, 3, 4)),
        ("rain.md", "Rain.\nLast updated: 5 May 2026\n", date(2026, 5, 5)),
        ("case 20260304.md", "Rain.", date(2026, 3, 4)),
        ("rain.md", "Rain.\n5 May 2026\n", date(2026, 5, 5)),
        ("rain.md", "Rain.", None),
    ],
)
def test_what_the_file_says_comes_before_its_name_and_that_before_a_change(
    name: str, text: str, day: date | None
) -> None:
    assert read(text, name).document.published == day


@pytest.mark.parametrize(
    ("old", "new", "title", "same"),
    [
        ("a.txt", "b.txt", "Rain", True),
        ("a.txt", "sub/a.TXT", "a", True),
        ("a.txt", "b.txt", "a", False),
        ("a.txt", "a.md", "Rain", False),
        ("a.txt", "2026-03-04.txt", "Rain", False),
        ("2026-03-04.txt", "2026-03-04 b.txt", "Rain", True),
    ],
)
def test_names_that_surely_make_the_same_document(
    old: str, new: str, title: str, same: bool
) -> None:
    assert readers.is_same_document(Path(old), Path(new), title) is same


class Finding(NoProcess):
    """Finds the same in every file."""

    def __init__(self, **found: Any) -> None:
        super().__init__()
        self.found = SplitContent(
            **{"text": "Rain.", "title": "", "published": None, "sections": (), **found},
            sentences=(),
        )

    def read(self, reader: Callable[[bytes], Content], data: bytes) -> SplitContent:
        return self.found


DAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("name", "found", "origins"),
    [
        ("a.txt", {"title": "Rain", "title_from": "heading"}, ("heading", "")),
        ("a.txt", {"title": "Rain"}, ("", "")),
        ("a.txt", {"title": "", "title_from": "line"}, ("file name", "")),
        ("2026-03-04.txt", {}, ("line", "file name")),
        ("a.txt", {"changed": DAY}, ("file name", "label")),
        ("a.txt", {"published": DAY, "published_from": "label"}, ("file name", "label")),
        ("2026-03-05.txt", {"published": DAY}, ("line", "")),
    ],
)
def test_where_title_and_date_were_found(
    name: str, found: dict[str, Any], origins: tuple[str, str]
) -> None:
    split = readers.read(Path("/b") / name, b"Rain.", "d", Finding(**found))
    assert (split.title_from, split.published_from) == origins
