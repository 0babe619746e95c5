"""`dossier documents`, `show` and `remove`."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import rag
from rag.dossier import Dossier
from rag.library import one_writer
from rag.structure import Block, Boilerplate, QuotedMail, Structure, Turn
from rag.types import Omission
from tests.rag.library.libraries import indexed, written
from tests.ui.conftest import VARNA, Run
from ui.cli import app


def ids(run: Run) -> dict[str, str]:
    return {one["title"]: one["document_id"] for one in json.loads(run("documents", "--json"))}


def test_documents_are_listed_the_latest_first(library: Dossier, run: Run) -> None:
    listed = json.loads(run("documents", "--json"))
    assert [(one["title"], one["published"]) for one in listed] == [
        ("The Varna report", "2025-03-08"),
        ("The Bor report", "2024-06-01"),
    ]
    assert listed[0]["passages"] == 3
    heading, first, second = run("documents").splitlines()
    assert heading.split() == "Id Published Date from Passages Title (from)".split()
    assert first.split() == [listed[0]["document_id"], "2025-03-08", "3", "The", "Varna", "report"]
    assert "The Bor report" in second


def test_an_empty_library_has_no_documents(run: Run) -> None:
    assert json.loads(run("documents", "--json")) == []


def test_a_document_is_shown(library: Dossier, run: Run) -> None:
    varna = ids(run)["The Varna report"]
    shown = json.loads(run("show", varna, "--json"))
    assert (shown["text"], shown["source"]) == (VARNA, "/briefings/Varna.txt")
    assert run("show", varna, "--text") == VARNA
    lines = run("show", varna).splitlines()
    assert lines[0] == "The Varna report"
    assert "published   2025-03-08" in lines
    assert f"characters  {len(VARNA)}" in lines


def test_documents_are_removed(library: Dossier, run: Run) -> None:
    both = ids(run)
    removed = json.loads(run("remove", both["The Varna report"], "--json"))
    assert [one["source"] for one in removed["removed"]] == ["/briefings/Varna.txt"]
    assert removed["failed"] == []
    assert run("remove", both["The Bor report"]) == "removed   /briefings/Bor.txt\n"
    assert ids(run) == {}


def test_the_copy_of_an_uploaded_file_is_deleted_with_its_document(
    settings: rag.Settings, run: Run
) -> None:
    settings.uploads_dir.mkdir(parents=True)
    stored, blocked = settings.uploads_dir / "a.txt", settings.uploads_dir / "b.txt"
    stored.write_text("Grain.")
    blocked.mkdir()  # as a file that cannot be deleted
    for path in (stored, blocked):
        written(settings, indexed(path.name, "Grain went to Egypt.", source=str(path)))
    keys = ids(run)
    run("remove", keys["The a.txt report"])
    assert not stored.exists()
    removed = json.loads(run("remove", keys["The b.txt report"], "--json", code=1))
    assert [one["source"] for one in removed["failed"]] == [str(blocked)]
    assert "cannot be deleted" in removed["failed"][0]["reason"]


def test_a_document_that_is_not_there_is_an_error_with_its_remedy_apart(
    library: Dossier, run: Run
) -> None:
    for command in ("show", "remove"):
        result = CliRunner().invoke(app, [command, "x", "--json"])
        assert json.loads(result.stdout) == {
            "error": {
                "message": "There is no document 'x'.",
                "remedy": "`dossier documents` lists the ids.",
            }
        }
        assert isinstance(result.exception, rag.UsageError)
    assert len(ids(run)) == 2


def test_a_removal_need_not_wait(library: Dossier, settings: rag.Settings, run: Run) -> None:
    varna = ids(run)["The Varna report"]
    with one_writer(settings, wait=False):
        result = CliRunner().invoke(app, ["remove", varna, "--no-wait"])
    assert isinstance(result.exception, rag.LibraryBusyError)


def test_another_data_folder_can_be_named(
    library: Dossier, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = rag.Settings(data_dir=tmp_path / "other")
    written(other, indexed("Arrow", "Rain fell in Ostrava."))
    listed = json.loads(run("documents", "--json", "--data-dir", str(other.data_dir)))
    assert [one["title"] for one in listed] == ["The Arrow report"]


def test_undated_documents_are_listed_alone(
    library: Dossier, settings: rag.Settings, run: Run
) -> None:
    written(settings, indexed("Harta", "The dam at Harta lost 3 gates."))
    assert len(json.loads(run("documents", "--json"))) == 3
    (undated,) = json.loads(run("documents", "--undated", "--json"))
    assert (undated["title"], undated["published"]) == ("The Harta report", None)
    _, line = run("documents", "--undated").splitlines()
    assert line.split()[1] == "undated"


def test_title_and_date_are_set_by_hand_and_taken_back(library: Dossier, run: Run) -> None:
    varna = ids(run)["The Varna report"]
    edited = run("edit", varna, "--title", "Grain in Varna", "--date", "2025-03-09")
    assert edited.splitlines()[:3] == [
        "Grain in Varna",
        "title       set by hand",
        "published   2025-03-09 (set by hand)",
    ]
    (shown,) = [one for one in json.loads(run("documents", "--json")) if one["title_from"]]
    assert (shown["title"], shown["published"]) == ("Grain in Varna", "2025-03-09")
    assert (shown["title_from"], shown["published_from"]) == ("by hand", "by hand")
    assert "2025-03-09  by hand    3         Grain in Varna (by hand)" in run("documents")
    assert json.loads(run("show", varna, "--json"))["title_from"] == "by hand"
    assert json.loads(run("edit", varna, "--date", "none", "--json"))["published"] is None
    assert "published   undated (set by hand)" in run("show", varna).splitlines()
    cleared = json.loads(run("edit", varna, "--clear", "--json"))
    assert (cleared["title"], cleared["published"]) == ("The Varna report", "2025-03-08")
    assert (cleared["title_from"], cleared["published_from"]) == ("", "")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "Nothing is to be changed."),
        (["--date", "9 March"], "“9 march” is not a date."),
        (["--title", ""], "The title is empty."),
    ],
)
def test_what_cannot_be_set_is_an_error(
    library: Dossier, run: Run, options: list[str], message: str
) -> None:
    varna = ids(run)["The Varna report"]
    result = CliRunner().invoke(app, ["edit", varna, *options, "--json"])
    assert json.loads(result.stdout)["error"]["message"] == message
    assert isinstance(result.exception, rag.UsageError)


def test_the_structure_of_a_document_is_shown(settings: rag.Settings, run: Run) -> None:
    document = indexed("Dam", "The dam. Gate Loss. East 3. Why? Old. Private.")
    structure = Structure(
        blocks=(
            Block("heading", 0, 8, level=1),
            Block("head", 9, 19, cells=((9, 13), (14, 18))),
            Block("row", 20, 27, cells=((20, 24), (25, 26))),
            Block("item", 28, 32, level=2),
        ),
        turns=(Turn("MR. HALM", 28, 32, 28, asks=True),),
        quoted=(QuotedMail("", date(2026, 3, 4), 33, 37),),
        boilerplate=(Boilerplate("disclaimer", 38, 46),),
    )
    sections = (rag.Section("", 0, 8, 0), rag.Section("Damage", 9, 46, 2))
    text = replace(
        document.document,
        structure=structure,
        sections=sections,
        pages=(rag.Page(1, 0, 46),),
        omissions=(Omission("images", 2),),
    )
    written(settings, replace(document, document=text))
    (key,) = ids(run).values()
    assert run("show", key, "--structure").splitlines() == [
        "Sections",
        "        0–8         no heading",
        "        9–46        level 2              Damage",
        "Pages",
        "        0–46        page 1",
        "Blocks",
        "        0–8         heading 1            The dam.",
        "        9–19        head                 Gate | Loss",
        "       20–27        row                  East | 3",
        "       28–32        item 2               Why?",
        "Tables",
        "        9–27        1 × 2                Gate | Loss",
        "Turns",
        "       28–32        MR. HALM (asks)      Why?",
        "Quoted mail",
        "       33–37        unknown, 2026-03-04  Old.",
        "Boilerplate",
        "       38–46        disclaimer           Private.",
        "Left out",
        "  images: 2",
    ]
    shown = json.loads(run("show", key, "--structure", "--json"))
    assert shown["turns"][0]["speaker"] == "MR. HALM"
    assert shown["tables"][0]["heads"] == [["Gate", "Loss"]]
    assert shown["omissions"] == [{"what": "images", "count": 2}]
    assert "left out    images: 2" in run("show", key).splitlines()
