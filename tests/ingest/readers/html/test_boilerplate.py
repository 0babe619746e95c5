"""What comes with a page and is not what it says."""

import pytest

from rag.types import Omission
from tests.ingest.readers.html.blocks import blocks_of, content_of, marked_of

STORY = "<p>The lock at Brenna opens on Monday, and two tugs are on their way to it.</p>" * 3
MAIN = f"<main><h1>The lock</h1>{STORY}</main>"


@pytest.mark.parametrize(
    "html",
    [
        "<nav><a href=/a>Harbour</a> <a href=/b>Press</a></nav>",
        "<div role=navigation><a href=/a>Harbour</a></div>",
        "<ul class='main-menu'><li><a href=/a>Harbour</a><li><a href=/b>Press</a></ul>",
        "<div class=breadcrumbs><a href=/>Home</a> / <a href=/b>Harbour</a></div>",
        "<ol itemtype='https://schema.org/BreadcrumbList'><li><a href=/>Harbour</a></ol>",
        "<form role=search><label>Harbour</label></form>",
        "<header><nav><a href=/a>Harbour</a></nav></header>",
    ],
)
def test_menus_are_left_out_and_counted(html: str) -> None:
    content = content_of(html + MAIN)
    assert "Harbour" not in content.text
    assert content.omissions == (Omission("menus", 1),)


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<div id=cookie-banner><p>We use cookies.</p></div>", "notice"),
        ("<footer><p>Copyright 2026, Ports Office.</p></footer>", "notice"),
        ("<div role=contentinfo>Ports Office</div>", "notice"),
        ("<div class=newsletterSignup><p>Get our letter.</p></div>", "newsletter"),
        ("<div class='social share'>Share: <a href=x>X</a> <a href=y>Mail</a></div>", "notice"),
        ("<aside class=related><a href=a>Tugs</a> <a href=b>Locks</a></aside>", "menu"),
        ("<div><a href=a>Tugs</a> <a href=b>Locks</a> <a href=c>Piers</a></div>", "menu"),
        ("<header>Ports Office</header>", "menu"),
        ("<div id=comments><article><p>I was there.</p></article></div>", "notice"),
        ("<div class=toc><a href=#a>One</a> <a href=#b>Two</a></div>", "contents"),
        ("<nav><a href=#a>One</a> <a href=#b>Two</a></nav>", "contents"),
        ("<section class=references><ol><li>Aske, Locks.</ol></section>", "references"),
    ],
)  # fmt: skip
def test_what_is_marked(html: str, kind: str) -> None:
    marked = marked_of(html + MAIN)
    assert {found for found, _ in marked} == {kind}
    assert "The lock" not in [words for _, words in marked]


@pytest.mark.parametrize(
    "html",
    [
        "<aside><p>kept: the fire began at 3.</p></aside>",
        "<div class=box>kept: text in a div.</div>",
        "<ul><li><a href=/f>kept: a finding.</a><li><a href=/g>Another finding.</a></ul>",
        "<footer>kept: who said it</footer>",
        "<div class='market-share-table'><p>kept: its share rose to 12 percent.</p></div>",
        "<div class=newsletter-archive><h2>kept</h2>" + STORY * 5 + "</div>",
        "<p>kept: see <a href=a>one</a>, <a href=b>two</a> and <a href=c>three</a>.</p>",
        "<blockquote>kept: what was said.</blockquote>",
        "<figure><img src=a><figcaption>kept: the silo.</figcaption></figure>",
    ],
)  # fmt: skip
def test_what_a_reader_would_miss_is_kept(html: str) -> None:
    page = f"<main><h1>The lock</h1>{html}{STORY}</main>"
    assert "kept" in content_of(page).text
    assert marked_of(page) == []


def test_a_page_of_several_articles_keeps_all_its_headings() -> None:
    page = "".join(f"<article><h2>Day {n}</h2>{STORY}</article>" for n in range(9))
    headings = [words for kind, words in blocks_of(page) if kind == "heading 2"]
    assert headings == [f"Day {n}" for n in range(9)]


@pytest.mark.parametrize(
    ("html", "notes"),
    [
        ("<section role=doc-endnotes><ol><li>One.<li>Two.</ol></section>", ["1. One.", "2. Two."]),
        ("<div class=footnotes><p>One.</p></div>", ["One."]),
        ("<p class=footnote>One.</p>", ["One."]),
        ("<aside role=doc-footnote><p>One,</p><p>two.</p></aside>", ["One,\ntwo."]),
        ('<p><a href="#r1"><sup>[1]</sup></a> One.</p>', ["[1] One."]),
        ('<section class=footnotes><ol><li>One. <a href="#r1">↩</a></ol></section>', ["1. One."]),
    ],
)
def test_notes(html: str, notes: list[str]) -> None:
    page = f"<main><h1>The lock</h1>{STORY}{html}</main>"
    assert [words for kind, words in blocks_of(page) if kind == "note"] == notes
    assert marked_of(page) == []
