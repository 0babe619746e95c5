"""Texts as words with their stems."""

import pytest

from rag.verification.parsing import ParsedText, parse, stem_of


def stems(text: str) -> list[str]:
    parsed = parse([text])
    return [parsed.words[index].stem for index in parsed.content_indices]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("It rained. [1]", "It rained."),
        ("It rained [1, 2][3–5].", "It rained   ."),
        ("**Ada** wrote `code` and _more_.", "Ada wrote code and more."),
        ("<b>Ada</b> wrote.<br/>", "Ada wrote."),
        ("See [the report](https://a.example/b).", "See the report."),
        ("Inflation was <5% while growth was >3%.", "Inflation was <5% while growth was >3%."),
        ("If a < b and b > c.", "If a < b and b > c."),
        ("It does n't rain.", "It doesn't rain."),
        ("Ada 's code.", "Ada's code."),
    ],
)
def test_markers_and_markup_are_left_out(text: str, plain: str) -> None:
    assert parse([text]).text == plain


def test_words_and_marks_stand_in_order_with_their_offsets() -> None:
    parsed = parse(["Ada's code, written in 1843."])
    assert [word.text for word in parsed.words] == [
        *("Ada's", "code", ",", "written", "in", "1843", "."),
    ]
    assert all(parsed.text.startswith(word.text, word.start) for word in parsed.words)


def test_marks_and_stop_words_and_letters_carry_no_meaning() -> None:
    assert stems("The plan B, of which she spoke.") == ["plan", "speak"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sold", "sell"),
        ("selling", "sell"),
        ("risen", "rise"),
        ("Ada's", "Ada"),
        ("workers’", "worker"),
        ("Türkiye", "turkiye"),
        ("U.S.", "US"),
    ],
)
def test_forms_of_one_root_share_a_stem(one: str, other: str) -> None:
    assert stems(f"They {one} it.") == stems(f"They {other} it.") != []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met the US there.", ["meet", "uszz"]),
        ("They met us there.", ["meet"]),
        ("The WHO said so.", ["whozz"]),
        ("Those who said so.", []),
        ("It is an IT firm.", ["itzz", "firm"]),
        ("It costs US $500 or US$500.", ["cost", "500", "500"]),
    ],
)
def test_names_that_look_like_stop_words_are_words(text: str, expected: list[str]) -> None:
    assert stems(text) == expected


def test_sentences_are_numbered_and_do_not_run_from_one_text_into_the_next() -> None:
    parsed = parse(["It rained. It snowed", "and froze."])
    words = [(word.text, word.sentence, word.opens_sentence) for word in parsed.words if word.stem]
    assert words == [
        ("It", 0, True),
        ("rained", 0, False),
        ("It", 1, True),
        ("snowed", 1, False),
        ("and", 2, True),
        ("froze", 2, False),
    ]


def test_a_mark_does_not_open_a_sentence() -> None:
    parsed = parse(["(Ada) wrote."])
    assert [word.text for word in parsed.words if word.opens_sentence and word.stem] == ["Ada"]


def test_positions_and_ranks_are_of_content_words() -> None:
    parsed = parse(["Ada met Bob, and Bob met Ada."])
    assert parsed.positions == {"ada": (0, 7), "meet": (1, 6), "bob": (2, 5)}
    assert parsed.content_indices == (0, 1, 2, 5, 6, 7)
    assert parsed.ranks == (0, 1, 2, 3, 3, 3, 4, 5, 6)


@pytest.mark.parametrize(("offset", "word"), [(0, "Ada"), (2, "Ada"), (3, "met"), (99, ".")])
def test_a_word_is_found_by_its_offset(offset: int, word: str) -> None:
    parsed = parse(["Ada met Bob."])
    assert parsed.words[parsed.index_at(offset)].text == word


def test_so_many_characters_are_read() -> None:
    assert parse(["Ada met Bob."], limit=7).text == "Ada met"
    assert len(parse(["rain " * 10_000]).text) <= 20_000


@pytest.mark.parametrize("texts", [[], [""], ["[1]", " "]])
def test_a_text_without_words(texts: list[str]) -> None:
    parsed = parse(texts)
    assert parsed == ParsedText(parsed.text, (), {}, (), ())
    assert parsed.text.strip() == ""


def test_capitals_are_told() -> None:
    ada, met, paris = (word for word in parse(["Ada met Écouen."]).words if word.stem)
    assert (ada.is_capitalised, met.is_capitalised, paris.is_capitalised) == (True, False, True)
    assert paris.lower == "ecouen"


def test_the_stem_of_an_irregular_past_is_that_of_its_present() -> None:
    assert stem_of("went") == stem_of("going") == "go"
    assert stem_of("understood") == stem_of("understands")
