"""The date that a page gives for itself: behind a label, marked by its class, or in a `<time>`."""

# ruff: noqa: E501

from datetime import date

import pytest

from tests.ingest.readers.html.blocks import content_of

DAY = date(2026, 3, 9)
STORY = "<p>The lock at Brenna opens on 2 April 2026, and two tugs are on their way to it.</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<div><span>PO-26-4</span><span>Published 2026-03-09</span><span>Ports Office</span></div>",
        "<p>Published on<br>9 March 2026</p>",
        "<p>Published on</p><p>9 March 2026</p>",
        "<p><b>Published:</b> 9 March 2026</p>",
        "<dl><dt>Date of issue</dt><dd>9 March 2026</dd></dl>",
        "<table><tr><th>Release date</th><td>March 9, 2026</td></tr></table>",
        "<p>First published: 9 March 2026 | Last updated: 4 May 2026</p>",
        "<p>Last updated 4 May 2026</p><p>Originally published 9 March 2026</p>",
        "<p>By Mira Osk · Posted on March 9, 2026 at 10:30</p>",
        '<p>Published <time datetime="2026-03-09T08:00Z">on Monday</time></p>',
        "<p>Issued: 9 März 2026</p>",
    ],
)
def test_a_label_says_which_date_it_is(html: str) -> None:
    content = content_of(f"<header>{html}</header><main><h1>The lock</h1>{STORY}</main>")
    assert (content.published, content.published_from) == (DAY, "label")


@pytest.mark.parametrize(
    ("html", "origin"),
    [
        ('<p><time datetime="2026-03-09">Monday</time></p>', "line"),
        ('<p>By Mira Osk, <time datetime="2026-03-09">9 March</time></p>', "line"),
        (
            '<p>Next meeting: <time datetime="2026-04-01">1 April</time></p>'
            '<p><time datetime="2026-03-09">9 March</time></p>',
            "line",
        ),
        ('<div class="article-date">9 March 2026</div>', "label"),
    ],
)
def test_dates_that_the_page_marks(html: str, origin: str) -> None:
    content = content_of(f"<main><h1>The lock</h1>{html}{STORY}</main>")
    assert (content.published, content.published_from) == (DAY, origin)


@pytest.mark.parametrize(
    "html",
    [
        'Born <time datetime="2026-03-09">9 March</time>',
        '<dl><dt>Next meeting<dd><time datetime="2026-03-09">9 March</time></dl>',
        '<p>Reply due</p><p><time datetime="2026-03-09">9 March</time></p>',
        '<p>Embargo until <time datetime="2026-03-09">9 March</time></p>',
        '<p>Last updated: <time datetime="2026-03-09">9 March</time></p>',
        "<p>Date of birth: 9 March 2026</p>",
        "<p>Published by the Ports Office, which was founded on 9 March 2026</p>",
        "<p>The report was published on <b>9 March 2026</b> and says no more about the lock.</p>",
        "<p>Released 9 tugs on 9 March 2026</p>",
        "<aside class=related><p>Published 9 March 2026</p><a href=x>Another story of tugs</a></aside>",
        '<p>The storm of <time datetime="2026-03-09">9 March</time>'
        " sank two barges, closed the lock for a week and left the north quay without power for days.",
    ],
)  # fmt: skip
def test_dates_of_something_else_do_not_count(html: str) -> None:
    content = content_of(f"<main><h1>The lock</h1>{STORY}{html}{STORY}</main>")
    assert (content.published, content.published_from) == (None, "")


def test_metadata_come_before_labels() -> None:
    content = content_of(
        "<p>Published 1 March 2026</p>" + STORY, '<meta name="dcterms.issued" content="2026-03-09">'
    )
    assert (content.published, content.published_from) == (DAY, "metadata")


def test_a_list_of_articles_has_no_date_of_its_own() -> None:
    cards = "".join(
        f"<h2>Story {n}</h2><p>Text.</p>" * 40 + f"<p>Published {n} March 2026</p>" for n in (1, 2)
    )
    assert content_of(f"<main>{cards}</main>").published is None
