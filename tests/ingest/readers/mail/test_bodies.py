"""Which parts of a message are read, in which encoding, and how its lines make up blocks."""

from email.message import EmailMessage

import pytest

from ingest.readers.mail import eml
from rag.types import Omission
from tests.ingest.readers.mail.dump import dump, said

HEADERS = b"From: Ola <ola@kai.example>\nSubject: Pier\n"


def plain(words: bytes, charset: str = "") -> list[str]:
    declared = f"; charset={charset}" if charset else ""
    head = f"Content-Type: text/plain{declared}\nContent-Transfer-Encoding: 8bit\n\n".encode()
    return said(eml.read(HEADERS + head + words))


@pytest.mark.parametrize("charset", ["iso-8859-1", "us-ascii", "windows-1252", "x-no", ""])
def test_what_is_windows_1252_is_read_so(charset: str) -> None:
    assert plain(b"Rent rises by 12\x9615% to \x8095 \x96 \x93high\x94.", charset) == [
        "Rent rises by 12–15% to €95 – “high”."
    ]


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "us-ascii", "windows-1252", "x-no", ""])
def test_what_is_utf_8_is_read_so(charset: str) -> None:
    assert plain("Rent rises by 12–15% to €95.".encode(), charset) == [
        "Rent rises by 12–15% to €95."
    ]


@pytest.mark.parametrize(
    ("charset", "words"),
    [("iso-8859-2", "Zażółć gęślą"), ("koi8-r", "Пирс закрыт"), ("iso-2022-jp", "桟橋は閉鎖"),
     ("gb2312", "码头关闭"), ("windows-1255", "המזח סגור")],
)  # fmt: skip
def test_other_declared_encodings_hold(charset: str, words: str) -> None:
    assert plain(words.encode(charset), charset) == [words]


def test_headers_are_decoded_as_they_were_meant() -> None:
    content = eml.read(
        b"From: J\xf6rg <j@kai.example>\n"
        b"Subject: =?iso-8859-1?Q?Quay_=96_=8012?= caf\xc3\xa9\n\nHere.\n"
    )
    assert content.title == "Quay – €12 café"
    assert content.text.startswith("From: Jörg <j@kai.example>\n")


def message(*parts: tuple[str, str, str], kind: str = "mixed") -> bytes:
    """A message of parts: type, disposition, words."""
    text = f"Content-Type: multipart/{kind}; boundary=x\n\n"
    for part, disposition, words in parts:
        text += f"--x\nContent-Type: {part}; charset=utf-8\n"
        text += f"Content-Disposition: {disposition}\n" if disposition else ""
        text += f"\n{words}\n"
    return HEADERS + f"{text}--x--\n".encode()


def test_all_text_parts_are_read_in_their_order() -> None:
    content = eml.read(
        message(
            ("text/plain", "", "The pier is shut."),
            ("image/png", 'inline; filename="a.png"', "x"),
            ("text/plain", "inline", "It opens on 9 June."),
            ("text/html", "", "<p>The crane is repaired.</p>"),
        )
    )
    assert said(content) == ["The pier is shut.", "It opens on 9 June.", "The crane is repaired."]
    assert content.omissions == (Omission("images", 1),)


LONG = "<p>The pier opens on 9 June, and the crane is repaired by Friday.</p>" * 5


@pytest.mark.parametrize(
    "stub",
    [
        "",
        "This message is in HTML.",
        "View this email in your browser: https://kai.example/n",
        "Pier news https://kai.example",
    ],
)
def test_html_is_read_where_the_plain_text_is_a_stub(stub: str) -> None:
    data = message(("text/plain", "", stub), ("text/html", "", LONG), kind="alternative")
    assert len(said(eml.read(data))) == 5


def test_plain_text_is_read_where_it_says_as_much() -> None:
    words = "The pier opens on 9 June, says the harbour (https://kai.example/pier)."
    page = "<p>The pier opens on <b>9 June</b>, says the <a href=x>harbour</a>.</p>"
    data = message(("text/plain", "", words), ("text/html", "", page), kind="alternative")
    assert said(eml.read(data)) == [words]


def test_attachments_are_parts_with_safe_names() -> None:
    sent = EmailMessage()
    sent["From"], sent["Subject"] = "ola@kai.example", "Pier"
    sent.set_content("See below.")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "tess@kai.example", "Crane #4: repaired?"
    inner.set_content("It is repaired.")
    sent.add_attachment(inner)
    sent.add_attachment("Oak.", filename="../../wood#1.txt")
    sent.add_attachment(b"x", maintype="application", subtype="zip", filename="all.zip")
    content = eml.read(sent.as_bytes())
    names = [part.name for part in content.parts]
    assert names == ["Crane _4_ repaired_.eml", "_.._wood_1.txt"]
    assert content.omissions == (Omission("attachments of formats that are not read (all.zip)", 1),)
    assert said(eml.read(content.parts[0].data)) == ["It is repaired."]


def test_a_message_of_attachments_alone_is_read_for_its_headers() -> None:
    content = eml.read(message(("text/csv", 'attachment; filename="a.txt"', "a,b")))
    assert dump(content) == []
    assert content.title == "Pier"


WRAPPED = """\
Dear all,

the council of the harbour has decided on Monday that the pier, which
J. Holt built, is to be opened in June; the date is to be set before
12. Costs are 4.2 million crowns, less than the council had feared, and
- so it is said - are to be met by the state.
The crane is repaired.
It works again.

Dates:
- 9 June, when the pier opens for all who come by ship, for those who
  live here and for guests
- 10 June

HISTORY
=======

Built in 1912.
"""


def test_hard_wrapped_lines_are_paragraphs_and_items() -> None:
    content = eml.read(HEADERS + b"\n" + WRAPPED.encode())
    blocks = [(kind, words) for kind, _, _, words in dump(content)]
    assert blocks[1][1].startswith("the council of")
    assert blocks[1][1].endswith("are to be met by the state.")
    assert [blocks[0], *blocks[2:]] == [
        ("paragraph", "Dear all,"),
        ("paragraph", "The crane is repaired."),
        ("paragraph", "It works again."),
        ("paragraph", "Dates:"),
        ("item", "- 9 June, when the pier opens for all who come by ship, for those who live here "
         "and for guests"),
        ("item", "- 10 June"),
        ("heading", "HISTORY"),
        ("paragraph", "Built in 1912."),
    ]  # fmt: skip
    assert [section.title for section in content.sections] == ["", "HISTORY"]


SPACED = """\
Quay        Cranes   Ships
Ost         4        12
Vest Side   7        31
Nord        9        40
"""
RULED = """\
Quay      | Cranes | Ships
----------|--------|------
Ost       | 4      | 12
Vest Side | 7      | 31
Nord      | 9      | 40
"""
TABBED = "Quay\tCranes\tShips\nOst\t4\t12\nVest Side\t7\t31\nNord\t9\t40\n"
ROWS = [
    ("head", ["Quay", "Cranes", "Ships"]),
    ("row", ["Ost", "4", "12"]),
    ("row", ["Vest Side", "7", "31"]),
    ("row", ["Nord", "9", "40"]),
]


@pytest.mark.parametrize("table", [SPACED, RULED, TABBED])
@pytest.mark.parametrize("mark", ["", "> "])
def test_tables_that_are_drawn(table: str, mark: str) -> None:
    body = f"Here are the quays:\n\n{table}\nThey are old.\n"
    body = "".join(f"{mark}{line}\n" for line in body.splitlines())
    content = eml.read(HEADERS + b"\n" + body.encode())
    blocks = content.structure.blocks
    assert [b.kind for b in blocks[1:]] == ["paragraph", "head", "row", "row", "row", "paragraph"]
    found = [(b.kind, [content.text[s:e] for s, e in b.cells]) for b in blocks if b.cells]
    assert found == ROWS
    assert "| Ost | 4 | 12 |\n| Vest Side | 7 | 31 |\n" in content.text
    assert len({quoted.author for quoted in content.structure.quoted}) == len(mark.strip())


@pytest.mark.parametrize("gap", ["\t", "     ", " "])
def test_headers_of_a_forwarded_message_are_no_table(gap: str) -> None:
    headers = f"From:{gap}Ada Lund\nSent:{gap}1 May 2026\nMail:{gap}b@kai.example\n"
    headers = headers.replace("Mail", "To").replace("To:     ", "To:       ")
    content = eml.read(HEADERS + f"\nSee below.\n\n{headers}\nThe quay is old.\n".encode())
    (quoted,) = content.structure.quoted
    assert quoted.author == "Ada Lund"
    assert not any(block.cells for block in content.structure.blocks)


def test_a_signature_with_bars_is_no_table() -> None:
    words = "The quay is old.\n\nOla Berg | Harbour board\nHalm 12 | Telephone 40 22\n"
    content = eml.read(HEADERS + b"\n" + words.encode())
    assert not any(block.cells for block in content.structure.blocks)


@pytest.mark.parametrize("marks", ["---", "123"])
def test_a_list_with_wide_gaps_is_no_table(marks: str) -> None:
    words = ("the crane", "the toll", "the pilot")
    ends = "" if marks == "---" else "."
    body = "".join(f"{mark}{ends}   {word}\n" for mark, word in zip(marks, words, strict=True))
    content = eml.read(HEADERS + f"\nAgreed:\n\n{body}".encode())
    assert [block.kind for block in content.structure.blocks[2:]] == ["item"] * 3
