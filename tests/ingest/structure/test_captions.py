"""Captions, and lines that name a source."""

import pytest

from tests.ingest.structure.found import blocks


@pytest.mark.parametrize(
    "line",
    [
        *("Figure 3: Ships in the strait", "Table 2. Delays by port", "Fig. 4 – The new pier"),
        *("Source: Harbour board, May 2026", "**Table A.** Tolls", "Photo: Ada Lund", "Box 1.2"),
        *("TABLE IV: Tolls", "Map 2 | The strait", "Chart 7 - Tolls"),
    ],
)
def test_captions(line: str) -> None:
    assert (
        blocks(f"Ships wait off the strait.\n\n{line}\n\nNo pilot came.", "a.md")[1][0] == "caption"
    )


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Figure 3 shows the ships.",
            "Table talk was of the toll.",
            "Source of the river is Halm.",
        ),
        *(
            "Table 2 and figure 3: both show it.",
            "The map 2: a story.",
            "Sources said no: it is shut.",
        ),
        *(
            "Figures",
            "Maps: the north and the south",
            "Tables – in short",
        ),
    ],
)
def test_what_is_no_caption(line: str) -> None:
    assert (
        blocks(f"Ships wait off the strait.\n\n{line}\n\nNo pilot came.", "a.md")[1][0]
        == "paragraph"
    )
