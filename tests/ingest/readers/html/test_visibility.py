"""What a page does not show, or shows struck out, is left out and counted."""

import pytest

from rag.types import Omission
from tests.ingest.readers.html.blocks import content_of

STORY = "<p>The lock at Brenna opens on Monday, and two tugs are on their way to it.</p>"


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("<p><del>Two old words</del> kept</p>", 3),
        ("<p><s>12</s> kept</p>", 1),
        ("<p><strike>was open</strike> kept</p>", 2),
        ('<p><span style="color:red; text-decoration: line-through">old</span> kept</p>', 1),
        ('<p><b class=x>old</b> kept</p><style>.x{text-decoration:line-through}</style>', 1),
        ("<del><p>A whole paragraph.</p></del><p>kept</p>", 3),
    ],
)  # fmt: skip
def test_struck_out_words(html: str, count: int) -> None:
    content = content_of(html + STORY)
    assert content.text.startswith("kept\n\nThe lock")
    assert content.omissions == (Omission("struck-out words", count),)


@pytest.mark.parametrize(
    "html",
    [
        "<p hidden>secret</p>",
        '<div style="display:none"><p>secret</p></div>',
        '<div style="color: red; DISPLAY : none !important">secret</div>',
        '<p style="visibility:hidden">secret</p>',
        '<span aria-hidden="true">secret</span>',
        '<span class="visually-hidden">secret</span>',
        '<span style="font-size:0">secret</span>',
        '<p style="position:absolute;left:-9999px">secret</p>',
        '<style>.x, .preheader { display:none }</style><p class="preheader">secret</p>',
        "<style>#low{visibility:hidden}</style><p id=low>secret</p>",
    ],
)
def test_hidden_text(html: str) -> None:
    content = content_of(html + STORY)
    assert "secret" not in content.text
    assert content.omissions == (Omission("hidden text", 1),)


@pytest.mark.parametrize(
    "html",
    [
        "<details><summary>More</summary><p>kept</p></details>",
        "<style>@media print {.a{display:none}}</style><p class=a>kept</p>",
        "<style>.a p{display:none}</style><p class=a>kept</p>",
        "<style>.accordion-body{display:none}</style><p class=accordion-body>kept</p>",
        '<p><span class="sr-only">240 euros</span><span aria-hidden="true">kept</span></p>',
        '<p hidden="until-found">kept</p>',
        '<p style="display:block">kept</p>',
        "<p style='text-decoration: none'>kept</p>",
    ],
)
def test_what_a_reader_can_see_is_kept(html: str) -> None:
    assert "kept" in content_of(html + STORY).text


def test_a_page_that_a_script_shows_is_not_hidden() -> None:
    content = content_of(f'<div style="visibility:hidden"><h1>Lock</h1>{STORY}</div><p>Desk</p>')
    assert content.text.startswith("Lock\n\nThe lock")


def test_scripts_templates_and_controls_are_no_text_and_pictures_are_counted() -> None:
    content = content_of(
        "<script>var a</script><template><p>b</p></template><noscript>c</noscript>"
        "<button>d</button><select><option>e</select><svg><text>f</text></svg>"
        '<img src=a.png alt="g"><img src=b.gif width=1 height=1><iframe src=c></iframe>' + STORY
    )
    assert content.text == STORY[3:-4]
    assert set(content.omissions) == {Omission("images", 1), Omission("embedded pages", 1)}
