"""Tables of text: .csv and .tsv."""

import pytest

from ingest.readers.base import Content
from ingest.readers.office import delimited
from rag.errors import UnreadableError
from rag.structure import above_at, at
from tests.ingest.readers.make import assert_well_formed


def read(text: str) -> Content:
    content = delimited.read(text.encode())
    assert_well_formed(content)
    return content


def heads_at(content: Content, words: str) -> list[str]:
    block = at(content.structure.blocks, content.text.index(words))
    assert block is not None
    assert block.kind == "row"
    return [content.text[b.start : b.end] for b in above_at(content.structure, block.start)]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_each_delimiter(sign: str) -> None:
    lines = ("Port,Calls,Master", "Varna,312,Ilic", "Ruse,204,Petrov")
    content = read("\n".join(line.replace(",", sign) for line in lines))
    assert (
        content.text == "| Port | Calls | Master |\n| Varna | 312 | Ilic |\n| Ruse | 204 | Petrov |"
    )
    assert heads_at(content, "Petrov") == ["| Port | Calls | Master |"]
    assert content.title == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('Port,Note\r\nVarna,"Shut, now"\r\n', "| Port | Note |\n| Varna | Shut, now |"),
        ('Port,Note\nVarna,"two\nlines"', "| Port | Note |\n| Varna | two lines |"),
        ('Port,Note\nVarna,"He said ""no"""', '| Port | Note |\n| Varna | He said "no" |'),
        ("Port,Fee\nVarna,12%\nRuse,", "| Port | Fee |\n| Varna | 12% |\n| Ruse |  |"),
        ("Port;Fee\nVarna;1,5\nRuse;2,5", "| Port | Fee |\n| Varna | 1,5 |\n| Ruse | 2,5 |"),
        ("Only lines\nof words", "Only lines\n\nof words"),
        ("Port,Gate's state\nVarna,it's shut\nRuse,open",
         "| Port | Gate's state |\n| Varna | it's shut |\n| Ruse | open |"),
    ],
)  # fmt: skip
def test_quoted_cells_and_ragged_rows(text: str, shown: str) -> None:
    assert read(text).text == shown


@pytest.mark.parametrize("text", ["1,2\n3,4", "a,a\nb,c", "Varna,312\nRuse,204"])
def test_tables_without_a_head(text: str) -> None:
    assert {block.kind for block in read(text).structure.blocks} == {"row"}


def test_a_title_and_several_tables() -> None:
    content = read("Calls in May\nPort,Calls\nVarna,312\n,,\nMaster,Since\nIlic,2019\n")
    assert [b.kind for b in content.structure.blocks] == ["caption", "head", "row", "head", "row"]
    assert heads_at(content, "2019") == ["| Master | Since |"]
    assert "| Varna | 312 |\n\n| Master" in content.text


def test_encodings() -> None:
    text = "Port,Fee\nGonçalves,€12"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert delimited.read(text.encode(encoding)).text == "| Port | Fee |\n| Gonçalves | €12 |"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hafen;Gebühr\nMünchen;12 €", "| Hafen | Gebühr |\n| München | 12 € |"),
        ("Site;Área\nA;5 m²\nB;±2", "| Site | Área |\n| A | 5 m² |\n| B | ±2 |"),
        ("Ville\tFrais\nNîmes\t£5\nOrléans\t£7", "| Ville | Frais |\n| Nîmes | £5 |\n"),
        ("País,Año\nEspaña,2020", "| País | Año |\n| España | 2020 |"),
        ("Sted,Afgift\nÅrhus,1\nØrje,2", "| Sted | Afgift |\n| Århus | 1 |\n"),
    ],
)
def test_few_words_in_windows_1252_are_not_taken_for_another_encoding(
    text: str, shown: str
) -> None:
    assert delimited.read(text.encode("cp1252")).text.startswith(shown)


def test_a_quotation_mark_that_is_not_closed_takes_in_nothing() -> None:
    rows = "".join(f"port {n},{n}\n" for n in range(20_000))
    content = delimited.read(f'Port,Calls\nThe "North,7\n"Lom,8\n{rows}'.encode())
    assert '| "Lom | 8 |' in content.text
    assert content.text.endswith("| port 19999 | 19999 |")


def test_what_is_refused() -> None:
    with pytest.raises(UnreadableError, match="longer than 131,072 characters"):
        delimited.read(b"a" * 200_000)
    with pytest.raises(UnreadableError, match="binary"):
        delimited.read(bytes(200))


def test_one_wide_row_among_many_does_not_make_a_large_text() -> None:
    text = "x," * 5_000 + "\n" + "y\n" * 5_000
    assert len(delimited.read(text.encode()).text) < 6 * len(text)
