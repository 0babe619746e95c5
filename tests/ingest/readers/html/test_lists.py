"""Lists: their markers as browsers show them, and their levels."""

import pytest

from ingest.readers.html.lists import numbered
from tests.ingest.readers.html.blocks import blocks_of, content_of


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
        ("<ol start=4><li>a<li>b</ol>", "4. a\n5. b"),
        ("<ol reversed><li>a<li>b</ol>", "2. a\n1. b"),
        ("<ol reversed start=9><li>a<li>b</ol>", "9. a\n8. b"),
        ("<ol type=a><li>a<li>b</ol>", "a. a\nb. b"),
        ("<ol type=I start=3><li>a<li>b</ol>", "III. a\nIV. b"),
        ("<ol><li value=7>a<li>b</ol>", "7. a\n8. b"),
        ('<ol style="list-style-type: lower-alpha"><li>a<li>b</ol>', "a. a\nb. b"),
        ('<ol style="list-style:none"><li>(i) a<li>(ii) b</ol>', "(i) a\n(ii) b"),
        ("<ol start=x><li>a</ol>", "1. a"),
        ("<menu><li>a</menu>", "- a"),
        ("<li>a", "- a"),
    ],
)
def test_markers(html: str, words: str) -> None:
    assert content_of(html).text == words


def test_nested_lists_have_levels() -> None:
    assert blocks_of(
        "<p>Closed are:</p><ol><li>Quays<ul><li>north<ol type=i><li>east</ol><li>south</ul>"
        "<li><p>Locks</p><p>until May</p></ol>"
    ) == [
        ("paragraph", "Closed are:"),
        ("item 1", "1. Quays"),
        ("item 2", "  - north"),
        ("item 3", "    i. east"),
        ("item 2", "  - south"),
        ("item 1", "2. Locks\nuntil May"),
    ]


def test_a_term_and_what_explains_it_are_one_block() -> None:
    assert blocks_of(
        "<dl><dt>Fee<dd>40 crowns<dt>Who pays?<dd><p>The master.</p><p>Or the owner.</p>"
        "<dt>Berths<dd><ul><li>north</ul><dt>Depth</dl>"
    ) == [
        ("paragraph", "Fee: 40 crowns"),
        ("paragraph", "Who pays? The master."),
        ("paragraph", "Or the owner."),
        ("paragraph", "Berths"),
        ("item 1", "- north"),
        ("paragraph", "Depth"),
    ]


def test_lists_as_word_and_outlook_write_them() -> None:
    marker = "<![if !supportLists]><span style='mso-list:Ignore'>{}<span>&nbsp; </span></span>"
    paragraph = "<p class=MsoListParagraph style='mso-list:l0 level{} lfo1'>" + marker + "{}</p>"
    items = [(1, "1.", "Quays"), (2, "o", "north"), (2, "·", "south"), (1, "2.", "Locks")]
    assert blocks_of("".join(paragraph.format(*item) for item in items)) == [
        ("item 1", "1. Quays"),
        ("item 2", "  - north"),
        ("item 2", "  - south"),
        ("item 1", "2. Locks"),
    ]


@pytest.mark.parametrize(
    ("number", "style", "marker"),
    [
        (28, "lower-alpha", "ab."),
        (1994, "upper-roman", "MCMXCIV."),
        (4_000, "lower-roman", "4000."),
        (0, "lower-alpha", "0."),
        (-2, "decimal", "-2."),
        (3, "disc", "3."),
        (3, "none", ""),
    ],
)
def test_numbers(number: int, style: str, marker: str) -> None:
    assert numbered(number, style) == marker
