"""A citation is the document's characters, and knows its passage."""

from dataclasses import replace

from rag.answering.citations import cite
from rag.structure import Block, Structure, Turn
from rag.types import Document, Passage

TEXT = "Rain fell in Ostrava. It was Monday."
DOCUMENT = Document("d", "Rain", "/rain.txt", None, TEXT, (), (), "00")
PASSAGE = Passage("d-v-0", "d", 0, 36, "Weather", 3, TEXT, ((0, 21), (22, 36)))


def test_the_quote_is_the_text_at_its_offsets() -> None:
    citation = cite(2, DOCUMENT, PASSAGE, 22, 36)
    assert citation.quote == "It was Monday."
    assert (citation.marker, citation.passage_id) == (2, "d-v-0")
    assert (citation.section, citation.page) == ("Weather", 3)
    assert citation.document is DOCUMENT


def test_a_row_is_cited_with_the_names_of_its_columns() -> None:
    text = "| Port | Calls |\n| Varna | 9 |"
    blocks = (
        Block("head", 0, 16, cells=((2, 6), (9, 14))),
        Block("row", 17, 30, cells=((19, 24), (27, 28))),
    )
    document = replace(DOCUMENT, text=text, structure=Structure(blocks))
    assert cite(1, document, PASSAGE, 17, 30).row == (("Port", "Varna"), ("Calls", "9"))
    alone = replace(document, structure=Structure(blocks[1:]))
    assert cite(1, alone, PASSAGE, 17, 30).row == (("", "Varna"), ("", "9"))
    assert cite(1, DOCUMENT, PASSAGE, 0, 21).row == ()


def test_what_is_said_is_cited_with_its_speaker() -> None:
    structure = Structure(turns=(Turn("The Chair", 22, 36, 22),))
    document = replace(DOCUMENT, structure=structure)
    assert cite(1, document, PASSAGE, 25, 36).speaker == "The Chair"
    assert cite(1, document, PASSAGE, 0, 21).speaker is None
