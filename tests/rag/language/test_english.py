"""What the data about English promises."""

from rag.language import english


def test_months_have_their_numbers_by_every_name() -> None:
    assert [english.MONTHS[name.lower()] for name in english.MONTH_NAMES] == list(range(1, 13))
    assert [english.MONTHS[name] for name in ("jan", "may", "sept", "sep", "dec")] == [
        1,
        5,
        9,
        9,
        12,
    ]


def test_numbers_have_their_values() -> None:
    assert [english.ONES[word] for word in ("zero", "one", "nineteen")] == [0, 1, 19]
    assert [english.TENS[word] for word in ("twenty", "ninety")] == [20, 90]


def test_words_are_in_lower_case_with_single_spaces() -> None:
    words = [
        *(*english.STOP_WORDS, *english.QUESTION_WORDS, *english.PRONOUNS, *english.CONTINUATIONS),
        *(*english.BE_DO_HAVE, *english.MODALS, *english.REQUESTS, *english.COUNTED),
        *(*english.LATEST, *english.KINDS_OF_CURRENT, *english.TERMS_WITH_CURRENT),
        *(*english.DOCUMENTS, *english.PUBLISHED, *english.TOLD, *english.LOOKING_AHEAD),
    ]
    assert all(word == " ".join(word.lower().split()) for word in words)


def test_stressed_words_are_stop_words() -> None:
    assert english.EMPHASISED <= english.STOP_WORDS
    assert set(english.NAMES_AFTER_THE) <= english.STOP_WORDS
    assert not english.EMPHASISED & set(english.NAMES_AFTER_THE)
