"""The spans of the sentences of sections."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.sentences import sentences_of
from rag.types import Section


def words(text: str, *sections: Section) -> list[list[str]]:
    return [[text[start:end] for start, end in spans] for spans in sentences_of(text, sections)]


def test_the_first_sentence_of_a_titled_section_is_its_heading() -> None:
    text = "Lead. More.\n# One\nRain fell. Snow fell."
    assert words(text, Section("", 0, 12), Section("One", 12, len(text))) == [
        ["Lead.", "More."],
        ["# One", "Rain fell.", "Snow fell."],
    ]


def test_an_underline_belongs_to_the_heading() -> None:
    text = "One\n=== \nRain fell."
    assert words(text, Section("One", 0, len(text))) == [["One\n===", "Rain fell."]]


def test_a_heading_may_be_all_of_its_section() -> None:
    assert words("# One", Section("One", 0, 5)) == [["# One"]]


def test_no_sections_have_no_sentences() -> None:
    assert sentences_of("Rain fell.", []) == ()


@given(st.text(alphabet=st.sampled_from("aB. \n\r#=-é|"), max_size=80), st.booleans())
def test_sentences_cover_a_section_in_order(text: str, titled: bool) -> None:
    (spans,) = sentences_of(text, [Section("One" if titled else "", 0, len(text))])
    cursor = 0
    for start, end in spans:
        assert not text[cursor:start].strip()
        assert cursor <= start <= end
        cursor = end
    assert not text[cursor:].strip()
