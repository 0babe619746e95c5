"""Tables drawn with characters."""

import pytest

from tests.ingest.structure.found import blocks, cells

HEAD = ["Port", "Ships", "Delay"]
ROWS = [["Halm", "14", "2 days"], ["Orel", "9", "1 day"], ["Sabel", "120", "6 days"]]


@pytest.mark.parametrize(
    "drawn",
    [
        "\n".join("\t".join(row) for row in [HEAD, *ROWS]),
        "\n".join(" | ".join(row) for row in [HEAD, *ROWS]),
        "\n".join("| " + " | ".join(row) + " |" for row in [HEAD, *ROWS]),
        "\n".join("".join(cell.ljust(12) for cell in row) for row in [HEAD, *ROWS]),
        "\n".join(
            row[0].ljust(12) + "".join(cell.rjust(10) for cell in row[1:]) for row in [HEAD, *ROWS]
        ),
        "\n".join(
            ["".join(c.ljust(12) for c in HEAD), "-" * 30]
            + ["".join(c.ljust(12) for c in row) for row in ROWS]
        ),
    ],
)
def test_tables_of_plain_text(drawn: str) -> None:
    text = f"The delays of May.\n\n{drawn}\n\nThey are long."
    assert cells(text) == [("head", HEAD), *(("row", row) for row in ROWS)]
    assert blocks(text)[0][0] == "paragraph"


def test_a_markdown_table_has_heads_and_empty_cells() -> None:
    text = "| Port | Ships |\n|:---|---:|\n| Halm | |\n| a \\| b | 9 |\n"
    assert cells(text, "a.md") == [
        ("head", ["Port", "Ships"]),
        ("row", ["Halm", ""]),
        ("row", ["a \\| b", "9"]),
    ]


def test_a_table_of_figures_alone_has_no_head() -> None:
    assert [kind for kind, _ in cells("Halm\t14\nOrel\t9\nSabel\t120")] == ["row"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "The ferry  was late.\nNobody  was there.",
        "The  ferry was  late by an  hour.\nNobody at  "
        "the pier  could say  why.\nIt  was so  on all\n",
        "Either | or",
        "-   The ferry\n-   The pier\n-   The toll\n",
        "1.\tThe ferry\n2.\tThe pier\n3.\tThe toll\n",
        "The ferry, which goes to Halm and then on to the isles beyond it,\tis late on most days.\n"
        "The other, which goes to Orel and then on to "
        "the coast behind it,\tis not late as often.\n",
    ],
)
def test_prose_is_no_table(text: str) -> None:
    assert cells(text) == []
