"""Which questions ask for the latest state of things."""

import pytest

from rag.search.latest import asks_for_latest


@pytest.mark.parametrize(
    "question",
    [
        *("What is the latest toll?", "the newest figures", "What is the most recent estimate?"),
        *("What was most recently said?", "What is currently known?", "What is true as of now?"),
        *("How many are missing at present?", "What is the current price of gas?"),
        *("current US gov debt", "Who is the current chair?", "Is the current accord in force?"),
        *("What is the current account of events at sea, the latest?", "CURRENT TOLL?"),
        *("What are the current and planned limits?", "the current or former owner"),
        *("What is the current state of the current account?", "current water levels"),
        *("Current limits on water", "the current low", "What is Ostrel’s current policy rate?"),
    ],
)
def test_the_latest_is_asked_for(question: str) -> None:
    assert asks_for_latest(question)


@pytest.mark.parametrize(
    "question",
    [
        *(
            "What was the current account deficit of Merevia in 2024?",
            "the current-account deficit",
        ),
        *("Which ocean current warms Ostrel?", "Where does the Humboldt Current flow?"),
        *("How strong is the tidal current off Port Sabel?", "Is alternating current safe?"),
        *("What is direct current used for?", "a current of 5 amperes", "What is a current?"),
        *("describe the components of current in npn transistor", "Did the current, then, turn?"),
        *("the value of a direct current and the peak value of a sinusoidal alternating current",),
        *("How does the current flow through the strait?", "What are current assets?"),
        *("Which magazine covers current affairs?", "a quiz on current events"),
        *("a current transformer", "the current density", "the current–voltage curve"),
        *("Where do currents meet?", "the undercurrent", "What did the recurrent floods cost?"),
        *("By when must it report at the latest?", "What is the latest date for claims?"),
        *("the latest possible time", "What is new?", "What is the present?", "lately"),
    ],
)
def test_the_latest_is_not_asked_for(question: str) -> None:
    assert not asks_for_latest(question)
