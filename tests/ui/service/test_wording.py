"""An exchange in plain words, as it is copied."""

from datetime import date

from rag import Sentence
from tests.ui.web.ask.exchanges import make_citation, make_exchange
from ui.service.scope import Scope
from ui.service.wording import chips, reference, with_citations, without_markers

QUOTE = make_citation(page=3)
SENTENCES = (
    Sentence("It is so.", (1,), True, 1.0),
    Sentence("It ever was.", (1, 2), False, 0.1, "the passage gives no time"),
    Sentence("So be it.", (), False, 0.1),
)
TEXT = "It is so. [1] It ever was. [1][2] So be it."
EXCHANGE = make_exchange(TEXT, (QUOTE,), SENTENCES)


def test_a_reference_has_title_date_section_and_page() -> None:
    assert reference(QUOTE) == "On quotes, 8 May 2025, Commentary, page 3"
    assert reference(make_citation(section="On quotes")) == "On quotes, 8 May 2025"
    assert reference(make_citation(section=None)) == "On quotes, 8 May 2025"


def test_the_scope_is_a_chip_for_each_condition() -> None:
    scope = Scope(date(2025, 1, 1), date(2025, 2, 1), (("d", "On quotes"),))
    assert chips(scope) == ("from 1 January 2025", "to 1 February 2025", "On quotes")
    assert chips(Scope()) == ()


def test_without_markers_what_is_not_supported_says_so() -> None:
    assert without_markers(EXCHANGE) == (
        "It is so. It ever was. (Not supported: the passage gives no time) "
        "So be it. (Not supported: no cited passage supports it)"
    )
    assert without_markers(make_exchange("The briefings don't say.")) == "The briefings don't say."


def test_with_citations_each_has_a_line() -> None:
    assert with_citations(EXCHANGE) == (
        "It is so. [1] It ever was. (Not supported: the passage gives no time) [1][2] "
        "So be it. (Not supported: no cited passage supports it)\n\n"
        "[1] “The quote itself.” On quotes, 8 May 2025, Commentary, page 3. /x"
    )


def test_a_quote_of_several_lines_is_copied_on_one() -> None:
    quoted = make_citation("a\n  b", "a\n  b")
    assert "“a b”" in with_citations(make_exchange("a b [1]", (quoted,)))


def test_an_answer_without_sentences_is_its_text() -> None:
    assert with_citations(make_exchange("The briefings don't say.")) == "The briefings don't say."
