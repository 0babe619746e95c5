import io
import zipfile

import pytest

from ingest.readers.office import docx
from rag.errors import UnreadableError
from tests.ingest.readers import make


def test_text_tables_and_headings() -> None:
    content = docx.read(make.docx())
    make.assert_well_formed(content)
    assert content.text == (
        "Strait watch\n\nTalks resumed in Muscat on Tuesday.\n\nShipping\n\n"
        "Traffic fell by 12 percent.\n\n- Insurers raised premiums\n- Two carriers left\n\n"
        "| Port | Calls |\n| Fujairah | 312 |\n\nFigures are preliminary."
    )
    assert [s.title for s in content.sections] == ["Strait watch", "Shipping"]
    assert content.published is None


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("The Gulf, weekly", "The Gulf, weekly"),
        ("", "Strait watch"),
        ("Microsoft Word - brief.doc", "Strait watch"),
        ("report_final.docx", "Strait watch"),
    ],
)
def test_title(given: str, title: str) -> None:
    assert docx.read(make.docx(given)).title == title


def test_tracked_changes_are_accepted() -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    body = (
        "<w:p>" + run.format("Four ") + "<w:ins w:id='1'>" + run.format("big ") + "</w:ins>"
        "<w:del w:id='2'><w:r><w:delText>small </w:delText></w:r></w:del>"
        + run.format("ships") + "</w:p><w:sdt><w:sdtContent><w:p>" + run.format("In a control")
        + "</w:p></w:sdtContent></w:sdt>"
    )  # fmt: skip
    assert docx.read(_with_body(body)).text == "Four big ships\n\nIn a control"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(UnreadableError, match="unpacks to 60"):
        docx.read(_with_body("", {"word/media/x.bin": bytes(600_000_000)}))


def test_a_small_file_that_swells_is_refused() -> None:
    with pytest.raises(UnreadableError, match="unpacks to"):
        docx.read(_with_body("", {"word/media/x.bin": bytes(30_000_000)}))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a Word document"),
        (b"plain words", "not a Word document"),
        (make.docx()[:5_000], "cut off"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted, or in Word's old format"),
    ],
)
def test_what_is_no_word_document_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        docx.read(data)


def test_another_zip_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("notes.txt", "words")
    with pytest.raises(UnreadableError, match="not a Word document"):
        docx.read(out.getvalue())


def _with_body(body: str, more: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(make.docx())) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as after,
    ):
        for name in before.namelist():
            part = before.read(name)
            if name == "word/document.xml" and body:
                head, rest = part.split(b"<w:body>", 1)
                part = head + b"<w:body>" + body.encode() + b"</w:body></w:document>"
                assert rest
            after.writestr(name, part)
        for name, part in (more or {}).items():
            after.writestr(name, part)
    return out.getvalue()
