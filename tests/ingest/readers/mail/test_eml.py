from datetime import date

import pytest

from ingest.readers.mail import eml
from rag.errors import UnreadableError
from tests.ingest.readers import make


def test_the_plain_part_is_read_with_who_wrote_it() -> None:
    content = eml.read(
        make.eml(plain="Quiet.\n\nNo ships moved.\n", html="<p>Other</p>", attached=b"%PDF")
    )
    make.assert_well_formed(content)
    assert content.title == "Strait: überraschend ruhig"
    assert content.published == date(2026, 5, 4)
    assert content.text == (
        "From: Ana Müller <ana@example.org>\nTo: desk@example.org\n"
        "Date: Mon, 04 May 2026 22:15:00 -0400\nSubject: Strait: überraschend ruhig\n\n"
        "Quiet.\n\nNo ships moved."
    )


def test_html_is_read_where_there_is_nothing_else() -> None:
    page = "<h1>Strait</h1><p>Quiet.</p><script>x</script><h2>Ships</h2><p>None moved.</p>"
    content = eml.read(make.eml(html=page))
    make.assert_well_formed(content)
    assert content.text.endswith("\n\nStrait\n\nQuiet.\n\nShips\n\nNone moved.")
    assert [s.title for s in content.sections] == ["", "Strait", "Ships"]


def test_broken_headers_do_not_lose_the_text() -> None:
    data = (
        b"From: =?utf-8?q?broken <a@@b\r\nTo: <>, ;;:\r\nDate: the day before\r\n"
        b"Subject: =?nope?b?!!!?=\r\nContent-Type: text/plain; charset=nope\r\n\r\nStill here.\r\n"
    )
    content = eml.read(data)
    make.assert_well_formed(content)
    assert content.text.endswith("Still here.")
    assert content.published is None


def test_a_date_beyond_the_calendar_is_none() -> None:
    content = eml.read(b"Subject: x\nDate: Mon, 04 May 2026 22:15:00 -99999999999\n\nWords.")
    assert content.published is None


@pytest.mark.parametrize(
    "data", [b"", b"\x00\xff" * 100, b"just some words\n\nand more", make.eml(plain=" ")]
)
def test_what_holds_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"\. Save"):
        eml.read(data)
