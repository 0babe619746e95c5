"""Markdown and its front matter."""

from datetime import date

import pytest

from ingest.readers import markdown
from rag.types import Section
from tests.ingest.reading import read


def sections(text: str) -> list[tuple[str, str]]:
    content = markdown.read(text.encode())
    assert content.text == text
    return [(s.title, text[s.start : s.end]) for s in content.sections]


def test_headings_of_both_kinds_begin_sections_with_their_markup() -> None:
    assert sections("Lead.\n\n# One\nA.\n\nTwo\n---\nB.\n") == [
        ("", "Lead.\n\n"),
        ("One", "# One\nA.\n\n"),
        ("Two", "Two\n---\nB.\n"),
    ]


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# The *strait* and [a link](x) ![picture](y)", "The strait and a link"),
        ("## `code` here ##", "code here"),
        ("# one<br>two", "one two"),
        ("# A &amp; B", "A & B"),
    ],
)
def test_titles_are_without_markup(heading: str, title: str) -> None:
    assert sections(f"{heading}\nText.")[0][0] == title


@pytest.mark.parametrize(
    "text", ["```\n# code\n```\nText.", "    # code\n\nText.", "> # quoted\n\nText.", "#\n\nText."]
)
def test_what_is_no_heading(text: str) -> None:
    assert [title for title, _ in sections(text)] == [""]


def test_front_matter_is_no_part_of_a_section() -> None:
    content = markdown.read(b"---\ntitle: T\ndate: 2026-01-02\n---\n# One\nA.")
    assert (content.title, content.published) == ("T", date(2026, 1, 2))
    assert content.sections == (Section("", 33, 34, level=0), Section("One", 34, 42))


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2026-01-02", date(2026, 1, 2)),
        ("2026-01-02 10:00:00", date(2026, 1, 2)),
        ('"2 January 2026"', date(2026, 1, 2)),
        ("2026", None),
        ("[2026-01-02]", None),
        ("soon", None),
    ],
)
def test_dates_of_front_matter(given: str, day: date | None) -> None:
    assert markdown.read(f"---\ndate: {given}\n---\nText.".encode()).published == day


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("The strait", "The strait"),
        ("7", "Text."),
        ("2026-01-02", "Text."),
        ("care.org", "Text."),
        ("[a, b]", "Text."),
        ("{a: b}", "Text."),
        ("~", "Text."),
        ('""', "Text."),
        ("0x" + "f" * 15_000, "Text."),
        ("&a [*a, *a]", "Text."),
    ],
)
def test_titles_of_front_matter(given: str, title: str) -> None:
    assert read(f"---\ntitle: {given}\n---\nText.", "a.md").document.title == title


@pytest.mark.parametrize(
    "matter",
    [
        "a: " + "[" * 3000,
        "a: [",
        "a: !!int ''",
        "a: !!float ''",
        "a: !!timestamp x",
        "a: !!bool x",
        "a: !!binary x",
        "a: !!python/object:os.system x",
        "a: 2026-13-45",
        "<<: 3",
        "[a]: b",
        "? [a]\n: b",
        "just words",
        "- a list",
        "a: b\na b c: d: e",
    ],
)
def test_front_matter_that_is_none_is_text(matter: str) -> None:
    text = f"---\n{matter}\n---\nText."
    content = markdown.read(text.encode())
    assert content.text == text
    assert content.sections[0].start == 0
    assert content.published is None


@pytest.mark.parametrize(
    "text", ["---\ntitle: T\nText.", "x\n---\ntitle: T\n---\nText.", "----\na: b"]
)
def test_front_matter_must_open_the_file_and_end(text: str) -> None:
    assert markdown.read(text.encode()).sections[0].start == 0


def test_front_matter_may_end_in_dots() -> None:
    assert markdown.read(b"---\ntitle: T\n...\nText.").title == "T"


@pytest.mark.parametrize(
    "struck",
    ["~~seven boats~~", "<s>seven boats</s>", "<del>seven boats</del>", "<STRIKE>7</STRIKE>"],
)
def test_struck_out_words_are_named_with_their_marks(struck: str) -> None:
    text = f"The board has {struck} nine boats.\n"
    content = markdown.read(text.encode())
    assert [text[start:end] for start, end in content.structure.struck] == [struck]


def test_notes_are_blocks_of_their_own_and_images_are_counted() -> None:
    text = "Boats wait.[^1]\n\n[^1]: Nine of them,\n  all white.\n[^2]: late\n\n![pier](a.png)\n"
    content = markdown.read(text.encode())
    notes = [text[b.start : b.end] for b in content.structure.blocks if b.kind == "note"]
    assert notes == ["[^1]: Nine of them,\n  all white.", "[^2]: late"]
    assert [(o.what, o.count) for o in content.omissions] == [("images", 1)]
