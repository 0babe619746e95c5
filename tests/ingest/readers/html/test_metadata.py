"""A web page's title and date, from small pages."""

from datetime import date

import pytest
from lxml.html import document_fromstring

from ingest.readers.html import dates, titles
from ingest.readers.html.page import Page, page_of

DAY = date(2019, 3, 4)


def page(head: str = "", body: str = "") -> Page:
    html = f"<html><head>{head}</head><body>{body}<p>Something was said.</p></body></html>"
    return page_of(document_fromstring(html))


def date_of(of: Page) -> date | None:
    return dates.date_of(of)[0]


def title_of(of: Page) -> str:
    return titles.title_of(of)[0]


@pytest.mark.parametrize(
    "value",
    [
        "2019-03-04",
        "2019-03-04T23:59:00-08:00",
        "4 March 2019",
        "March 4, 2019",
        "4. März 2019",
        "Mittwoch, 4. März 2019, 10:30 Uhr",
        "Veröffentlicht am 4. März 2019",
        "4 mars 2019",
        "4 de marzo de 2019",
        "4 marzo 2019",
        "4 maart 2019",
        "4 марта 2019",
    ],
)
def test_a_date_is_read_in_several_languages(value: str) -> None:
    assert date_of(page(f'<meta name="date" content="{value}">')) == DAY
    assert date_of(page(body=f'<span class="published">{value}</span>')) == DAY


@pytest.mark.parametrize(
    "value",
    ["03/04/2019", "March 2019", "2019", "12 pages 2019", "31. Februar 2019", "gestern", "4 Mars"],
)
def test_what_is_no_whole_date_is_none(value: str) -> None:
    assert date_of(page(f'<meta name="date" content="{value}">')) is None
    assert date_of(page(body=f'<span class="published">{value}</span>')) is None


@pytest.mark.parametrize(
    "body",
    [
        '<abbr class="published" title="2019-03-04T10:00:00Z">on Monday</abbr>',
        '<abbr class="published">4. März 2019</abbr>',
        '<time class="entry-date" datetime="2019-03-04">x</time>',
        '<time class="dt-published" datetime="2019-03-04">x</time><time datetime="2018-01-01">y',
        '<p class="meta post-date">4 March 2019</p>',
        '<div class="article__date">March 4th, 2019</div>',
        '<span class="Dateline">Lisbon, 4 March 2019</span>',
        '<span itemprop="datePublished">4 March 2019</span>',
        '<span itemprop="datePublished" content="2019-03-04">yesterday</span>',
        '<time datetime="2019-03-04">Monday</time><time datetime="2019-03-04T11:00">again</time>',
    ],
)
def test_elements_that_mark_the_date(body: str) -> None:
    assert date_of(page(body=body)) == DAY


@pytest.mark.parametrize(
    "body",
    [
        '<span class="event-date">4 March 2019</span>',
        '<abbr class="published">4 March 2019</abbr><abbr class="published">5 March 2019</abbr>',
        '<time datetime="2019-03-04">a</time><time datetime="2019-03-05">b</time>',
        '<time datetime="soon">a</time>',
        "© 2019",
    ],
)
def test_no_date_is_guessed(body: str) -> None:
    assert (
        date_of(page('<link rel="canonical" href="https://example.org/2019/03/04/x">', body))
        is None
    )


def test_a_list_of_articles_has_no_date() -> None:
    items = "".join(f'<li class="published">{n} March 2019</li>' for n in range(1, 30))
    assert date_of(page(body=items)) is None


@pytest.mark.parametrize(
    ("json", "day"),
    [
        ('{"datePublished": "2019-03-04T09:00Z"}', DAY),
        ('[{"@type": "Organization"}, {"datePublished": "2019-03-04"}]', DAY),
        ('{"@graph": [{"name": "x"}, {"datePublished": "2019-03-04"}]}', DAY),
        ('{"mentions": {"datePublished": "2019-03-04"}}', None),
        ('{"datePublished": 20190304}', None),
        ('{"datePublished": ["2019-03-04"]}', None),
        ("{broken", None),
        ("[" * 100_000, None),
    ],
)
def test_json_ld(json: str, day: date | None) -> None:
    assert date_of(page(f'<script type="application/ld+json">{json}</script>')) == day


def test_the_metadata_come_before_marked_elements_and_the_first_of_a_name_counts() -> None:
    head = (
        '<meta name="DC.date" content="2018-01-01"><meta name="dc.date" content="2017-01-01">'
        '<meta property="article:published_time" content="2019-03-04">'
    )
    assert date_of(page(head, '<abbr class="published">1 May 2016</abbr>')) == DAY


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ('<meta property="og:title" content="The strait"><title>x | y</title>', "", "The strait"),
        ('<meta name="citation_title" content="The strait">', "<h1>x</h1>", "The strait"),
        ('<meta name="dc.title" content="a.pdf"><title>The strait</title>', "", "The strait"),
        ("<title>The strait | The Desk</title>", "<h1>The <b>strait</b></h1>", "The strait"),
        ("<title>The strait | The Desk</title>", "<h1>Menu</h1>", "The strait | The Desk"),
        ("<title>The\n strait</title>", "", "The strait"),
        ("<title>Untitled</title>", "<h1>The strait</h1>", "The strait"),
        ("", "<h1>The strait</h1>", "The strait"),
    ],
)
def test_titles(head: str, body: str, title: str) -> None:
    assert title_of(page(head, body)) == title
