"""A page's title: not the name of its site, its domain or a menu."""

# ruff: noqa: E501

import pytest

from tests.ingest.readers.html.blocks import content_of

SITE = '<meta property="og:site_name" content="Ports Office">'


@pytest.mark.parametrize(
    ("head", "body", "title", "origin"),
    [
        ("<title>Tug strike ends - Ports Office</title>", "<h1>Tug strike ends</h1>", "Tug strike ends", "heading"),
        (SITE + "<title>Tug strike ends | Ports Office</title>", "", "Tug strike ends", "metadata"),
        (SITE + "<title>Ports Office – Tug strike ends</title>", "", "Tug strike ends", "metadata"),
        (SITE + '<meta property="og:title" content="Ports Office">', "<h1>Tug strike ends</h1>", "Tug strike ends", "heading"),
        ("<title>www.ports.example</title>", "<h1>Tug strike ends</h1>", "Tug strike ends", "heading"),
        ("<title>ports.example</title>", "<h1>Menu</h1><h1>Tug strike ends</h1>", "Tug strike ends", "heading"),
        ("<title>Home</title>", "<h1>Tug strike ends</h1>", "Tug strike ends", "heading"),
        ('<link rel=canonical href="https://ports.example/a"><title>Tug strike ends | ports.example</title>', "", "Tug strike ends", "metadata"),
        ('<script type="application/ld+json">{"headline": "Tug strike ends", "publisher": {"name": "Ports Office"}}</script>', "", "Tug strike ends", "metadata"),
        ("<title>Tug strike ends - what next | Ports Office</title>" + SITE, "", "Tug strike ends - what next", "metadata"),
        ("<title>Ports Office: Tug strike ends</title>", "<h1>Ports Office</h1><h2>Tugs</h2>", "Ports Office: Tug strike ends", "metadata"),
        ("<title>Tugs and Quays | Tug strike ends</title>", "<h1>Tugs and Quays: a diary of the ports</h1><h2>Tug strike ends</h2>", "Tug strike ends", "heading"),
        ("<title>Tug strike ends - The Tug Post</title>", "<a href='/'><img src=a alt='The Tug Post'></a>", "Tug strike ends", "metadata"),
        ("<title>Tug strike ends - Port-Post.example</title>", "", "Tug strike ends", "metadata"),
        ('<script type="application/ld+json">{"@type": ["WebSite"], "name": {"x": []}}</script>', "<h1>Tug strike ends</h1>", "Tug strike ends", "heading"),
        ("", "<h2>Tug strike ends</h2>", "Tug strike ends", "heading"),
        ("", "", "Two tugs left.", "line"),
        ("<title>Untitled document</title>", "", "Two tugs left.", "line"),
    ],
)  # fmt: skip
def test_titles(head: str, body: str, title: str, origin: str) -> None:
    content = content_of(body + "<p>Two tugs left.</p>", head)
    assert (content.title, content.title_from) == (title, origin)
