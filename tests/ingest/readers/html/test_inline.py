"""Figures and words within a line: marks of notes, exponents, quotation marks, formulas."""

import pytest

from tests.ingest.readers.html.blocks import blocks_of


def line(html: str) -> str:
    return blocks_of(f"<p>{html}</p>")[0][1]


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('cost 48<sup><a href="#n1">3</a></sup> crowns', "cost 48[3] crowns"),
        ('cost 48<a href="#n1"><sup>3</sup></a> crowns', "cost 48[3] crowns"),
        ('cost 48<sup><a href="#n1">[3]</a></sup> crowns', "cost 48[3] crowns"),
        ('cost 48<sup id="r"><a href="#n1">3</a>,<a href="#n2">4</a></sup>.', "cost 48[3,4]."),
        ('cost 48<a role="doc-noteref" href="#n1">3</a> crowns', "cost 48[3] crowns"),
        ('in 2024<a class="footnote-ref" href="#n1">a</a> and', "in 2024[a] and"),
        ("the minister<sup>12</sup> said", "the minister[12] said"),
        ("was late.<sup>2</sup> Then", "was late.[2] Then"),
        ("“late”<sup>2, 5</sup> again", "“late”[2, 5] again"),
        ("48 percent<sup>b</sup> of", "48 percent[b] of"),
        ("about $5<sup>*</sup> each", "about $5* each"),
        ('the fee<span style="vertical-align: super">7</span> rose', "the fee[7] rose"),
    ],
)
def test_marks_of_notes_stay_apart_from_figures(html: str, words: str) -> None:
    assert line(html) == words


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("10<sup>9</sup> tonnes", "10⁹ tonnes"),
        ("4 × 10<sup>−3</sup> mol", "4 × 10⁻³ mol"),
        ("70 km<sup>2</sup> of land", "70 km² of land"),
        ("12 m<sup>3</sup>", "12 m³"),
        ("5 kg m<sup>-2</sup>", "5 kg m⁻²"),
        ("x<sup>2</sup> + y<sup>n</sup>", "x² + yⁿ"),
        ("e<sup>kt</sup>", "e^kt"),
        ("3<sup>1</sup>/<sub>2</sub> miles", "3¹/₂ miles"),
        ("7<sup>2</sup> is 49", "7² is 49"),
        ("CO<sub>2</sub> and H<sub>2</sub>O", "CO₂ and H₂O"),
        ("V<sub>max</sub>", "V_max"),
        ("the 4<sup>th</sup>, 1<sup>er</sup>, M<sup>me</sup> Roux", "the 4th, 1er, Mme Roux"),
        ("Brand<sup>TM</sup> oil", "BrandTM oil"),
    ],
)
def test_exponents_and_indices(html: str, words: str) -> None:
    assert line(html) == words


def test_a_figure_s_raised_number_is_a_mark_where_the_page_has_that_note() -> None:
    assert blocks_of(
        "<p>It killed 17<sup>1</sup> on 9 km<sup>2</sup>.</p>"
        "<p><sup>1</sup> Police count.</p><p><small><sup>2</sup> Survey.</small></p>"
    ) == [
        ("paragraph", "It killed 17[1] on 9 km²."),
        ("note", "[1] Police count."),
        ("note", "[2] Survey."),
    ]


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("He said <q>no, <q>never</q></q>.", "He said “no, ‘never’”."),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("a<wbr>b <abbr title='x'>UN</abbr> <ins>new</ins>", "ab UN new"),
        ('so <math alttext="E=mc^2"><mi>E</mi></math>.', "so E=mc^2."),
        ("<math><msup><mi>a</mi><mn>2</mn></msup><mo>=</mo><mn>4</mn></math>", "a^2=4"),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "1/2"),
        ("<math><msub><mi>k</mi><mn>1</mn></msub></math>", "k_1"),
        ("12<!-- x -->3 <em>bo</em>ld", "123 bold"),
        ('see <a href="#r1" role="doc-backlink">↩</a>it', "see it"),
        ("so\u00adft hy\u200bphen", "soft hyphen"),
    ],
)
def test_other_marks(html: str, words: str) -> None:
    assert line(html) == words


def test_parts_of_a_line_that_only_their_style_sets_apart() -> None:
    body = '<div><span class="no">Nr 4</span><span class="day">9 May 2026</span></div>'
    assert blocks_of(body) == [("paragraph", "Nr 4 9 May 2026")]
    assert blocks_of("<p><span>Tol</span><span>meer</span></p>") == [("paragraph", "Tolmeer")]
