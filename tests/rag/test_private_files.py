"""What the briefings say can be read by the owner of the data folder alone."""

from pathlib import Path

import pytest

import ingest
import rag
from rag.private_files import is_writable, private_folder
from rag.testing.embedder import FakeEmbedder
from tests.conftest import Write


@pytest.mark.process
def test_the_data_folder_is_its_owner_s_alone(write: Write, folder: Path, tmp_path: Path) -> None:
    write("a.txt", "Rain fell in Ostrava.")
    deep = rag.Settings(data_dir=tmp_path / "not" / "yet" / "there")
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    there = rag.Settings(data_dir=shared)
    for library in (deep, there):
        ingest.sync([folder], settings=library, embedder=FakeEmbedder())

    def mode(path: Path) -> int:
        return path.stat().st_mode & 0o777

    assert {mode(deep.data_dir), mode(deep.data_dir.parent)} == {0o700}
    assert mode(shared) == 0o755
    assert mode(shared / "chroma") == mode(shared / "lexical") == 0o700


def test_a_file_in_the_folder_s_place(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    for path in (file, file / "below"):
        with pytest.raises(OSError, match="file"):
            private_folder(path)
    assert private_folder(tmp_path) == tmp_path


def test_what_may_be_written_to(tmp_path: Path) -> None:
    assert is_writable(tmp_path)
    assert not is_writable(tmp_path / "missing")
