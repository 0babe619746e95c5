"""What passages and sentences stand under."""

from dataclasses import replace

from ingest.contexts import Contexts
from ingest.readers.blocks import Blocks
from rag.structure import Structure, Turn
from rag.types import Document, Section


def document_of(blocks: Blocks, turns: tuple[Turn, ...] = ()) -> Document:
    structure = Structure(blocks.structure.blocks, turns)
    return Document("d", "T", "", None, blocks.text, (), blocks.sections, "", structure)


def context_at(document: Document, words: str) -> str:
    start = document.text.index(words)
    section = max(n for n, s in enumerate(document.sections) if s.start <= start)
    return Contexts(document).of_passage(section, start)


def in_context(document: Document, words: str) -> str:
    start = document.text.index(words)
    return Contexts(document).of_sentence((start, start + len(words)))


def ports() -> Blocks:
    blocks = Blocks()
    blocks.add("Ports", "heading", 1)
    blocks.add("The year in short.")
    blocks.add("Black Sea", "heading", 2)
    blocks.add("Three ports closed:")
    blocks.add("Varna, and with it:", "item", 1)
    blocks.add("the grain quay", "item", 2)
    blocks.add("Bor", "item", 1)
    blocks.add("Calls", "heading", 2)
    blocks.add_row(["Port", "2025", "2026"], "head")
    blocks.add_row(["Varna", "9", ""])
    blocks.add_row(["Bor", "3", "4"])
    return blocks


def test_a_passage_stands_under_the_titles_around_it_but_not_its_own_words() -> None:
    document = document_of(ports())
    assert context_at(document, "Ports") == ""
    assert context_at(document, "The year") == "Ports"
    assert context_at(document, "Black Sea") == "Ports"
    assert context_at(document, "Three ports") == "Ports\nBlack Sea"


def test_an_item_stands_under_what_leads_into_it() -> None:
    document = document_of(ports())
    expected = "Ports\nBlack Sea\nThree ports closed:"
    assert context_at(document, "- Bor") == expected
    assert context_at(document, "- the grain quay") == f"{expected}\n- Varna, and with it:"
    assert in_context(document, "the grain quay") == (
        "Three ports closed: - Varna, and with it: the grain quay"
    )
    assert in_context(document, "Three ports closed:") == "Three ports closed:"


def test_a_row_stands_under_the_names_of_its_columns() -> None:
    document = document_of(ports())
    assert context_at(document, "| Bor") == "Ports\nCalls\n| Port | 2025 | 2026 |"
    assert in_context(document, "| Bor | 3 | 4 |") == "Port: Bor; 2025: 3; 2026: 4"
    assert in_context(document, "| Varna | 9 |  |") == "Port: Varna; 2025: 9"


def test_the_rest_of_a_turn_stands_under_its_speaker() -> None:
    blocks = Blocks()
    blocks.add("MR. HALM: We will not pay. We said so.")
    turn = Turn("MR. HALM", 0, len(blocks.text), 10)
    document = document_of(blocks, (turn,))
    assert context_at(document, "MR. HALM") == ""
    assert context_at(document, "We said so.") == "MR. HALM:"


def test_levels_may_be_skipped_and_return() -> None:
    text = "abcdef"
    levels = (2, 4, 3, 2, 1, 2)
    sections = tuple(
        Section(title, n, n + 1, level)
        for n, (title, level) in enumerate(zip(text, levels, strict=True))
    )
    document = Document("d", "T", "", None, text, (), sections, "")
    found = [Contexts(document).of_passage(n, n) for n in range(6)]
    assert found == ["", "a", "a", "", "", "e"]


def test_a_long_lead_in_gives_its_last_words() -> None:
    blocks = Blocks()
    blocks.add("word " * 100 + "the ports that closed:")
    blocks.add("Varna", "item", 1)
    found = context_at(document_of(blocks), "- Varna")
    assert len(found) <= 202
    assert found.startswith("… word")
    assert found.endswith("the ports that closed:")


def test_the_document_s_title_is_not_repeated() -> None:
    document = replace(document_of(ports()), title="Ports")
    assert context_at(document, "The year") == ""
    assert context_at(document, "Three ports") == "Black Sea"
