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


@pytest.mark.parametrize(
    "text",
    [
        "The toll rose to £240 on 3 May.",
        "Señora Muñoz flew from Córdoba to Málaga – for €90.",
        "Bürgermeister Groß traf Günther Öhler in Łódź".replace("Łódź", "Köln") + ".",
        "“No,” said Zoë — “not at 12½ °C…”",
        "Ångström & Søn A/S, Ærø: 5 µg/m³ · ±2 %",
        "Le maire d’Alençon a reçu l’évêque à l’hôtel de ville, où naît la polémique.",
        "Ó Dálaigh æðir í Þórshöfn á Íslandi.",
        "• £1\n• ¥2\n• §3",
    ],
)
def test_what_windows_saves_as_ansi_is_not_garbled(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Рада ухвалила закон у другому читанні.", "cp1251"),
        ("Министр финансов отверг бюджет. Выборы пройдут весной.", "koi8-r"),
        ("Η κυβέρνηση ανακοίνωσε νέα μέτρα για την οικονομία.", "cp1253"),
        ("国家主席表示，谈判将在下周继续进行。会议没有结果。", "gb18030"),
        ("השרה אמרה כי הדיון יימשך מחר בבוקר.", "cp1255"),
        ("вода и хлеб, дом и сад над рекой", "cp866"),
        ("委員会は来月の会合で結論を出すと発表した。", "shift_jis"),
        ("대통령은 다음 주에 회담이 계속된다고 말했다.", "euc_kr"),
        ("Rząd przyjął projekt. Żona posła była szczęśliwa.", "cp1250"),
        ("Ministři řekli, že příští týden věc předloží sněmovně, která ji přijme.", "cp1250"),
        (
            "Başkan, bütçenin haftaya sunulacağını söyledi; işçiler karşı çıktı.",
            "cp1254",
        ),
    ],
)
def test_another_encoding_needs_strong_evidence(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_few_bytes_of_another_encoding_leave_the_rest_as_it_is() -> None:
    text = "Žofie pozvala Řehoře, Šárku, Přemysla a Jiří. "
    assert decode(text.encode() + b"Caf\xe9.") == text + "Café."
