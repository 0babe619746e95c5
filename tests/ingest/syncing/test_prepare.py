"""From a file to a document with vectors."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

import rag
from ingest.passages import PassageParser
from ingest.syncing.files import find
from ingest.syncing.plan import Planned
from ingest.syncing.prepare import Prepared, embed, prepare
from rag.errors import UnreadableError
from rag.library.register import Stamp
from rag.testing.embedder import FakeEmbedder
from tests.conftest import Write
from tests.ingest.reading import NoProcess

RAIN = "# Rain\n\nRain fell in Ostrava. Snow fell in Brno."
EMBEDDER = FakeEmbedder(max_tokens=6)


def prepared(path: Path, settings: rag.Settings, key: str = "d1") -> Prepared:
    (file,) = find([path]).files.values()
    (made,) = prepare(Planned(file, key), PassageParser(EMBEDDER), settings, NoProcess(), {})
    return made


def test_a_file_is_read_and_cut(write: Write, settings: rag.Settings) -> None:
    path = write("2026-03-04 rain.md", RAIN)
    made = prepared(path, settings)
    record = made.entry.record
    assert made.document.text == RAIN
    assert [passage.text for passage in made.passages] == [
        "# Rain\n\nRain fell in Ostrava.",
        "Snow fell in Brno.",
    ]
    assert [passage.id for passage in made.passages] == [
        f"{record.version}-0",
        f"{record.version}-1",
    ]
    assert (record.id, record.title, record.source) == ("d1", "Rain", str(path))
    assert (record.passages, record.characters) == (2, len(RAIN))
    assert record.published == date(2026, 3, 4)
    assert (datetime.now(UTC) - record.indexed_at).total_seconds() < 60
    assert made.entry.stamp == Stamp.of(path.stat())
    assert [section.title for section in made.document.sections] == ["Rain"]


def test_the_version_depends_on_content_format_title_and_date(
    write: Write, settings: rag.Settings
) -> None:
    names = ("a.md", "b.md", "a.txt", "2026-03-04 a.md")
    versions = [prepared(write(name, RAIN), settings).entry.record.version for name in names]
    assert versions[0] == versions[1]
    assert len(set(versions)) == 3
    assert prepared(write("a.md", RAIN + " "), settings).entry.record.version not in versions


def test_what_cannot_be_read_is_refused(write: Write, settings: rag.Settings) -> None:
    with pytest.raises(UnreadableError, match="holds no text"):
        prepared(write("a.txt", " "), settings)


def test_each_document_gets_the_vectors_of_its_own_texts(
    write: Write, settings: rag.Settings
) -> None:
    texts = {"a.md": RAIN, "b.txt": "Hail fell in Olomouc."}
    batch = [prepared(write(name, text), settings, name) for name, text in texts.items()]
    first, second = embed(batch, EMBEDDER)
    expected = EMBEDDER.embed_passages(
        [
            "# Rain\n\nRain fell in Ostrava.",
            "Snow fell in Brno.",
            "Rain fell in Ostrava.",
            "Snow fell in Brno.",
            "Rain",
            "Hail fell in Olomouc.",
        ]
    )
    assert np.array_equal(first.vectors, expected[:2])
    assert [len(vectors) for vectors in first.sentence_vectors] == [1, 1]
    assert np.array_equal(np.concatenate(first.sentence_vectors), expected[2:4])
    assert np.array_equal(first.title_vector, expected[4:5])
    for vectors in (second.vectors, second.sentence_vectors[0], second.title_vector):
        assert np.array_equal(vectors, expected[5:])
    assert (first.document.text, second.entry.record.id) == (RAIN, "b.txt")


def test_no_documents_have_no_vectors() -> None:
    assert embed([], EMBEDDER) == []
