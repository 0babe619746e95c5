"""The title of a document, and where it was found."""

import pytest

from ingest.readers.titles import sensible_title, title_among
from tests.ingest.reading import read

STORY = (
    "The ferry to Halm was late by an hour on every day of the week but one. Nobody at the pier "
    "could say why, though the master of the port had been asked.\n\n"
)

OPENING = (
    "The ferry to Halm was late again, as it had been on Monday.\n"
    "Nobody knows why.\n\nThe pier at Halm\n\n"
)


def title(text: str, name: str = "ferry-notes_3.md") -> tuple[str, str]:
    split = read(text + "\n\n" + STORY, name)
    return split.document.title, split.title_from


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("---\ntitle: Late again\n---\n# Ferries\n", "a.md", ("Late again", "metadata")),
        ('+++\ntitle = "Late again"\n+++\n', "a.md", ("Late again", "metadata")),
        ("## Part one\n\n# Late again\n", "a.md", ("Late again", "heading")),
        ("# halm.org\n\n- # Late again\n  - ## Home\n", "a.md", ("Late again", "heading")),
        ("# Contents\n\n- One 4\n\n## Late again\n", "a.md", ("Late again", "heading")),
        ("# Menu\n\nLate again\n", "a.md", ("Late again", "line")),
        ("# 5 May 2026\n\n## Late again\n", "a.md", ("Late again", "heading")),
        ("# **Late** [again](https://halm.org)\n", "a.md", ("Late again", "heading")),
        ("# La\u00adte a\u200bgain\n", "a.md", ("Late again", "heading")),
        ("# ~~Early~~ Late again\n", "a.md", ("Late again", "heading")),
        ("Late again\n==========\n\n", "a.txt", ("Late again", "heading")),
        ("3. Late again\n-----------\n\n", "a.txt", ("Late again", "heading")),
        ("Late again\n\n", "a.txt", ("Late again", "heading")),
        (
            f"Late again | Halm Times\n{STORY}The pier\n\n",
            "a.txt",
            ("Late again | Halm Times", "heading"),
        ),
        ("5 May 2026\n\nLate again\n\n", "a.txt", ("Late again", "line")),
        ("https://halm.org/late\n\nLate again\n\n", "a.txt", ("Late again", "line")),
    ],
)
def test_titles(text: str, name: str, expected: tuple[str, str]) -> None:
    assert title(text, name) == expected


@pytest.mark.parametrize("subject", ["Re: Tugs", "AW: Tugs", "From: the harbour", "Dear all"])
def test_a_mail_is_titled_by_its_subject(subject: str) -> None:
    mail = f"From: a@halm.org\nSubject: {subject}\n\n"
    assert title(mail, "a.eml") == (subject, "mail header")


def test_a_title_of_two_lines() -> None:
    text = "Report of the harbour board on the\nferries of the isles in May"
    assert title(text, "a.txt") == (text.replace("\n", " "), "heading")
    assert title("LATE AGAIN:\nTHE FERRIES", "a.txt")[0] == "LATE AGAIN: THE FERRIES"
    assert title("Late again\nBy Ada Lund", "a.txt")[0] == "Late again"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "halm.org",
        "Dear Ada,",
        "To: Ada Lund",
        "# Introduction",
        "Published: 5 May 2026",
        "bod-18-02",
    ],
)
def test_where_nothing_serves_the_file_s_name_is_made_readable(text: str) -> None:
    assert title(text) == ("Ferry notes 3", "file name")
    assert title(text, "Halm_ferries 2026.txt") == ("Halm ferries 2026", "file name")


def test_the_first_words_of_a_paragraph_are_no_title() -> None:
    assert title("") == ("Ferry notes 3", "file name")
    assert read("The ferry was late.", "a.md").document.title == "The ferry was late."


def test_a_number_is_no_title_where_there_are_words() -> None:
    found = read(STORY, "20260504_2.txt")
    assert found.document.title == "The ferry to Halm was late by an hour on every day of the …"
    assert found.title_from == "line"


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("The strait", "The strait"),
        ("  The\n strait ", "The strait"),
        ("Word for word", "Word for word"),
        ("Document 7 of the summit", "Document 7 of the summit"),
        ("Microsoft Word - brief.doc", ""),
        ("Untitled-1", ""),
        ("brief_v2.PDF", ""),
        ("Document1", ""),
        ("Slide 1", ""),
        ("2026", ""),
        ("", ""),
        (None, ""),
        (b"The strait", ""),
        ("word " * 100, "word " * 60),
    ],
)
def test_sensible_titles(given: object, title: str) -> None:
    assert sensible_title(given) == title


@pytest.mark.parametrize(
    ("given", "headed", "found"),
    [
        ("Port calls", ["May"], ("Port calls", "metadata")),
        ("untitled", ["", "May"], ("May", "heading")),
        (None, ["Page 3"], ("The first line", "line")),
    ],
)
def test_title_among(given: object, headed: list[str], found: tuple[str, str]) -> None:
    assert title_among(given, headed, "—\nThe first line\nAnother") == found
    assert title_among("", [], "") == ("", "")
