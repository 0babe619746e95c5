"""What a mail quotes is told apart from its own words, with who wrote it and when."""

from datetime import date

import pytest

from ingest.readers.base import Content
from ingest.readers.mail import eml
from tests.ingest.readers import make
from tests.ingest.readers.mail.dump import dump, said

HEADERS = (
    "From: Ola Brandt <ola@kai.example>\nDate: Tue, 02 Jun 2026 08:00:00 +0200\nSubject: Pier\n"
)


def read(words: str, kind: str = "text/plain", more: str = "") -> Content:
    head = (
        f"{HEADERS}Content-Type: {kind}; charset=utf-8{more}\nContent-Transfer-Encoding: 8bit\n\n"
    )
    content = eml.read((head + words).encode())
    make.assert_well_formed(content)
    return content


@pytest.mark.parametrize(
    ("line", "author", "day"),
    [
        ("On Mon, 1 Jun 2026 at 09:12, Tess Morrow <tess@kai.example> wrote:", "Tess Morrow", 1),
        ("On Mon, Jun 1, 2026 at 9:12 AM Tess Morrow <t@kai.example> wrote:", "Tess Morrow", 1),
        ("On 2026-06-01 09:12, Morrow, Tess wrote:", "Morrow, Tess", 1),
        ("On Mon, 1 Jun 2026 at 09:12, Tess\nMorrow <tess@kai.example>\nwrote:", "Tess Morrow", 1),
        ("Am 01.06.2026 um 09:12 schrieb Tess Morrow:", "Tess Morrow", 1),
        ("Am Mo., 1. Juni 2026 um 09:12 Uhr schrieb Tess Morrow <t@k.example>:", "Tess Morrow", 1),
        ("Le lun. 1 juin 2026 à 09:12, Tess Morrow <t@k.example> a écrit :", "Tess Morrow", 1),
        ("El lun, 1 jun 2026 a las 9:12, Tess Morrow (<t@k.example>) escribió:", "Tess Morrow", 1),
        ("Tess Morrow <tess@kai.example> wrote:", "Tess Morrow", None),
        ("On 1 June 2026 at 09:12 tess@kai.example wrote:", "tess@kai.example", 1),
    ],
)
def test_the_line_above_a_quote_names_its_author(line: str, author: str, day: int | None) -> None:
    content = read(f"It opens on 9 June.\n\n{line}\n\n> The pier opens on 2 June,\n> they say.\n")
    (quoted,) = content.structure.quoted
    assert (quoted.author, quoted.sent) == (author, date(2026, 6, day) if day else None)
    assert content.text[quoted.start : quoted.end] == (
        f"{line}\n\nThe pier opens on 2 June,\nthey say."
    )
    assert said(content) == ["It opens on 9 June."]


@pytest.mark.parametrize(
    "above",
    [
        "-----Original Message-----\nFrom: Tess Morrow\nSent: Monday, 1 June 2026 09:12\nTo: Ola",
        "---------- Forwarded message ---------\nFrom: *Tess Morrow* <t@k.example>\n"
        "Date: Mon, Jun 1, 2026 at 9:12 AM\nSubject: Pier\nTo: <ola@kai.example>\n",
        "________________________________\nFrom: Tess Morrow <tess@kai.example>\n"
        "Sent: 01 June 2026 09:12\nTo: Ola Brandt <ola@kai.example>\nCc: Desk\nSubject: Pier",
        "-----Ursprüngliche Nachricht-----\nVon: Tess Morrow\nGesendet: Montag, 1. Juni 2026 09:12"
        "\nAn: Ola\nBetreff: Pier",
        "De : Tess Morrow\nEnvoyé : lundi 1 juin 2026 09:12\nÀ : Ola\nObjet : Pier",
        "*From:* Tess Morrow [mailto:tess@kai.example]\n*Sent:* 1 June 2026\n*To:* Ola",
    ],
)
def test_a_message_below_its_headers_is_quoted_to_the_end(above: str) -> None:
    content = read(f"For the file.\n\n{above}\n\nThe pier is 40 m long.\n\nIt is of oak.\n")
    assert said(content) == ["For the file."]
    assert said(content, "Tess Morrow 2026-06-01") == ["The pier is 40 m long.", "It is of oak."]
    assert {mark for _, author, mark, _ in dump(content) if author} == {"", "mail header"}


def test_a_forwarded_message_with_marks_has_the_author_of_its_headers() -> None:
    content = read(
        "See below.\n\nBegin forwarded message:\n\n> From: Tess Morrow <tess@kai.example>\n"
        "> Subject: Pier\n> Date: 1 June 2026 at 09:12:00 CEST\n>\n> The pier is 40 m long.\n"
    )
    assert said(content, "Tess Morrow 2026-06-01") == ["The pier is 40 m long."]
    assert said(content) == ["See below."]


def test_replies_between_quoted_words_stay_the_mail_s_own() -> None:
    content = read(
        "On 1.6.2026 09:12, Tess Morrow wrote:\n> When does the pier open?\n\nOn 9 June.\n\n"
        "> And the crane?\n\nIt is repaired.\n"
    )
    assert said(content) == ["On 9 June.", "It is repaired."]
    assert said(content, "Tess Morrow 2026-06-01") == ["When does the pier open?", "And the crane?"]


def test_quotes_in_quotes_are_of_their_own_authors() -> None:
    content = read(
        "Agreed.\n\nOn Mon, 1 Jun 2026 at 09:12, Tess Morrow wrote:\n> It is 40 m long.\n>\n"
        "> On Sun, 31 May 2026 at 10:00, Pim Vos wrote:\n>> How long is it?\n"
    )
    assert said(content) == ["Agreed."]
    assert said(content, "Tess Morrow 2026-06-01") == ["It is 40 m long."]
    assert said(content, "Pim Vos 2026-05-31") == ["How long is it?"]


def test_a_line_that_was_broken_again_stays_in_its_quote() -> None:
    content = read(
        "No.\n\nOn 1.6.2026 09:12, Tess Morrow wrote:\n"
        "> The council of the harbour has decided on the first of June that it may\nopen\n> then.\n"
    )
    assert said(content) == ["No."]


@pytest.mark.parametrize(
    "words",
    [
        "The minister wrote: the pier is shut.\n\nNothing else is known.\n",
        "On 1 June the harbour master wrote:\n\nThe pier is shut.\n",
        "From: the north came 40 ships.\n\nTo: the south went none.\n",
        "From the north came 40 ships.\n\nDate: unknown.\n",
        "They sent the original message on Monday.\n\nIt was lost.\n",
        "Costs: 5 > 4 and 3 < 4.\n\nSo it is.\n",
    ],
)
def test_ordinary_words_are_not_taken_for_a_quote(words: str) -> None:
    assert read(words).structure.quoted == ()


GMAIL = (
    '<div dir="ltr">It opens on 9 June.</div><br><div class="gmail_quote"><div class="gmail_attr">'
    "On Mon, Jun 1, 2026 at 9:12 AM Tess Morrow &lt;<a>t@k.example</a>&gt; wrote:<br></div>"
    '<blockquote class="gmail_quote"><div>It opens on 2 June.</div>'
    '<blockquote type="cite"><p>When?</p></blockquote></blockquote></div>'
)
OUTLOOK = (
    '<div><p>It opens on 9 June.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>'
    "<b>From:</b> Tess Morrow &lt;t@k.example&gt; <br><b>Sent:</b> Monday, 1 June 2026 16:22<br>"
    "<b>To:</b> Ola<br><b>Subject:</b> Pier</p></div><p>It opens on 2 June.</p></div>"
)
THUNDERBIRD = (
    '<p>It opens on 9 June.</p><div class="moz-cite-prefix">On 01.06.2026 09:12, Tess Morrow wrote:'
    '</div><blockquote type="cite"><p>It opens on 2 June.</p></blockquote>'
)


@pytest.mark.parametrize("page", [GMAIL, OUTLOOK, THUNDERBIRD])
def test_quotes_in_html_are_told_apart(page: str) -> None:
    content = read(page, "text/html")
    assert said(content) == ["It opens on 9 June."]
    assert said(content, "Tess Morrow 2026-06-01") == ["It opens on 2 June."]


def test_a_quotation_set_in_html_is_the_mail_s_own() -> None:
    page = (
        "<p>The law says:</p><blockquote><p>No pier may be shut.</p></blockquote><p>So be it.</p>"
    )
    assert read(page, "text/html").structure.quoted == ()


def test_quotes_of_flowed_text_are_joined_without_their_marks() -> None:
    content = read(
        "It opens on \n9 June.\n\nOn 1.6.2026 09:12, Tess Morrow wrote:\n"
        "> When does the \n> pier open?\n",
        more="; format=flowed",
    )
    assert content.text.endswith("wrote:\n\nWhen does the pier open?")
    assert said(content) == ["It opens on 9 June."]
