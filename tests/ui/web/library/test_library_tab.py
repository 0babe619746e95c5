"""The library tab as a person meets it, in a real chromium."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import ingest
import rag
from ingest.syncing.uploads import uploads_folder
from rag.dossier import Dossier
from rag.library import Entry, one_writer
from rag.models.embedder import Vectors
from rag.testing.embedder import FakeEmbedder
from tests.ui.web.chromium import SIZES, Scheme, fits, opened, violations
from tests.ui.web.samples import HOST
from ui.messages import library as library_messages
from ui.messages import page as page_messages
from ui.web.listening import listen
from ui.web.serve import Site

pytestmark = pytest.mark.browser

HOSTILE = "Smelter <b>bold</b> <img src=x onerror=alert(1)> ![b](http://evil.example/b.png)"
HOSTILE_TITLE = "Smelter <b>bold</b> <img src=x onerror=alert(1)> b"
"""Of a picture in a title its words are left."""
HOSTILE_NAME = "<i>smelter<i> & ${alert(2)} {{value}} $x$.txt"
MANY = "".join(f"# Part {n}\n\nIt rained.\n\n" for n in range(520))
"""More passages than a sync embeds at once."""
NEXT = "# The next\n\nThis one is held.\n"


class Held(FakeEmbedder):
    """Waits before it embeds a text with the word "held", until it is released."""

    def __init__(self) -> None:
        super().__init__()
        self.waits = threading.Event()
        self.released = threading.Event()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        if any("held" in text for text in texts):
            self.waits.set()
            assert self.released.wait(60)
        return super().embed_passages(texts)


class SlowlyRead(Dossier):
    """A library whose next reading takes a second, each time that `slow` is set."""

    def __init__(self, settings: rag.Settings) -> None:
        super().__init__(settings, embedder=FakeEmbedder())
        self.slow = threading.Event()
        self.was_slow = threading.Event()

    def entries(self) -> list[Entry]:
        """As ever, but for the reading that is slow."""
        found = super().entries()
        if self.slow.is_set():
            self.slow.clear()
            time.sleep(1)
            self.was_slow.set()
        return found


@dataclass(frozen=True)
class SyncedLibrary:
    """A served library, and the folder it was synced from."""

    folder: Path
    settings: rag.Settings
    embedder: Held = field(default_factory=Held)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def sync(self, *paths: Path) -> ingest.SyncReport:
        return ingest.sync(paths or [self.folder], settings=self.settings, embedder=self.embedder)

    @contextmanager
    def served(self) -> Iterator[str]:
        with (
            rag.open(self.settings, embedder=self.embedder) as dossier,
            Site(dossier, listen(HOST, 18850)) as site,
        ):
            try:
                yield site.own_url
            finally:
                self.embedder.released.set()


@pytest.fixture
def synced(tmp_path: Path) -> SyncedLibrary:
    """A library of two documents."""
    synced = SyncedLibrary(
        tmp_path / "briefings", rag.Settings(data_dir=tmp_path / "data", max_file_mb=1)
    )
    synced.write(
        "varna.md", "---\ndate: 2025-03-08\n---\n# The port of Varna\n\nGrain went to Egypt.\n"
    )
    synced.write(
        "bor.md", "---\ndate: 2024-01-02\n---\n# The smelter at Bor\n\nIt made 90 tonnes.\n"
    )
    synced.sync()
    return synced


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a library whose documents are in several states, one of them hostile."""
    base = tmp_path_factory.mktemp("varied")
    synced = SyncedLibrary(base / "briefings", rag.Settings(data_dir=base / "data"))
    synced.write(
        "varna.md", "---\ndate: 2025-03-08\n---\n# The port of Varna\n\nGrain.\n\n## B\n\nMore.\n"
    )
    synced.write("bor.md", "---\ndate: 2024-01-02\n---\n# Áron at Bor\n\nIt made 90 tonnes.\n")
    synced.write("deep/gone.txt", "A note on ferries\n\nIt is gone.\n")
    synced.write(HOSTILE_NAME, f"{HOSTILE}\n\nThe smelter made 90 tonnes.\n")
    synced.sync()
    synced.write(
        "bor.md", "---\ndate: 2024-01-02\n---\n# Áron at Bor\n\nIt made 91 tonnes, or 92.\n"
    )
    (synced.folder / "deep" / "gone.txt").unlink()
    with synced.served() as url:
        yield url


def open_library(page: Page) -> None:
    page.get_by_role("tab", name=page_messages.TAB_LIBRARY).click()
    expect(page.locator("#table .count, #table .note").first).to_be_visible()


def row(page: Page, words: str) -> Locator:
    return page.get_by_role("row").filter(has_text=words)


def titles(page: Page) -> Locator:
    return page.get_by_role("rowheader").get_by_role("link")


def sync_button(page: Page) -> Locator:
    return page.get_by_role("button", name=library_messages.SYNC, exact=True)


def sync_folder(page: Page, folder: Path) -> None:
    page.get_by_label(library_messages.FOLDER).fill(str(folder))
    sync_button(page).click()


def hand_over(page: Page, *files: Path) -> None:
    page.locator("#files input[type=file]").set_input_files([str(file) for file in files])


def status(page: Page) -> Locator:
    return page.locator("#job-status .job")


def test_the_table_says_what_there_is(browser: Browser, varied: str) -> None:
    with opened(browser, varied) as page:
        open_library(page)
        expect(page.locator("#table .count")).to_have_text("4 documents")
        expect(titles(page).first).to_have_text("The port of Varna")
        first = row(page, "The port of Varna")
        for words in ("8 March 2025", "varna.md", "up to date"):
            expect(first).to_contain_text(words)
        expect(first.locator(".passages")).to_contain_text("2")
        expect(row(page, "Áron")).to_contain_text("changed on disk")
        expect(row(page, "ferries")).to_contain_text("file missing")


def test_the_table_is_sorted_by_its_headings(browser: Browser, varied: str) -> None:
    with opened(browser, varied) as page:
        open_library(page)
        title = page.get_by_role("columnheader", name="Title")
        title.get_by_role("button").click()
        expect(titles(page)).to_have_text(
            ["A note on ferries", HOSTILE_TITLE, "The port of Varna", "Áron at Bor"]
        )
        expect(title).to_have_attribute("aria-sort", "ascending")
        expect(title.get_by_role("button")).to_be_focused()
        page.keyboard.press("Enter")
        expect(titles(page).first).to_have_text("Áron at Bor")
        expect(title).to_have_attribute("aria-sort", "descending")
        page.get_by_role("columnheader", name="Passages").get_by_role("button").click()
        expect(titles(page).first).to_have_text("The port of Varna")
        page.get_by_role("columnheader", name="State").get_by_role("button").click()
        expect(titles(page).first).to_have_text("Áron at Bor")


def test_the_table_is_searched(browser: Browser, varied: str) -> None:
    with opened(browser, varied) as page:
        open_library(page)
        search = page.get_by_label(library_messages.SEARCH)
        search.fill("march varna")
        expect(titles(page)).to_have_text(["The port of Varna"])
        expect(page.locator("#table .count")).to_have_text("1 of 4 documents")
        search.fill("file missing")
        expect(titles(page)).to_have_text(["A note on ferries"])
        search.fill("nowhere")
        expect(page.locator("#table")).to_contain_text(library_messages.NOTHING_FOUND)
        search.fill("")
        expect(titles(page)).to_have_count(4)


def test_what_a_document_says_is_shown_as_text(browser: Browser, varied: str) -> None:
    with opened(browser, varied) as page:
        open_library(page)
        hostile = row(page, "Smelter")
        expect(hostile.get_by_role("rowheader").get_by_role("link")).to_have_text(HOSTILE_TITLE)
        expect(hostile).to_contain_text(HOSTILE_NAME)
        hostile.get_by_role("checkbox").check()
        page.get_by_role("button", name="Remove 1 document").click()
        expect(page.locator("#removal li")).to_have_text(HOSTILE_TITLE)
        expect(page.locator("#library :is(img, script, b, i, em, .katex)")).to_have_count(0)


def test_a_document_is_opened_beside_the_chat(browser: Browser, varied: str) -> None:
    with opened(browser, varied) as page:
        open_library(page)
        with page.expect_popup() as popup:
            page.get_by_role("link", name="The port of Varna").click()
        expect(popup.value.get_by_role("heading", level=1)).to_have_text("The port of Varna")
        popup.value.close()


def test_files_are_added_and_each_failure_has_its_reason(
    browser: Browser, synced: SyncedLibrary, tmp_path: Path
) -> None:
    given = tmp_path / "given"
    given.mkdir()
    (given / "ferry <b>.md").write_text("# The ferry\n\nIt sails at noon.\n", encoding="utf-8")
    (given / "picture.png").write_bytes(b"\x89PNG")
    (given / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    (given / "again.md").write_bytes((synced.folder / "varna.md").read_bytes())
    with synced.served() as url, opened(browser, url) as page:
        open_library(page)
        hand_over(page, *given.iterdir())
        expect(status(page)).to_contain_text("2 failed, 1 added, 1 duplicate.")
        expect(status(page)).to_contain_text("picture.png: Files of this type are not read")
        expect(status(page)).to_contain_text("broken.pdf: The file is damaged")
        expect(row(page, "The ferry")).to_contain_text(library_messages.UPLOADED)
        assert len(list(uploads_folder(synced.settings).iterdir())) == 1
        page.reload()
        open_library(page)
        expect(titles(page)).to_have_count(3)
    assert synced.sync(uploads_folder(synced.settings)).unchanged


def test_a_file_that_is_too_large_is_refused(
    browser: Browser, synced: SyncedLibrary, tmp_path: Path
) -> None:
    large = tmp_path / "large.txt"
    large.write_bytes(b"It rained. " * 200_000)
    with synced.served() as url, opened(browser, url) as page:
        open_library(page)
        hand_over(page, large)
        expect(status(page)).to_contain_text("large.txt: The file has 2 MB, more than the 1 that")
        expect(titles(page)).to_have_count(2)
    assert not uploads_folder(synced.settings).exists()


def test_a_folder_is_synced_with_progress_that_every_page_shows(
    browser: Browser, synced: SyncedLibrary
) -> None:
    synced.write("a/many.md", MANY)
    synced.write("a/next.md", NEXT)
    with synced.served() as url, opened(browser, url) as page, opened(browser, url, 390) as other:
        open_library(page)
        open_library(other)
        sync_folder(page, synced.folder / "a")
        bar = page.get_by_role("progressbar", name=library_messages.PROGRESS)
        done, total = str(len(MANY)), len(MANY) + len(NEXT)
        expect(bar).to_have_attribute("value", done)
        expect(bar).to_have_attribute("max", str(total))
        expect(status(page)).to_contain_text("1 of 2 documents, 12 of 12 kB")
        expect(sync_button(page)).to_be_disabled()
        assert violations(page) == []
        sync_folder(other, synced.folder)
        expect(other.locator("#job-status")).to_contain_text(library_messages.BUSY)
        other.reload()
        open_library(other)
        expect(other.get_by_role("progressbar")).to_have_attribute("value", done)
        synced.embedder.released.set()
        for either in (page, other):
            expect(status(either)).to_contain_text("2 added.")
            expect(titles(either)).to_have_count(4)
        expect(sync_button(page)).to_be_enabled()


def test_a_sync_can_be_stopped(browser: Browser, synced: SyncedLibrary) -> None:
    synced.write("a/many.md", MANY)
    synced.write("a/next.md", MANY.replace("It rained", "This one is held"))
    synced.write("a/zulu.md", "# Zulu\n\nNobody comes to this one.\n")
    with synced.served() as url, opened(browser, url) as page:
        open_library(page)
        sync_folder(page, synced.folder / "a")
        expect(page.get_by_role("progressbar")).to_have_attribute("value", str(len(MANY)))
        assert synced.embedder.waits.wait(60)
        page.get_by_role("button", name=library_messages.STOP_SYNC, exact=True).click()
        expect(status(page)).to_contain_text(library_messages.STOPPING)
        synced.embedder.released.set()
        expect(status(page)).to_contain_text("Stopped: 2 not processed, 1 added.")
        expect(status(page)).to_contain_text(str(synced.folder / "a" / "zulu.md"))
        expect(titles(page)).to_have_count(3)


def test_a_sync_says_what_changed_and_what_failed(browser: Browser, synced: SyncedLibrary) -> None:
    synced.write("bor.md", "# Bor\n\nIt closed.\n")
    (synced.folder / "varna.md").unlink()
    (synced.folder / "<i>broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    with synced.served() as url, opened(browser, url) as page:
        open_library(page)
        expect(page.get_by_label(library_messages.FOLDER)).to_have_value(str(synced.folder))
        sync_button(page).click()
        expect(status(page)).to_contain_text("1 failed, 1 changed, 1 removed.")
        expect(status(page)).to_contain_text("<i>broken.pdf: The file is damaged")
        expect(titles(page)).to_have_text(["Bor"])
        sync_folder(page, synced.folder / "nowhere")
        expect(status(page)).to_contain_text("There is no file or folder")
        sync_folder(page, Path(" "))
        expect(page.locator("#job-status")).to_contain_text(library_messages.NO_FOLDER)


def test_another_program_that_writes_is_waited_for_calmly(
    browser: Browser, synced: SyncedLibrary
) -> None:
    with synced.served() as url, opened(browser, url) as page:
        open_library(page)
        with one_writer(synced.settings, wait=False):
            sync_folder(page, synced.folder)
            expect(status(page)).to_contain_text(library_messages.BUSY)
        sync_folder(page, synced.folder)
        expect(status(page)).to_contain_text("2 unchanged.")


def test_documents_are_removed_once_that_is_confirmed(
    browser: Browser, synced: SyncedLibrary, tmp_path: Path
) -> None:
    ferry = tmp_path / "ferry.md"
    ferry.write_text("# The ferry\n\nIt sails at noon.\n", encoding="utf-8")
    with synced.served() as url, opened(browser, url) as page:
        open_library(page)
        hand_over(page, ferry)
        expect(status(page)).to_contain_text("1 added.")
        row(page, "The ferry").get_by_role("checkbox").check()
        row(page, "Varna").get_by_role("checkbox").focus()
        page.keyboard.press("Space")
        remove = page.get_by_role("button", name="Remove 2 documents…")
        remove.click()
        expect(page.locator("#removal")).to_contain_text(library_messages.uploads_are_deleted(1))
        expect(page.locator("#removal")).to_contain_text(library_messages.files_stay(1))
        expect(page.get_by_role("button", name="Cancel")).to_be_focused()
        assert violations(page) == []
        page.keyboard.press("Enter")
        expect(page.locator("#removal")).to_be_hidden()
        expect(titles(page)).to_have_count(3)
        remove.click()
        page.get_by_role("button", name=library_messages.REMOVE_NOW, exact=True).click()
        expect(status(page)).to_contain_text("2 removed.")
        expect(titles(page)).to_have_text(["The smelter at Bor"])
        expect(
            page.get_by_role("button", name=library_messages.REMOVE, exact=True)
        ).to_be_disabled()
        assert list(uploads_folder(synced.settings).iterdir()) == []
        sync_folder(page, synced.folder)
        expect(status(page)).to_contain_text("1 added, 1 unchanged.")
        expect(titles(page)).to_have_count(2)


def test_a_title_and_a_date_are_set_by_hand_and_taken_back(
    browser: Browser, synced: SyncedLibrary
) -> None:
    with synced.served() as url, opened(browser, url) as page:
        open_library(page)
        edit = page.get_by_role("button", name=library_messages.EDIT, exact=True)
        expect(edit).to_be_disabled()
        row(page, "Varna").get_by_role("checkbox").check()
        edit.click()
        title = page.get_by_label(library_messages.EDIT_TITLE, exact=True)
        expect(title).to_be_focused()
        expect(title).to_have_value("The port of Varna")
        day = page.locator("#edit-date input")
        title.fill("Grain <b>in</b> Varna")
        day.fill("9 March")
        page.get_by_role("button", name=library_messages.SAVE, exact=True).click()
        expect(page.locator("#edit-problem")).to_contain_text("“9 march” is not a date.")
        day.fill("2025-03-09")
        page.keyboard.press("Enter")
        expect(page.locator("#editing")).to_be_hidden()
        edited = row(page, "Grain <b>in</b> Varna")
        expect(edited).to_contain_text("9 March 2025")
        expect(edited.locator("small", has_text="set by hand")).to_have_count(2)
        edit.click()
        page.get_by_role("button", name=library_messages.CLEAR, exact=True).click()
        expect(titles(page)).to_have_text(["The port of Varna", "The smelter at Bor"])
        expect(page.locator("#table small", has_text="set by hand")).to_have_count(0)


def test_undated_documents_are_shown_alone(browser: Browser, varied: str) -> None:
    with opened(browser, varied) as page:
        open_library(page)
        undated = page.get_by_label(library_messages.ONLY_UNDATED)
        undated.check()
        expect(page.locator("#table .count")).to_have_text("2 of 4 documents")
        expect(titles(page)).to_have_text(["A note on ferries", HOSTILE_TITLE])
        undated.uncheck()
        expect(titles(page)).to_have_count(4)


def test_all_documents_shown_are_chosen_at_once(browser: Browser, synced: SyncedLibrary) -> None:
    with synced.served() as url, opened(browser, url) as page:
        open_library(page)
        page.get_by_label(library_messages.SEARCH).fill("bor")
        expect(titles(page)).to_have_count(1)
        page.get_by_label(library_messages.CHOOSE_ALL).check()
        expect(page.get_by_role("button", name="Remove 1 document…")).to_be_enabled()
        page.get_by_label(library_messages.SEARCH).fill("")
        expect(row(page, "Bor").get_by_role("checkbox")).to_be_checked()
        expect(row(page, "Varna").get_by_role("checkbox")).not_to_be_checked()


def test_a_search_typed_while_the_table_is_read_is_not_lost(
    browser: Browser, synced: SyncedLibrary
) -> None:
    with (
        SlowlyRead(synced.settings) as dossier,
        Site(dossier, listen(HOST, 18850)) as site,
        opened(browser, site.own_url) as page,
    ):
        open_library(page)
        expect(titles(page)).to_have_count(2)
        page.get_by_role("tab", name=page_messages.TAB_ASK).click()
        dossier.slow.set()
        page.get_by_role("tab", name=page_messages.TAB_LIBRARY).click()
        page.get_by_label(library_messages.SEARCH).fill("bor")
        assert dossier.was_slow.wait(20)
        expect(titles(page)).to_have_count(1)
        page.get_by_label(library_messages.CHOOSE_ALL).check()
        expect(page.get_by_role("button", name="Remove 1 document…")).to_be_enabled()
        expect(titles(page)).to_have_count(1)


def test_no_tick_is_lost_however_quick(browser: Browser, synced: SyncedLibrary) -> None:
    with synced.served() as url, opened(browser, url) as page:
        open_library(page)
        click_all = "document.querySelectorAll('[data-document]').forEach(box => box.click())"
        page.evaluate(f"{click_all}; {click_all}; {click_all}")
        page.get_by_role("button", name="Remove 2 documents…").click()
        expect(page.locator("#removal li")).to_have_count(2)


def test_many_documents_are_shown_a_hundred_at_a_time(
    browser: Browser, synced: SyncedLibrary
) -> None:
    for n in range(120):
        synced.write(f"many/{n}.txt", f"Note {n}\n\nIt rained {n} times.\n")
    synced.sync()
    with synced.served() as url, opened(browser, url) as page:
        open_library(page)
        expect(titles(page)).to_have_count(100)
        page.get_by_role("button", name=library_messages.more(22)).click()
        expect(titles(page)).to_have_count(122)


def test_an_empty_library_says_so(browser: Browser, tmp_path: Path) -> None:
    synced = SyncedLibrary(tmp_path, rag.Settings(data_dir=tmp_path / "data"))
    with synced.served() as url, opened(browser, url) as page:
        open_library(page)
        expect(page.locator("#table")).to_contain_text(library_messages.EMPTY)
        assert violations(page) == []


def test_without_the_token_the_page_only_reads(browser: Browser, synced: SyncedLibrary) -> None:
    with synced.served() as own_url:
        url = own_url.partition("?")[0]
        with opened(browser, url) as page:
            open_library(page)
            expect(page.locator("#library-note")).to_have_text(library_messages.READ_ONLY)
            expect(titles(page)).to_have_count(2)
            for part in ("#files", "#folder", "#remove", "#table input"):
                expect(page.locator(part)).to_be_hidden()
        sent = httpx.post(f"{url}gradio_api/upload", files={"files": b"x"})
        assert sent.status_code == 403


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_it_fits_and_everyone_can_use_it(
    browser: Browser, varied: str, width: int, scheme: Scheme
) -> None:
    with opened(browser, varied, width, scheme) as page:
        open_library(page)
        row(page, "Varna").get_by_role("checkbox").check()
        page.get_by_role("button", name=library_messages.EDIT, exact=True).click()
        expect(page.locator("#editing h3")).to_be_visible()
        page.get_by_role("button", name="Remove 1 document").click()
        expect(page.locator("#removal h3")).to_be_visible()
        assert fits(page)
        assert violations(page) == []
