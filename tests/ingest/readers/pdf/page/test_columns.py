"""Columns that are drawn row by row."""

import pytest

from ingest.readers import pdf
from tests.ingest.readers.pdf.page.sheets import HEIGHT, Draw, file_of, words

LEFT = (
    "The harbour of Lund was closed for", "eleven days while the crews of both",
    "tugs repaired the gate that the ice", "had broken in the night of the ninth.",
)  # fmt: skip
RIGHT = (
    "Rail freight between the two towns", "grew by a fifth, since the carriers",
    "moved what ships could not, and the", "director expects it to stay so.",
)  # fmt: skip
THIRD = (
    "A third note reports of the bridge", "that the county wants to widen, at a",
    "cost which nobody there has yet said", "aloud, and which few can guess.",
)  # fmt: skip


def columns(*texts: tuple[str, ...], lefts: tuple[float, ...], shift: float = 0) -> Draw:
    """Draws a row of each column after the other; each column is `shift` lower than the last."""
    placed = [
        (left, 100.0 + 13 * row + shift * n, texts[n][row])
        for row in range(4)
        for n, left in enumerate(lefts)
        if row < len(texts[n])
    ]
    return words("Helvetica", 9, *placed)


def text_of(draw: Draw) -> str:
    return pdf.read(file_of(draw)).text


@pytest.mark.parametrize("gutter", [10, 24, 90])
def test_two_columns(gutter: float) -> None:
    text = text_of(columns(LEFT, RIGHT, lefts=(60, 60 + 150 + gutter)))
    assert text == f"{' '.join(LEFT)}\n\n{' '.join(RIGHT)}"


def test_two_columns_that_are_not_level() -> None:
    text = text_of(columns(LEFT, RIGHT, lefts=(60, 310), shift=3))
    assert " ".join(LEFT) in text
    assert " ".join(RIGHT) in text


def test_three_columns() -> None:
    text = text_of(columns(LEFT, RIGHT, THIRD, lefts=(40, 215, 390)))
    assert text == "\n\n".join(map(" ".join, (LEFT, RIGHT, THIRD)))


def test_a_shorter_column() -> None:
    text = text_of(columns(LEFT, (*RIGHT[:2], "moved it."), lefts=(60, 310)))
    assert " ".join(LEFT) in text
    assert f"{' '.join(RIGHT[:2])} moved it." in text


def test_a_heading_over_both_columns() -> None:
    def draw(sheet: object) -> None:
        words("Helvetica-Bold", 16, (60, 70, "Two notes of the week"))(sheet)  # type: ignore[arg-type]
        columns(LEFT, RIGHT, lefts=(60, 310))(sheet)  # type: ignore[arg-type]

    assert text_of(draw) == f"Two notes of the week\n\n{' '.join(LEFT)}\n\n{' '.join(RIGHT)}"


def test_rows_of_a_table_stay_rows() -> None:
    placed = [(60.0, 100 + 14.0 * n, f"Port of Lund {n}") for n in range(5)]
    placed += [(310.0, 100 + 14.0 * n, f"{n * 7 + 3} ships") for n in range(5)]
    placed.sort(key=lambda word: word[1])
    text = text_of(words("Helvetica", 9, *placed))
    assert all(f"Port of Lund {n}" in line for n, line in enumerate(text.split("\n\n")[:5]))
    assert HEIGHT > 0
