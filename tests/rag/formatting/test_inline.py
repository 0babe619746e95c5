"""What marks within a block mean, and where each word stands in the text."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rag.formatting import format_quote
from rag.formatting.inline import markdown_runs
from rag.formatting.tree import Run

MARKS = st.sampled_from(
    [
        *"* ** _ __ ~~ ` [ ] ( ) ![ ](u) <b> </b> <br> <u@a.b> <http://x.y> &amp; &#65;".split(),
        *"\\ \\* a b. é 1 <!--c--> ! #".split(),
        *(" ", "\n", "  \n", "](u 't')"),
    ]
)


def runs(text: str) -> list[tuple[str, str]]:
    """The words of each run with the names of its styles."""
    (block,) = format_quote(text, "a.md")
    return [(run.text, " ".join(sorted(run.styles))) for run in block.runs]


def words(text: str) -> str:
    return "".join(run.text for block in format_quote(text, "a.md") for run in block.runs)


def test_styles_are_those_of_markdown() -> None:
    assert runs("A **strong _and so_** `c*d` ~~gone~~.") == [
        ("A ", ""),
        ("strong ", "strong"),
        ("and so", "emphasis strong"),
        (" ", ""),
        ("c*d", "code"),
        (" ", ""),
        ("gone", "struck"),
        (".", ""),
    ]


def test_styles_of_tags_are_kept_and_other_tags_left_out() -> None:
    assert runs('<b>Bold</b>, <i class="x">slanted</i>, <del>gone</del>, <font>plain</font>.') == [
        ("Bold", "strong"),
        (", ", ""),
        ("slanted", "emphasis"),
        (", ", ""),
        ("gone", "struck"),
        (", ", ""),
        ("plain", ""),
        (".", ""),
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See [the *note*](http://a.example/b_c_d 'x') there.", "See the note there."),
        ("A ![map of *Bor*](http://tracker.example/p.png) here.", "A map of Bor here."),
        ('A <img src="http://t.example/p" alt="map"> here.', "A map here."),
        ("An <a href='http://a.example'>address</a>.", "An address."),
        ("At <http://a.example/b> or <me@a.example>.", "At http://a.example/b or me@a.example."),
        ("{{ site.title }}Grain{% if a %} rose{% endif %}.", "Grain rose."),
        ("Fish &amp; chips &lt;hot&gt; &#8364;5 &nosuch;", "Fish & chips <hot> €5 &nosuch;"),
        ("One<!-- two --> three", "One three"),
        ("a <script>alert('b')</script><style>p {}</style>c", "a c"),
        ("[click](javascript:alert(1)) [on](data:text/html,x)", "click on"),
        ("snake_case_name, 2 * 3 * 4, 5 < 6 and a_b", "snake_case_name, 2 * 3 * 4, 5 < 6 and a_b"),
        (r"\*not emphasised\*", "*not emphasised*"),
        ("one\ntwo  \nthree<br>four", "one two\nthree\nfour"),
        ("<td>left</td><td>right</td>", "left  right"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert words(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("10<sup>6</sup> tonnes", "10⁶ tonnes"),
        ("52<sup>1</sup> ships", "52¹ ships"),
        ("CO<sub>2</sub>", "CO₂"),
        ("x<SUP>-3</SUP>", "x⁻³"),
        ("4<sup>th</sup>", "4^th"),
        ("a <sup> without an end, 12", "a  without an end, 12"),
    ],
)
def test_what_is_raised_joins_no_figure(text: str, shown: str) -> None:
    assert words(text) == shown


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("**The port closed.", "The port closed."),
        ("It opened again.**", "It opened again."),
        ("_The port closed.", "The port closed."),
        ("Half a *mark is not one", "Half a *mark is not one"),
        ("~~The port", "The port"),
    ],
)
def test_a_mark_without_its_counterpart_is_left_out_of_a_quote(quote: str, shown: str) -> None:
    assert words(quote) == shown


def test_plain_text_has_no_marks() -> None:
    text = "A **b** [c](d) <i>e</i> &amp; {{ f }}"
    (block,) = format_quote(text, "a.txt")
    assert [run.text for run in block.runs] == [text]


@given(st.lists(MARKS, max_size=14).map("".join))
def test_the_words_are_those_of_a_markdown_parser(text: str) -> None:
    found = list(markdown_runs(text, 0, {}, (0, len(text)), is_cut=False))
    assert "".join(run.text for run in found) == _rendered(text)
    assert _are_in_place(found, text)


def _are_in_place(found: list[Run], text: str) -> bool:
    at = 0
    for run in found:
        same = not run.is_divisible or run.text.replace("\n", " ") == text[
            run.start : run.end
        ].replace("\n", " ")
        if not at <= run.start <= run.end <= len(text) or not same:
            return False
        at = run.end
    return True


def _rendered(text: str) -> str:
    parser = MarkdownIt("commonmark").enable("strikethrough")
    tokens: list[Any] = []
    parser.inline.parse(text, parser, {}, tokens)
    return "".join(map(_shown, tokens))


def _shown(token: Any) -> str:
    if token.type == "image":
        children = (c.content for c in token.children or () if c.type != "html_inline")
        return "".join(children).strip()
    if token.type == "html_inline":
        return "\n" if token.content == "<br>" else ""
    return {"softbreak": " ", "hardbreak": "\n"}.get(token.type, str(token.content))
