"""Passages: whole sentences, exact offsets, no longer than the model reads."""

from hypothesis import given, settings
from hypothesis import strategies as st
from llama_index.core.schema import Document as LlamaDocument

from ingest.passages import PassageParser
from ingest.readers.base import SplitDocument
from ingest.readers.blocks import Blocks
from ingest.readers.sentences import sentences_of
from rag.models.embedder import Embedder, SentenceTransformerEmbedder
from rag.structure import Block, Structure, Turn
from rag.testing.embedder import FakeEmbedder
from rag.types import Document, Page, Passage, Section
from tests.conftest import ROOT
from tests.ingest.reading import read


def cut(text: str, name: str = "note.md", max_tokens: int = 12) -> list[Passage]:
    return PassageParser(FakeEmbedder(max_tokens)).passages(read(text, name), "d-v")


def test_a_passage_never_crosses_a_heading() -> None:
    passages = cut("# One\n\nA b c.\n\n## Two\n\nD e f.")
    assert [(p.section, p.text) for p in passages] == [
        ("One", "# One\n\nA b c."),
        ("Two", "## Two\n\nD e f."),
    ]


def test_headings_and_list_markers_are_not_sentences() -> None:
    text = "# One\n\n- A b c.\n- D e f."
    (passage,) = cut(text)
    assert [text[start:end] for start, end in passage.sentences] == ["A b c.", "D e f."]


def test_sentences_stay_whole_where_they_fit() -> None:
    passages = cut("One two three four five. Six seven eight nine ten. Eleven twelve.")
    assert [p.text for p in passages] == [
        "One two three four five. Six seven eight nine ten. Eleven twelve."
    ]
    passages = cut("One two three four five six seven. Eight nine ten eleven twelve thirteen.")
    assert [p.text[-6:] for p in passages] == ["seven.", "rteen."]


def test_a_long_sentence_is_split_after_a_clause() -> None:
    words = "one two three four five six seven, eight nine ten eleven twelve thirteen fourteen."
    assert [p.text for p in cut(words)] == [
        "one two three four five six seven,",
        "eight nine ten eleven twelve thirteen fourteen.",
    ]


def test_front_matter_is_in_no_passage() -> None:
    passages = cut("---\ntitle: T\ndate: 2026-01-02\n---\nA b c.")
    assert [p.text for p in passages] == ["A b c."]


def test_the_model_reads_every_passage_whole(minilm: SentenceTransformerEmbedder) -> None:
    parser = PassageParser(minilm)
    long = "Delegates " + "from Örland-på-Sjö, " * 300 + "met. " + "x" * 3000
    for path in [*(ROOT / "briefings").iterdir(), None]:
        text = path.read_text(encoding="utf-8") if path else long
        reading = read(text, path.name if path else "long.txt")
        document, passages = reading.document, parser.passages(reading, "d-v")
        counts = minilm.count_tokens([passage.text for passage in passages])
        assert max(counts) <= minilm.max_tokens == 254
        covered = sum(len("".join(p.text.split())) for p in passages)
        sections = "".join(text[s.start : s.end] for s in document.sections)
        assert covered == len("".join(sections.split()))


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab. #\n-,é😀\r"), max_size=200))
def test_offsets_are_exact(text: str) -> None:
    if not any(c.isalnum() for c in text):
        return
    reading = read(text, "note.md")
    document = reading.document
    for passage in PassageParser(FakeEmbedder(5)).passages(reading, "d-v"):
        assert document.text[passage.start : passage.end] == passage.text
        for start, end in passage.sentences:
            assert passage.start <= start < end <= passage.end


def test_it_is_a_llama_index_node_parser(embedder: Embedder) -> None:
    text = "Rain fell in Ostrava. The dam held."
    nodes = PassageParser(embedder).get_nodes_from_documents([LlamaDocument(text=text)])
    assert [node.get_content() for node in nodes] == [text]


def test_a_word_longer_than_the_model_reads_is_halved() -> None:
    words = "-".join(f"w{n}" for n in range(40))
    passages = cut(f"Before. {words} after.", "note.txt", max_tokens=12)
    assert "".join("".join(p.text.split()) for p in passages) == f"Before.{words}after."
    assert max(FakeEmbedder().count_tokens([p.text for p in passages])) <= 12


def test_a_long_heading_is_split_like_a_sentence_and_is_none() -> None:
    heading = " ".join(f"w{n}" for n in range(20))
    passages = cut(f"# {heading}\n\nA b c.", max_tokens=12)
    assert [len(p.text.split()) for p in passages] == [13, 11]
    assert {p.section for p in passages} == {heading}
    assert passages[-1].text.endswith("A b c.")


def test_a_passage_has_the_number_of_the_page_it_begins_on() -> None:
    text = "One two three. Four five six. Seven eight nine."
    document = Document(
        id="d",
        title="T",
        source="",
        published=None,
        text=text,
        pages=(Page(2, 4, 20), Page(5, 20, len(text))),
        sections=(Section("", 0, len(text)),),
        sha256="",
    )
    split = SplitDocument(document, sentences_of(text, document.sections))
    passages = PassageParser(FakeEmbedder(3)).passages(split, "d-v")
    assert [(p.id, p.text, p.page) for p in passages] == [
        ("d-v-0", "One two three.", None),
        ("d-v-1", "Four five six.", 2),
        ("d-v-2", "Seven eight nine.", 5),
    ]


def test_a_section_without_words_has_no_passage() -> None:
    assert [p.text for p in cut("\n \n# One\n\n# Two")] == ["# One", "# Two"]


def passages_of(blocks: Blocks, tokens: int) -> list[Passage]:
    document = Document(
        id="d",
        title="T",
        source="",
        published=None,
        text=blocks.text,
        pages=(),
        sections=blocks.sections,
        sha256="",
        structure=blocks.structure,
    )
    sentences = sentences_of(document.text, document.sections, document.structure)
    return PassageParser(FakeEmbedder(tokens)).passages(SplitDocument(document, sentences), "d-v")


def test_a_long_list_repeats_its_lead_in_as_context() -> None:
    blocks = Blocks()
    blocks.add("Three closed:")
    for name in ("The old quay at Varna.", "The grain quay at Bor.", "The ferry at Amsa."):
        blocks.add(name, "item", 1)
    found = passages_of(blocks, tokens=8)
    assert [passage.context for passage in found] == ["", "Three closed:", "Three closed:"]
    assert [passage.text for passage in found] == [
        "Three closed:\n\n- The old quay at Varna.",
        "- The grain quay at Bor.",
        "- The ferry at Amsa.",
    ]


def test_heads_and_headings_are_no_sentences() -> None:
    blocks = Blocks()
    blocks.add("Calls", "heading", 1)
    blocks.add_row(["Port", "Calls"], "head")
    blocks.add_row(["Varna", "9"])
    (passage,) = passages_of(blocks, tokens=50)
    assert [blocks.text[slice(*span)] for span in passage.sentences] == ["| Varna | 9 |"]


def test_boilerplate_has_passages_of_its_own() -> None:
    blocks = Blocks()
    blocks.add("Home. Press. Contact.")
    blocks.mark("menu", 0)
    blocks.add("The quay closed.")
    found = passages_of(blocks, tokens=50)
    assert [(passage.text, passage.boilerplate) for passage in found] == [
        ("Home. Press. Contact.", "menu"),
        ("The quay closed.", None),
    ]


def test_a_context_never_crowds_out_the_text() -> None:
    blocks = Blocks()
    blocks.add("One two three four five six seven eight:")
    blocks.add("nine ten", "item", 1)
    blocks.add("eleven twelve thirteen", "item", 1)
    found = passages_of(blocks, tokens=9)
    assert [passage.text for passage in found] == [
        "One two three four five six seven eight:",
        "- nine ten\n- eleven twelve thirteen",
    ]
    assert [passage.context for passage in found] == ["", ""]


def test_scraps_are_no_sentences_where_there_are_others() -> None:
    blocks = Blocks()
    for words in ("Results", "The quay at Varna closed.", "(270 KB EPS)", "1083.0"):
        blocks.add(words)
    blocks.add("Old quay", "item", 1)
    blocks.add_row(["Bor", "9"])
    (passage,) = passages_of(blocks, tokens=60)
    assert [blocks.text[slice(*span)] for span in passage.sentences] == [
        "The quay at Varna closed.",
        "Old quay",
        "| Bor | 9 |",
    ]


def test_scraps_alone_are_sentences() -> None:
    blocks = Blocks()
    blocks.add("Quiet.")
    (passage,) = passages_of(blocks, tokens=60)
    assert [blocks.text[slice(*span)] for span in passage.sentences] == ["Quiet."]


def test_a_speaker_s_name_is_no_part_of_what_they_say() -> None:
    text = "MR. HALM: We will not pay for it. THE CHAIR: Thank you."
    turns = (Turn("MR. HALM", 0, 33, 10), Turn("THE CHAIR", 34, len(text), 45))
    structure = Structure((Block("paragraph", 0, len(text)),), turns)
    section = (Section("", 0, len(text), 0),)
    document = Document("d", "T", "", None, text, (), section, "", structure)
    split = SplitDocument(document, sentences_of(text, section, structure))
    (passage,) = PassageParser(FakeEmbedder(60)).passages(split, "d-v")
    assert [text[slice(*span)] for span in passage.sentences] == [
        "We will not pay for it.",
        "Thank you.",
    ]
