"""Markup escapes by type, and nothing else in `ui` builds any."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.web.markup import CARRIAGE_RETURN, Markup, element, join, page

UI = Path(__file__).resolve().parents[3] / "ui"
MAKER = UI / "web" / "markup.py"
TAG = re.compile(r"<[/!]?[a-z][a-z0-9-]*(?=[\s>/]|$)|&(?:[a-z]+|#[0-9x]+);", re.IGNORECASE)
"""The beginning of a tag, or a character reference. A name with a colon is XML: Word documents."""

WAYS_ROUND = {"html", "markupsafe", "jinja2", "htpy", "xml.sax.saxutils"}
"""Modules that escape text or make markup; `html.parser` only reads it."""


class Reader(HTMLParser):
    """What a browser would see: the text, and tags with their attributes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(str(markup))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_text_is_escaped_and_markup_is_not() -> None:
    made = element("p", "a < b & c", element("b", '"<i>"'))
    assert made == "<p>a &lt; b &amp; c<b>&#34;&lt;i&gt;&#34;</b></p>"
    assert isinstance(made, Markup)


@pytest.mark.parametrize(
    ("attributes", "written"),
    [
        ({"class_": "a b"}, ' class="a b"'),
        ({"aria_hidden": "true"}, ' aria-hidden="true"'),
        ({"hidden": True}, " hidden"),
        ({"hidden": False}, ""),
        ({"title": None}, ""),
        ({"title": ""}, ' title=""'),
        ({"data_start": 0}, ' data-start="0"'),
        ({"tabindex": -1}, ' tabindex="-1"'),
        ({"title": "\"><script>'"}, ' title="&#34;&gt;&lt;script&gt;&#39;"'),
    ],
)
def test_an_attribute_is_written_by_its_value(attributes: dict[str, str], written: str) -> None:
    assert element("p", **attributes) == f"<p{written}></p>"


def test_a_void_element_has_no_end_tag() -> None:
    assert element("input", type="checkbox") == '<input type="checkbox">'
    assert join("a", element("br"), "b") == "a<br>b"


def test_a_formatted_string_is_text_again() -> None:
    """So a mistake shows as a tag that can be read, and never becomes one."""
    assert element("p", f"{element('b', 'x')}!") == "<p>&lt;b&gt;x&lt;/b&gt;!</p>"


def test_a_page_is_a_whole_document() -> None:
    made = page("en", element("title", "A & B"), element("main", "<text>"))
    assert made == (
        '<!doctype html><html lang="en"><head><title>A &amp; B</title></head>'
        "<body><main>&lt;text&gt;</main></body></html>"
    )


def test_a_carriage_return_is_read_back() -> None:
    assert Reader(element("p", "a", CARRIAGE_RETURN, "b")).text == "a\rb"


@given(st.text(), st.text())
def test_whatever_is_written_is_read_back(text: str, value: str) -> None:
    shown = Reader(element("p", text, element("b", text), title=value))
    assert shown.text == text * 2
    assert shown.tags == [("p", {"title": value}), ("b", {})]


def markup_of(source: str) -> Iterator[str]:
    """What in a module's source builds markup, apart from its docstrings."""
    tree = ast.parse(source)
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in documentation:
                if TAG.search(text):
                    yield text
            case ast.Import(names=names):
                yield from (name.name for name in names if name.name in WAYS_ROUND)
            case ast.ImportFrom(module=str(module)) if module in WAYS_ROUND:
                yield module
            case ast.Call(func=ast.Name(id="Markup")):
                yield "Markup(…)"


@pytest.mark.parametrize(
    "source",
    [
        "x = '<p>'",
        "x = f'<a href={y}'",
        "x = y + '</p>'",
        "x = 'a &amp; b'",
        "x = '<!doctype html>'",
        "from html import escape",
        "import html",
        "from markupsafe import Markup",
        "from ui.web.markup import Markup\nx = Markup(y)",
    ],
)
def test_every_way_to_build_markup_is_noticed(source: str) -> None:
    assert list(markup_of(source))


@pytest.mark.parametrize("source", ["'''About <p>.'''", "x = '<w:p>'", "x = 'a < b'", "x<y>z"])
def test_nothing_else_is(source: str) -> None:
    assert list(markup_of(source)) == []


def test_no_other_module_builds_markup() -> None:
    found = {
        str(module.relative_to(UI)): built
        for module in UI.rglob("*.py")
        if module != MAKER and (built := list(markup_of(module.read_text(encoding="utf-8"))))
    }
    assert found == {}


def test_no_script_of_a_page_builds_markup() -> None:
    ways = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextual")
    scripts = list(UI.rglob("*.js"))
    assert len(scripts) == 3
    for script in scripts:
        written = script.read_text(encoding="utf-8")
        code = "\n".join(line for line in written.splitlines() if "//" not in line)
        assert not ways.search(written), script
        assert not re.search(r"['\"`]<[a-z/]", code), script
