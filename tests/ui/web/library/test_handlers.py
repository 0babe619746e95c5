"""What the Library tab shows after each event: a real library, without a page or a server."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from starlette.requests import Request

import ingest
import rag
from rag.dossier import Dossier
from rag.library import one_writer
from rag.testing.embedder import FakeEmbedder
from tests.ui.web.ask.events import event
from ui.service.access import AccessPolicy
from ui.service.documents import Ticks, View
from ui.service.jobs import JobRunner
from ui.web.library.handlers import LibraryHandlers, Values
from ui.web.library.layout import LibraryTab, library_tab

pytestmark = pytest.mark.process
UNCHANGED = {"__type__": "update"}
READ_ONLY = "You can read documents here."


@dataclass(frozen=True)
class Shown:
    """A library, its tab and the handlers of it.

    Attributes:
        own: a request of the browser that may change everything; `other` one that may only read.
    """

    dossier: Dossier
    tab: LibraryTab
    handlers: LibraryHandlers
    jobs: JobRunner
    uploads: Path
    own: gr.Request
    other: gr.Request

    def upload(self, name: str, text: str) -> str:
        """A file as Gradio receives it: in a folder of its own."""
        path = self.uploads / f"of-{name}" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        return str(path)


def request(**headers: str) -> gr.Request:
    named = {"host": "localhost", **headers}
    raw = [(name.encode(), value.encode()) for name, value in named.items()]
    return gr.Request(Request({"type": "http", "headers": raw}))


@pytest.fixture(scope="module")
def tab() -> LibraryTab:
    with gr.Blocks():
        return library_tab()


@pytest.fixture
def shown(tmp_path: Path, tab: LibraryTab) -> Iterator[Shown]:
    settings = rag.Settings(data_dir=tmp_path / "data")
    policy = AccessPolicy(settings, ("127.0.0.1", 1))
    jobs, uploads = JobRunner(), tmp_path / "uploads"
    uploads.mkdir()
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        yield Shown(
            dossier,
            tab,
            LibraryHandlers(dossier, jobs, policy, uploads, tab),
            jobs,
            uploads,
            request(cookie=f"{policy.cookie}={policy.token}"),
            request(),
        )
        jobs.close()


def all_of(values: AsyncIterator[Values]) -> list[Values]:
    async def collect() -> list[Values]:
        return [step async for step in values]

    return asyncio.run(collect())


def synced(shown: Shown, tmp_path: Path, *titles: str) -> Path:
    folder = tmp_path / "briefings"
    folder.mkdir()
    for title in titles:
        (folder / f"{title.lower()}.txt").write_text(f"{title}\n\nIt rained.\n", encoding="utf-8")
    all_of(shown.handlers.sync(str(folder), shown.own))
    return folder


def ids(shown: Shown) -> dict[str, str]:
    return {record.title: record.id for record in shown.dossier.documents()}


def test_a_folder_is_synced_and_the_job_is_shown_to_its_end(shown: Shown, tmp_path: Path) -> None:
    imports = shown.tab.imports
    folder = tmp_path / "briefings"
    folder.mkdir()
    (folder / "varna.txt").write_text("Varna\n\nIt rained.\n", encoding="utf-8")
    *_, last = all_of(shown.handlers.sync(f" {folder} ", shown.own))
    assert "1 added." in last[imports.status]
    assert f"Sync of {folder}" in last[imports.status]
    assert last[imports.sync].interactive is True
    assert last[imports.stop].visible is False
    assert last[imports.jobs_ended] == 1
    assert list(ids(shown)) == ["Varna"]


@pytest.mark.parametrize("folder", ["", "  "])
def test_a_folder_has_to_be_named(shown: Shown, folder: str) -> None:
    (only,) = all_of(shown.handlers.sync(folder, shown.own))
    assert "Type the path of a folder first." in only[shown.tab.imports.status]
    assert shown.jobs.latest is None


def test_a_folder_that_is_not_there_is_a_problem(shown: Shown, tmp_path: Path) -> None:
    *_, last = all_of(shown.handlers.sync(str(tmp_path / "nowhere"), shown.own))
    assert "There is no file or folder" in last[shown.tab.imports.status]


def test_whoever_may_only_read_starts_nothing(shown: Shown, tmp_path: Path) -> None:
    own = shown.upload("a.txt", "A note\n\nIt rained.\n")
    for values in (
        shown.handlers.sync(str(tmp_path), shown.other),
        shown.handlers.add([own], shown.other),
        shown.handlers.remove(["d"], shown.other),
    ):
        *_, last = all_of(values)
        assert READ_ONLY in last[shown.tab.imports.status]
    assert shown.jobs.latest is None


def test_while_another_program_writes_it_says_so(shown: Shown, tmp_path: Path) -> None:
    synced(shown, tmp_path, "Varna")
    with one_writer(shown.dossier.settings, wait=False):
        *_, last = all_of(shown.handlers.sync(str(tmp_path / "briefings"), shown.own))
    assert "being changed" in last[shown.tab.imports.status]


def test_uploaded_files_are_added_and_then_discarded(shown: Shown) -> None:
    own = shown.upload("ferry.txt", "The ferry\n\nIt sails at noon.\n")
    *_, last = all_of(shown.handlers.add([own], shown.own))
    assert "1 added." in last[shown.tab.imports.status]
    assert last[shown.tab.imports.files] is None
    assert list(ids(shown)) == ["The ferry"]
    assert not Path(own).parent.exists()


def test_a_file_elsewhere_is_neither_added_nor_deleted(shown: Shown, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("A secret\n\nNobody may read it.\n", encoding="utf-8")
    all_of(shown.handlers.add([str(secret)], shown.own))
    assert ids(shown) == {}
    assert secret.exists()


def test_documents_are_removed_once_that_is_confirmed(shown: Shown, tmp_path: Path) -> None:
    documents = shown.tab.documents
    synced(shown, tmp_path, "Varna", "Bor")
    ticks = Ticks(1, (ids(shown)["Bor"], "gone"))
    asked = shown.handlers.ask_removal(ticks, shown.own)
    assert asked[documents.removal].visible is True
    assert "Remove 1 document from the library?" in asked[documents.question]
    assert asked[documents.asked] == (ids(shown)["Bor"],)
    *_, last = all_of(shown.handlers.remove(asked[documents.asked], shown.own))
    assert "1 removed." in last[shown.tab.imports.status]
    assert last[documents.removal].visible is False
    assert list(ids(shown)) == ["Varna"]


def test_nothing_is_asked_where_nothing_can_be_removed(shown: Shown, tmp_path: Path) -> None:
    synced(shown, tmp_path, "Varna")
    ticks = Ticks(1, tuple(ids(shown).values()))
    assert shown.handlers.ask_removal(Ticks(), shown.own) == UNCHANGED
    assert shown.handlers.ask_removal(ticks, shown.other) == UNCHANGED


def test_a_removal_is_cancelled(shown: Shown) -> None:
    documents = shown.tab.documents
    values = shown.handlers.cancel_removal()
    assert values[documents.removal].visible is False
    assert (values[documents.question], values[documents.asked]) == ("", ())


def test_the_owner_sees_all_and_the_folder_that_is_synced(shown: Shown, tmp_path: Path) -> None:
    imports, documents = shown.tab.imports, shown.tab.documents
    folder = synced(shown, tmp_path, "Varna")
    values = shown.handlers.open(View(), shown.own)
    assert values[imports.note] == ""
    assert values[imports.upload].visible is values[imports.folder_sync].visible is True
    assert values[imports.folder] == str(folder)
    assert values[documents.edit].visible is values[documents.remove].visible is True
    assert "Varna" in values[documents.table]
    assert "data-document" in values[documents.table]


def test_a_reader_sees_the_table_alone(shown: Shown, tmp_path: Path) -> None:
    imports, documents = shown.tab.imports, shown.tab.documents
    synced(shown, tmp_path, "Varna")
    values = shown.handlers.open(View(), shown.other)
    assert READ_ONLY in values[imports.note]
    assert values[imports.upload].visible is values[imports.folder_sync].visible is False
    assert imports.folder not in values
    assert "data-document" not in values[documents.table]


def test_whoever_may_change_files_alone_is_told_about_folders(
    shown: Shown, tmp_path: Path, tab: LibraryTab
) -> None:
    settings = rag.Settings(data_dir=tmp_path / "data", remote_changes="files")
    policy = AccessPolicy(settings, ("127.0.0.1", 1))
    handlers = LibraryHandlers(shown.dossier, shown.jobs, policy, shown.uploads, tab)
    values = handlers.open(View(), shown.other)
    assert "To sync folders, open the address" in values[tab.imports.note]
    assert values[tab.imports.upload].visible is True
    assert values[tab.imports.folder_sync].visible is False


def test_the_table_is_searched_sorted_and_continued(shown: Shown, tmp_path: Path) -> None:
    documents = shown.tab.documents
    synced(shown, tmp_path, "Varna", "Bor")
    found = shown.handlers.search("bor", View(limit=500), shown.own)
    assert found[documents.view] == View(search="bor")
    assert "1 of 2 documents" in found[documents.table]
    by_title = shown.handlers.sort(View(), event(column="title"), shown.own)
    assert by_title[documents.view] == View(column="title", is_falling=False)
    table = by_title[documents.table]
    assert table.index(">Bor<") < table.index(">Varna<")
    assert shown.handlers.sort(View(), event(column="x"), shown.own)[documents.view] == View()
    more = shown.handlers.more(View(), shown.own)
    assert more[documents.view].limit == 200
    assert shown.handlers.more(View(limit=500), shown.own)[documents.view].limit == 500
    assert "2 documents" in shown.handlers.refresh(View(), shown.own)


def test_ticks_are_counted_and_late_ones_are_ignored(shown: Shown) -> None:
    documents = shown.tab.documents
    values = shown.handlers.choose(Ticks(), event(number=2, chosen=["a", "b"]))
    assert values[documents.remove].value == "Remove 2 documents…"
    assert values[documents.remove].interactive is True
    assert values[documents.edit].interactive is False
    assert values[documents.ticks] == Ticks(2, ("a", "b"))
    assert shown.handlers.choose(Ticks(3), event(number=2, chosen=["a"])) == UNCHANGED
    one = shown.handlers.choose(Ticks(2, ("a", "b")), event(number=3, chosen=["a"]))
    assert one[documents.edit].interactive is True
    none = shown.handlers.choose(Ticks(2, ("a",)), event(number=3, chosen=[]))
    assert none[documents.remove].interactive is False


def test_a_page_that_opens_follows_only_a_job_that_runs(shown: Shown, tmp_path: Path) -> None:
    assert all_of(shown.handlers.follow(shown.own)) == [UNCHANGED]
    synced(shown, tmp_path, "Varna")
    assert all_of(shown.handlers.follow(shown.own)) == [UNCHANGED]


def test_a_running_job_is_followed_and_stopped_by_whoever_may(shown: Shown) -> None:
    imports = shown.tab.imports

    def until_stopped(_progress: Any, should_stop: Any) -> Any:

        while not should_stop():
            pass
        return ingest.SyncReport(remaining=("a",))

    shown.jobs.start("Sync of /b", until_stopped)

    async def follow() -> list[Values]:
        steps: list[Values] = []
        async for values in shown.handlers.follow(shown.own):
            steps.append(values)
            if len(steps) == 2:
                shown.handlers.stop(shown.other)
                assert shown.jobs.latest
                assert not shown.jobs.latest.is_stopping
                shown.handlers.stop(shown.own)
        return steps

    _, running, *_, last = asyncio.run(follow())
    assert running[imports.stop].visible is True
    assert running[imports.sync].interactive is False
    assert imports.jobs_ended not in running
    assert "1 not processed." in last[imports.status]
    assert last[imports.jobs_ended] == 1


def test_a_library_that_cannot_be_read_says_why(shown: Shown, tmp_path: Path) -> None:
    settings = rag.Settings(data_dir=tmp_path / "none", chroma_url="http://127.0.0.1:9")
    policy = AccessPolicy(settings, ("127.0.0.1", 1))
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        handlers = LibraryHandlers(dossier, shown.jobs, policy, shown.uploads, shown.tab)
        assert 'class="job problem"' in handlers.refresh(View(), shown.other)
        assert handlers.ask_removal(Ticks(1, ("d",)), shown.own) == UNCHANGED
