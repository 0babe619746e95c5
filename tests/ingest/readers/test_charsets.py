"""What a declared encoding means."""

import pytest

from ingest.readers.charsets import browser_encoding, decode_as


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("ISO-8859-1", "cp1252"),
        ("latin1", "cp1252"),
        ("us-ascii", "cp1252"),
        (" 'Windows-1252' ", "cp1252"),
        ("iso-8859-9", "cp1254"),
        ("iso-8859-15", "iso8859-15"),
        ("iso_8859-1:1987", "cp1252"),
        ("utf8", "utf-8"),
        ("GB2312", "gb18030"),
        ("ks_c_5601-1987", "cp949"),
        ("x-sjis", "cp932"),
        ("koi8-r", "koi8-r"),
    ],
)
def test_labels_are_read_as_browsers_read_them(label: str, encoding: str) -> None:
    assert browser_encoding(label) == encoding


@pytest.mark.parametrize(
    "label", ["", "utf-7", "rot13", "hex", "no-such", "unicode_escape", "\x00"]
)
def test_labels_that_browsers_do_not_know(label: str) -> None:
    assert browser_encoding(label) is None


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (b"\x80240 \x96 \x93so\x94\x81", "cp1252", "€240 – “so”"),
        (b"na\xefve \xff", "utf-8", "na\ufffdve \ufffd"),
        (b"\xa415", "iso8859-15", "€15"),
    ],
)
def test_no_byte_makes_decoding_fail(data: bytes, encoding: str, text: str) -> None:
    assert decode_as(data, encoding) == text
