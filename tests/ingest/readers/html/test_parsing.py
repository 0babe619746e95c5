"""In which encoding a page is read."""

import pytest

from ingest.readers.html import read


def page(words: str, declared: str = "", encoding: str = "cp1252") -> bytes:
    return f"<html><head>{declared}</head><body><p>{words}</p></body></html>".encode(encoding)


@pytest.mark.parametrize(
    "declared",
    [
        "",
        '<meta charset="iso-8859-1">',
        "<meta charset=latin1>",
        '<meta http-equiv="Content-Type" content="text/html; charset=us-ascii">',
        "<META HTTP-EQUIV=content-type CONTENT='text/html;charset=ISO-8859-1'>",
        '<meta charset="windows-1252">',
    ],
)
def test_what_is_declared_as_latin_1_or_not_at_all_is_windows_1252(declared: str) -> None:
    words = "The levy is €18–€22 a tonne, “for now”, said Chloë Šimek’s office…"
    assert read(page(words, declared)).text == words


@pytest.mark.parametrize(
    ("encoding", "declared", "words"),
    [
        ("utf-8", "iso-8859-1", "Fähre nach Łódź: 12–15 €"),
        ("utf-8-sig", "iso-8859-1", "Fähre nach Łódź"),
        ("utf-16", "utf-16", "Fähre nach Łódź"),
        ("utf-8", "utf-16", "Fähre nach Łódź"),
        ("iso-8859-2", "iso-8859-2", "Przeładunek w Łodzi wzrósł"),
        ("iso-8859-15", "latin9", "Prix : 12 €"),
        ("cp1251", "windows-1251", "Паром отменён"),
        ("koi8-r", "koi8-r", "Паром отменён"),
        ("shift_jis", "shift_jis", "港は閉鎖された"),
        ("iso-2022-jp", "iso-2022-jp", "港は閉鎖された"),
        ("gbk", "gb2312", "港口已关闭"),
        ("euc-kr", "euc-kr", "항구는 폐쇄되었다"),
        ("cp1254", "iso-8859-9", "Liman kapandı, ücret 12–15 €"),
    ],
)
def test_declared_encodings(encoding: str, declared: str, words: str) -> None:
    assert read(page(words, f'<meta charset="{declared}">', encoding)).text == words


def test_the_declaration_of_xhtml_counts() -> None:
    data = '<?xml version="1.0" encoding="ISO-8859-1"?><html><body><p>9–11 €</p></body></html>'
    assert read(data.encode("cp1252")).text == "9–11 €"


def test_a_byte_that_is_not_valid_is_marked_and_the_rest_is_read() -> None:
    assert (
        read(page("ok", '<meta charset="utf-8">').replace(b"ok", b"a\xff ok")).text == "a\ufffd ok"
    )


def test_an_encoding_that_browsers_do_not_know_is_not_believed() -> None:
    assert read(page("+AGE- costs 12–15 €", '<meta charset="utf-7">')).text == "+AGE- costs 12–15 €"


def test_what_is_nested_very_deep_is_read() -> None:
    assert read(b"<div>" * 1_500 + b"deep" + b"</div>" * 1_500).text == "deep"
