"""A document's own page, in a real chromium: it can be read, and a link marks what it names."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import ingest
import rag
from rag import Document
from rag.dossier import Dossier
from rag.formatting import format_span
from rag.testing.embedder import FakeEmbedder
from tests.ingest.readers import make
from tests.ui.web.chromium import SIZES, Scheme, fits, opened, violations
from tests.ui.web.samples import HOST
from ui.messages import document as document_messages
from ui.messages import formats
from ui.service.links import AS_IN_FILE, document_url
from ui.web.listening import listen
from ui.web.serve import Site

pytestmark = pytest.mark.browser

STRANGE = (
    "---\r\ntitle: Strange signs\r\n---\r\n# Strange signs 🚢\r\n\r\n"
    "The 🚢 sailed — 👩‍👩‍👧 and e\u0301 aboard.\r\n"
    "The second line\tends here. 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 &amp; so on.\r\n"
    "\r\n"
    "| Port | Tonnes |\r\n| --- | --- |\r\n| Varna 🚢 | 4,200 |\r\n| Bor | 90 |\r\n\r\n"
    "## A long line\r\n\r\n"
    + "Word 😀 after word. " * 150
    + "The needle 🪡 lies here. "
    + "And more. " * 100
    + "\r\n\r\n## Old\r\n\rline one\rline two\r\nוזה טקסט בעברית.\r\nThe end."
)
HOSTILE = (
    "Smelter <b>bold</b> <img src=x onerror=alert(1)>\n\n"
    "The smelter </span></div><script>alert(2)</script> <img src=http://evil.example/a.png "
    "onerror=alert(3)> ![b](http://evil.example/b.png) [c](javascript:alert(4)) $$x^2$$ $y$ "
    '**d** `e` ${alert(5)} {{value}} &lt;f&gt; &#13; "g" <!-- --> produced 90 tonnes.\n'
)
SECTIONS = "# A report\n\nIn short.\n\n" + "".join(
    f"## Part {n}\n\n{'It went on and on. ' * 60}\n\n" for n in range(12)
)
LONG = "# A long report\n\n" + "".join(
    f"Paragraph {n} says that it rained for {n} days {'and nights ' * 150}in Merevia.\n\n"
    for n in range(600)
)


@dataclass(frozen=True)
class Library:
    """A served library.

    Attributes:
        url: of the server.
        dossier: reads the same library.
        ids: documents' ids by the stem of their file's name.
    """

    url: str
    dossier: Dossier
    ids: dict[str, str]

    def document(self, name: str) -> Document:
        return self.dossier.document(self.ids[name])

    def link(self, name: str, start: int, end: int, view: str = "") -> str:
        return self.url + document_url(self.ids[name], start, end, view=view).lstrip("/")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("briefings")
    named = {"strange": STRANGE, "sections": SECTIONS, "long": LONG}
    for name, text in named.items():
        (folder / f"{name}.md").write_bytes(text.encode())
    (folder / "marks.md").write_text(f"{HOSTILE}\nAgain.\n", encoding="utf-8")
    (folder / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    (folder / "pages.pdf").write_bytes(make.pdf([["The first page."], ["The second page."]]))
    settings = rag.Settings(data_dir=tmp_path_factory.mktemp("data"))
    ingest.sync([folder], settings=settings, embedder=FakeEmbedder(max_tokens=400))
    with (
        rag.open(settings, embedder=FakeEmbedder()) as dossier,
        Site(dossier, listen(HOST, 18800)) as site,
    ):
        ids = {Path(record.source).stem: record.id for record in dossier.documents()}
        yield Library(site.url, dossier, ids)


def marked(page: Page) -> str:
    """All marked characters, in order, as the page has them."""
    expect(page.locator("mark").first).to_be_in_viewport()
    joined = page.evaluate(
        "[...document.querySelectorAll('mark')].map(m => m.textContent).join('')"
    )
    return str(joined)


def span(text: str, quote: str) -> tuple[int, int]:
    start = text.index(quote)
    return start, start + len(quote)


@pytest.mark.parametrize("name", ["strange", "hostile", "sections", "pages"])
def test_the_page_has_exactly_the_documents_characters(
    browser: Browser, library: Library, name: str
) -> None:
    path = document_url(library.ids[name], view=AS_IN_FILE)
    with opened(browser, library.url + path.lstrip("/")) as page:
        shown = page.evaluate(
            "[...document.querySelectorAll('[data-start]')].map(p => p.textContent).join('')"
        )
        assert shown == library.document(name).text


@pytest.mark.parametrize(
    "quote",
    [
        "The 🚢 sailed — 👩‍👩‍👧 and e\u0301 aboard.",
        "and e\u0301 aboard.\r\nThe second line\tends here.",
        "𝔦𝔠",
        "&amp; so on.\r\n\r\n| Port | Tonnes |\r\n| --- | --- |\r\n| Varna 🚢 | 4,200 |\r\n",
        "The needle 🪡 lies here.",
        "And more. \r\n\r\n## Old\r\n\rline one\rline",
        "וזה טקסט",
        "The end.",
    ],
)
def test_a_link_marks_exactly_the_quote(browser: Browser, library: Library, quote: str) -> None:
    document = library.document("strange")
    start, end = span(document.text, quote)
    with opened(browser, library.link("strange", start, end, AS_IN_FILE)) as page:
        assert marked(page) == quote
        page.locator("#other-view").click()
        shown = [run for block in format_span(document, start, end) for run in block.all_runs]
        assert marked(page) == "".join(run.text for run in shown)


def test_the_whole_text_can_be_marked(browser: Browser, library: Library) -> None:
    text = library.document("strange").text
    with opened(browser, library.link("strange", 0, len(text), AS_IN_FILE)) as page:
        expect(page.locator("mark").first).to_be_focused()
        assert marked(page) == text


def test_the_mark_follows_the_address_and_survives_a_reload(
    browser: Browser, library: Library
) -> None:
    text = library.document("strange").text
    first, second = span(text, "The second line"), span(text, "The needle 🪡")
    with opened(browser, library.link("strange", *first)) as page:
        assert marked(page) == "The second line"
        page.evaluate(f"location.hash = '{second[0]}-{second[1]}'")
        expect(page.locator("mark")).to_have_text("The needle 🪡")
        page.reload()
        assert marked(page) == "The needle 🪡"
        page.go_back()
        expect(page.locator("mark")).to_have_text("The second line")


@pytest.mark.parametrize("place", ["5-5", "9-2", "0-99999999", "999999999999999-9999999999999999"])
def test_a_place_that_is_not_there_is_passed_over(
    browser: Browser, library: Library, place: str
) -> None:
    url = f"{library.url}documents/{library.ids['strange']}#{place}"
    with opened(browser, url) as page:
        expect(page.get_by_role("heading", level=1)).to_have_text("Strange signs")
        expect(page.locator("mark")).to_have_count(0)
        if len(place) < 20:
            expect(page.get_by_role("status")).to_have_text(document_messages.NO_SUCH_SPAN)


def test_a_link_to_another_version_says_so_and_marks_nothing(
    browser: Browser, library: Library
) -> None:
    document = library.document("strange")
    quote = span(document.text, "The second line")
    here = document_url(document.id, *quote, sha256=document.sha256)
    before = document_url(document.id, *quote, sha256="0123456789abcdef")
    with opened(browser, library.url + here.lstrip("/")) as page:
        assert marked(page) == "The second line"
        expect(page.locator("#notice")).to_be_hidden()
        page.goto(library.url + before.lstrip("/"))
        expect(page.get_by_role("status")).to_have_text(document_messages.CHANGED_SINCE)
        expect(page.locator("mark")).to_have_count(0)


def test_it_says_what_the_document_is(browser: Browser, library: Library) -> None:
    document = library.document("pages")
    with opened(browser, f"{library.url}documents/{document.id}") as page:
        facts = page.locator(".facts")
        for fact in (document.sha256, document.source, formats.UNDATED, "2 pages"):
            expect(facts).to_contain_text(fact)
        expect(page.locator("#page-2")).to_have_text("page 2")
        expect(page.locator("#page-2 + .block")).to_contain_text("The second page.")


def test_sections_are_listed_and_led_to(browser: Browser, library: Library) -> None:
    with opened(browser, f"{library.url}documents/{library.ids['sections']}") as page:
        contents = page.get_by_role("navigation", name=document_messages.CONTENTS)
        expect(contents.get_by_role("link")).to_have_count(13)
        contents.get_by_role("link", name="Part 9").focus()
        page.keyboard.press("Enter")
        heading = page.get_by_role("heading", name="Part 9")
        expect(heading).to_be_in_viewport()
        expect(page.locator("mark")).to_have_count(0)


def test_passages_are_shown_and_each_has_a_link(browser: Browser, library: Library) -> None:
    record = library.dossier.record(library.ids["sections"])
    third = library.dossier.passages(record)[2]
    with opened(browser, f"{library.url}documents/{record.id}") as page:
        inside = page.locator(".passage").first
        plain = inside.evaluate("e => getComputedStyle(e).backgroundColor")
        page.get_by_label(document_messages.SHOW_PASSAGES).check()
        assert inside.evaluate("e => getComputedStyle(e).backgroundColor") != plain
        page.get_by_text(formats.passages(record.passages), exact=True).click()
        links = page.locator("details.passages a")
        expect(links).to_have_count(record.passages)
        links.nth(2).click()
        assert marked(page) == third.text.removeprefix("## ").replace("\n\n", "")


def test_what_a_document_says_is_shown_as_text(browser: Browser, library: Library) -> None:
    with opened(browser, f"{library.url}documents/{library.ids['hostile']}") as page:
        expect(page.get_by_role("heading", level=1)).to_have_text(
            HOSTILE.split("\n", maxsplit=1)[0]
        )
        made = "#text :is(img, script, b, a, em, strong, code), h1 :not(bdi)"
        expect(page.locator(made)).to_have_count(0)
        page.goto(f"{library.url}documents/{library.ids['marks']}")
        expect(page.locator("#text :is(img, script, a)")).to_have_count(0)
        expect(page.locator("#text")).to_contain_text("b c")
        page.goto(f"{library.url}documents")
        links = page.get_by_role("link", name=HOSTILE.split("\n", maxsplit=1)[0])
        expect(links).to_have_count(2)


def test_a_megabyte_is_marked_near_its_end(browser: Browser, library: Library) -> None:
    text = library.document("long").text
    assert len(text) > 1_000_000
    quote = "Paragraph 590 says that it rained for 590 days"
    with opened(browser, library.link("long", *span(text, quote))) as page:
        assert marked(page) == quote


def test_it_can_be_read_without_a_script(browser: Browser, library: Library) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(library.link("strange", 100, 120))
    expect(page.locator("#text")).to_contain_text("The needle 🪡 lies here.")
    context.close()


def test_an_unknown_document_is_told_calmly(browser: Browser, library: Library) -> None:
    with opened(browser, f"{library.url}documents") as page:
        for name in ("nothing", "..%2F..%2Fetc%2Fpasswd", "%3Cscript%3Ealert(1)%3C%2Fscript%3E"):
            response = page.goto(f"{library.url}documents/{name}")
            assert response is not None
            assert response.status == 404
        expect(page.get_by_role("heading", level=1)).to_have_text(document_messages.NO_DOCUMENT)
        assert violations(page) == []
        page.get_by_role("link", name=document_messages.ALL_DOCUMENTS).click()
        expect(page.get_by_role("row")).to_have_count(len(library.ids) + 1)


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_it_fits_and_everyone_can_use_it(
    browser: Browser, library: Library, width: int, scheme: Scheme
) -> None:
    start, end = span(library.document("sections").text, "## Part 9")
    with opened(browser, library.link("sections", start, end), width, scheme) as page:
        assert marked(page) == "Part 9"
        page.get_by_label(document_messages.SHOW_PASSAGES).check()
        page.locator("details.passages summary").click()
        assert fits(page)
        assert violations(page) == []
        dark = (
            page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
        )
        assert dark == (scheme == "dark")
        page.goto(library.link("strange", *span(library.document("strange").text, "needle")))
        assert fits(page)
        page.goto(f"{library.url}documents")
        assert fits(page)
        assert violations(page) == []
