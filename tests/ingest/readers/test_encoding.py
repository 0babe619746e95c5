"""Which encoding a file has."""

import pytest

from ingest.readers.encoding import decode
from rag.errors import UnreadableError

FRENCH = "Le président a été reçu à l’Élysée, où il a présenté les résultats."
CZECH = "Vláda schválila návrh zákona."
RUSSIAN = "Президент заявил, что переговоры продолжатся на следующей неделе в столице."


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"plain", "plain"),
        (CZECH.encode(), CZECH),
        (FRENCH.encode("cp1252"), FRENCH),
        (CZECH.encode("cp1250"), CZECH),
        (RUSSIAN.encode("cp1251"), RUSSIAN),
        ("naïve".encode("latin-1"), "naïve"),
        (b"\xef\xbb\xbfTitle", "Title"),
        ("Téxt".encode("utf-16"), "Téxt"),
        ("Téxt".encode("utf-32"), "Téxt"),
        (b"\xfe\xff" + "Téxt".encode("utf-16-be"), "Téxt"),
        (b"one\r\ntwo\rthree\n", "one\r\ntwo\rthree\n"),
        (b"a form feed\x0c and an escape \x1b[0m", "a form feed\x0c and an escape \x1b[0m"),
    ],
)
def test_decoding(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\x00", b"\x01\x02 text" * 9, b"MZ\x90\x00\x03"]
)
def test_a_binary_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError) as refused:
        decode(data)
    assert refused.value.message == "The file is binary, not text."
    assert refused.value.remedy == "Remove it or rename it."


def test_text_that_breaks_off_the_encoding_of_its_mark_is_refused() -> None:
    with pytest.raises(
        UnreadableError, match=r"not valid utf-8-sig at byte 1\. Save it as UTF-8\."
    ):
        decode(b"\xef\xbb\xbfa\xff")


def test_a_byte_that_the_sample_did_not_show_is_refused_or_decoded() -> None:
    """The encoding is detected in the first megabyte alone."""
    data = FRENCH.encode("cp1252") * 20_000
    assert len(data) > 1_000_000
    assert decode(data)[-len(FRENCH) :] == FRENCH
