"""A citation is the document's characters, and knows its passage."""

from rag.answering.citations import cite
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
