import contextlib
from datetime import date

import pytest

from ingest.readers import html
from rag.errors import UnreadableError
from tests.ingest.readers.make import PAGE, assert_well_formed


def test_a_short_page_is_read_whole() -> None:
    content = html.read(PAGE.encode())
    assert_well_formed(content)
    assert content.title == "Strait watch"
    assert content.published == date(2026, 5, 4)
    assert content.text == (
        "Strait watch\n\n"
        "Talks resumed in Muscat on Tuesday, with envoys from four states.\n\n"
        "Shipping\n\n"
        "Traffic fell by 12 percent in May.\n\n"
        "- Insurers raised premiums\n- Two carriers left\n\n"
        "| Port | Calls |\n| Fujairah | 312 |\n\n"
        "Line one\nline two"
    )
    assert [s.title for s in content.sections] == ["Strait watch", "Shipping"]


def test_a_long_page_loses_its_menus_and_scripts() -> None:
    story = "".join(
        f"<h2>Part {n}</h2><p>The envoy said on day {n} that talks would go on, and that the "
        f"strait would stay open to all {n} carriers which had asked for it.</p>"
        for n in range(40)
    )
    menu = "<nav>" + "".join(f"<a href=/{n}>Topic {n}</a>" for n in range(50)) + "</nav>"
    page = f"<html><body>{menu}<script>evil()</script><article>{story}</article></body></html>"
    content = html.read(page.encode())
    assert_well_formed(content)
    assert all(f"on day {n} that" in content.text for n in range(40))
    assert "Topic" not in content.text
    assert "evil" not in content.text
    assert [s.title for s in content.sections][-1] == "Part 39"


def test_a_megabyte_of_markup_is_read() -> None:
    noise = "<script>var x = 1;</script><div class='a'><span></span></div>" * 16_000
    page = f"<html><body>{noise}<p>The only sentence.</p>{noise}</body></html>"
    assert len(page) > 1_000_000
    assert html.read(page.encode()).text == "The only sentence."


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta name="dcterms.issued" content="2026-03-02">', date(2026, 3, 2)),
        ('<meta name="date" content="2 March 2026">', date(2026, 3, 2)),
        (
            '<script type="application/ld+json">{"@graph": [{"datePublished": "2026-03-02T09:00Z"}'
            "]}</script>",
            date(2026, 3, 2),
        ),
        ('<script type="application/ld+json">{"datePublished": 7}</script>', None),
        ('<script type="application/ld+json">{broken</script>', None),
        ('<time datetime="2026-03-02T10:00">Monday</time>', date(2026, 3, 2)),
        ("<time datetime=2026-03-02>a</time><time datetime=2026-03-03>b</time>", None),
        ('<meta name="date" content="03/04/2026">', None),
        ('<link rel="canonical" href="https://example.org/2026/03/02/x">© 2019', None),
    ],
)
def test_only_a_date_that_the_page_gives_counts(head: str, day: date | None) -> None:
    page = f"<html><head>{head}</head><body><p>Something was said.</p></body></html>"
    assert html.read(page.encode()).published == day


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('<meta property="og:title" content="The strait"><title>x | y</title>', "The strait"),
        ("<title>The strait</title>", "The strait"),
        ("", "Something was said."),
    ],
)
def test_title(head: str, title: str) -> None:
    page = f"<html><head>{head}</head><body><p>Something was said.</p></body></html>"
    assert html.read(page.encode()).title == title


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251"])
def test_encodings(encoding: str) -> None:
    declared = '<meta charset="windows-1251">' if encoding == "windows-1251" else ""
    page = f"<html><head>{declared}</head><body><p>Москва разочарована итогами.</p></body></html>"
    assert html.read(page.encode(encoding)).text == "Москва разочарована итогами."


def test_a_layout_table_is_no_table() -> None:
    page = f"<table><tr><td><h1>Head</h1><p>One.</p></td><td>{'Two. ' * 3}</td></tr></table>"
    assert html.read(page.encode()).text == "Head\n\nOne.\n\nTwo. Two. Two."


def test_deep_nesting_is_read_or_refused() -> None:
    page = b"<div>" * 50_000 + b"deep" + b"</div>" * 50_000
    with contextlib.suppress(UnreadableError):
        assert_well_formed(html.read(page))


@pytest.mark.parametrize("data", [b"", b"   ", b"\x00\x01\x02" * 50])
def test_what_is_no_page_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"\. Save|\. Remove"):
        html.read(data)
