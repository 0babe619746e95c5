"""The date that a briefing gives for itself."""

from datetime import date

import pytest

from ingest.readers.dates import date_in_name, dates_stated, parse_date
from rag.structure import Boilerplate


@pytest.mark.parametrize(
    ("name", "day"),
    [
        *(("2026-03-04 strait.md", date(2026, 3, 4)), ("2026_3_4.txt", date(2026, 3, 4))),
        *(("note20260304.pdf", date(2026, 3, 4)), ("13-3-2026.md", date(2026, 3, 13))),
        *(("15_sept_2025 drill.md", date(2025, 9, 15)), ("Mar-4,-2026.md", date(2026, 3, 4))),
        *(("2026 December 24.md", date(2026, 12, 24)), ("4.3.2026.md", date(2026, 3, 4))),
        *(("4-3-2026.md", None), ("4-4-2026.md", date(2026, 4, 4)), ("strait.md", None)),
        *(("2026-02-30.md", None), ("12026-03-04.md", None), ("1826-03-04.md", None)),
        *(("4 maybe 2026.md", None),),
    ],
)
def test_dates_in_names(name: str, day: date | None) -> None:
    assert date_in_name(name) == day


@pytest.mark.parametrize(
    "text",
    [
        *("5 May 2026", "5th of May, 2026", "May 5, 2026", "2026-05-05", "2026/5/5", "5.5.2026"),
        *("Date: Tuesday, 5 May 2026, 10:30", "**Published:** 5 May 2026", "as of May 5, 2026"),
        *("Port Sabel, 5 May 2026", "OSTREL – 5 May 2026.", "Publication date: 5 May 2026"),
        *("updated on 5 May 2026", "# date 5 May 2026", '"2026-05-05T10:00:00Z"'),
        *("2026-05-05T10:00:00+02:00", "Tue, 5 May 2026 10:00:00 +0200", "5 May 2026 11:40 a.m."),
        *("Original Release Date: May 5, 2026", "Posted on 5 May 2026 by Ada Lund"),
        "For release on delivery expected at 10:30 a.m. EDT, Tuesday, May 5, 2026",
        *("By Ada Lund, 5 May 2026", "Date of issue: 5 May 2026", "Rio Orel (Ostrel), May 5, 2026"),
        *("| **Published:** 2026-05-05 |", "Report date: 05 May. 2026", "Filed: 2026-05-05"),
    ],
)
def test_a_line_that_is_a_date(text: str) -> None:
    assert parse_date(text) == date(2026, 5, 5)


@pytest.mark.parametrize(
    "text",
    [
        *("", "rain", "May 2026", "5 May", "The accord was signed on 5 May 2026.", "31 April 2026"),
        *("4/3/2026", "5 May 2026 and after", "5 May 2026 6 May 2026", "Room 5, May 2026"),
        *("Comments due: 5 May 2026", "Reply by 5 May 2026", "Date of birth: 5 May 1961"),
        *(
            "Born in Port Sabel, 5 May 1961",
            "Next session - 5 May 2026",
            "Closing date: 5 May 2026",
        ),
        *("Under embargo until 5 May 2026, 10:00", "Effective date: 5 May 2026", "Due: 5 May 2026"),
        *("Expires on 5 May 2026", "In force from 5 May 2026", "Accessed 5 May 2026"),
        *("Released on 5 May 2026 from prison", "Scraped (UTC): 2026-05-05T02:01:47+00:00"),
    ],
)
def test_a_line_that_is_something_else(text: str) -> None:
    assert parse_date(text) is None


def found(text: str, title: str = "") -> tuple[date | None, str]:
    stated = dates_stated(text, title=title)
    return stated.published, stated.published_from


def test_a_date_alone_on_one_of_the_first_lines_counts() -> None:
    assert found("Strait closed\n\n  5 May 2026  \nShips wait.") == (date(2026, 5, 5), "line")
    assert found("Strait closed on 5 May 2026\nShips wait.") == (None, "")
    story = "Ships wait off the strait for a second week, and no pilot has come aboard since then."
    lines = [f"{story} {n}" for n in range(11)]
    assert found("\n".join([*lines, "5 May 2026", *lines])) == (date(2026, 5, 5), "line")
    assert found("\n".join([*lines, story, "5 May 2026", *lines])) == (None, "")


@pytest.mark.parametrize(
    "text",
    [
        "4 May 2026\nPublished: 5 May 2026\n",
        "Strait closed\nPublished on\n5 May 2026\nShips wait.",
        "| Report | 7-11 |\n| Released | 2026-05-05 |\n",
        "**Report:** 7-11 | **Published:** 2026-05-05 | **Source:** [Office](https://a.org)",
        "Deadline: 1 June 2026\nDate of issue: 5 May 2026\n",
        "\n".join(["A cover line"] * 50) + "\nIssued: 5 May 2026\n",
    ],
)
def test_a_date_behind_a_label_comes_first(text: str) -> None:
    assert found(text) == (date(2026, 5, 5), "label")


@pytest.mark.parametrize(
    "text",
    [
        "Deadline:\n5 May 2026\n",
        "| Next meeting | 5 May 2026 |\n",
        "Reply due\n\nThe tender is open.\nBorn: 5 May 1961\n",
        "Embargo: 5 May 2026\nEffective 6 May 2026\nValid until 7 May 2026\n",
        "A story.\n\nRelated\n\nA first\n5 May 2026\n\nA second\n6 May 2026\n" + "More. " * 900,
    ],
)
def test_dates_of_something_else(text: str) -> None:
    story = "Ships wait off the strait for a second week, and no pilot has come aboard since.\n"
    assert found(story * 20 + text + story * 50)[0] is None
    if "Related" not in text:
        assert found(text)[0] is None


def test_a_date_on_a_cover_counts() -> None:
    cover = [f"Cover line {n}" for n in range(20)]
    assert found("\n".join([*cover, "Monday, 5 May 2026"])) == (date(2026, 5, 5), "line")


def test_a_date_below_the_title_counts_wherever_that_stands() -> None:
    menu = (
        "The harbour board has an office in each of the four ports of the coast, and a boat.\n" * 60
    )
    text = f"{menu}Strait closed\nAda Lund\n5 May 2026\nShips wait."
    assert found(text + menu, title="Strait closed") == (date(2026, 5, 5), "line")
    assert found(text + menu)[0] is None


def test_a_date_below_a_signature_counts() -> None:
    story = (
        "Ships wait off the strait for a second week, and no pilot has come aboard since.\n" * 30
    )
    assert found(f"{story}\nAda Lund\nHarbour master\n5 May 2026\n") == (date(2026, 5, 5), "line")
    assert found(f"{story}\nAda Lund\n5 May 2026\n\nBo Holt\n6 May 2026\n")[0] is None


def test_a_press_report_opens_with_a_place_and_a_date() -> None:
    assert found("PORT SABEL, 5 May 2026 — The strait is closed.")[0] == date(2026, 5, 5)
    assert found("The strait, 5 May 2026 after the storm, is closed.")[0] is None


def test_a_change_is_told_apart() -> None:
    stated = dates_stated("Strait closed\nLast updated: 5 May 2026\nShips wait.")
    assert (stated.published, stated.changed) == (None, date(2026, 5, 5))
    stated = dates_stated("Published: 4 May 2026\nUpdated\n5 May 2026\nShips wait.")
    assert (stated.published, stated.changed) == (date(2026, 5, 4), date(2026, 5, 5))


def test_boilerplate_has_no_date_of_the_document_but_front_matter_s_labels() -> None:
    text = "3 May 2026\nPublished: 5 May 2026\nShips wait."
    above = (Boilerplate("front matter", 0, 32),)
    assert dates_stated(text, above).published == date(2026, 5, 5)
    assert dates_stated(text, (Boilerplate("menu", 0, 32),)).published is None
