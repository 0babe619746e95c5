"""Who speaks."""

import pytest

from tests.ingest.structure.found import content_of, turns


@pytest.mark.parametrize(
    ("mayor", "other"),
    [
        ("MR. OKORO:", "MS. LUND:"),
        ("Mr. OKORO.", "Senator LUND."),
        ("The Chair:", "Ada Lund:"),
        ("**Mayor Okoro**:", "**Ms Lund:**"),
        ("Bo Okoro (Halm):", "Ada Lund (Orel):"),
        ("MODERATOR:", "SENIOR OFFICIAL:"),
        ("BO OKORO.", "ADA LUND."),
    ],
)
def test_how_speakers_are_marked(mayor: str, other: str) -> None:
    said = [
        f"{mayor} Thank you all. The strait is closed.",
        f"{other} When do you open it?",
        f"{mayor} I cannot say.",
        "I will let you know.",
        f"{other} Thank you.",
    ]
    found = turns("\n\n".join(["A call with the press", *said]), "a.md")
    assert [words for _, words, _ in found] == [
        "Thank you all. The strait is closed.",
        "When do you open it?",
        "I cannot say.\n\nI will let you know.",
        "Thank you.",
    ]
    assert [asks for _, _, asks in found] == [False, True, False, False]
    assert found[0][0] == mayor.strip("*:.")
    assert found[1][0] == other.strip("*:.")


@pytest.mark.parametrize(
    ("question", "answer"),
    [("Q", "A"), ("Q.", "A."), ("Q:", "A:"), ("**Q:**", "**A:**"), ("Q1.", "A1.")],
)
def test_questions_and_answers(question: str, answer: str) -> None:
    gap = "    " if question == "Q" else " "
    text = f"{question}{gap}Is it shut?\n\n{answer}{gap}It is.\n\n{question}{gap}Until May.\n"
    assert [(words, asks) for _, words, asks in turns(text)] == [
        ("Is it shut?", True),
        ("It is.", False),
        ("Until May.", True),
    ]


def test_a_question_to_a_named_speaker() -> None:
    text = "MR. OKORO:  It is shut.\n\nQ    Why?\n\nMR. OKORO:  The storm.\n"
    assert turns(text) == [
        ("MR. OKORO", "It is shut.", False),
        ("Q", "Why?", True),
        ("MR. OKORO", "The storm.", False),
    ]


def test_a_turn_ends_at_a_heading() -> None:
    text = "# One\n\nMR. OKORO: It is shut.\n\nMS. LUND: Why?\n\n# Two\n\nThe storm lasted.\n"
    assert turns(text, "a.md")[-1][1] == "Why?"


@pytest.mark.parametrize(
    "text",
    [
        "Note: it rains.\n\nNote: it snows.\n\nNote: it thaws.\n\nNote: it pours.\n",
        "Status: open\nOwner: Ada\n\nStatus: shut\nOwner: Bo\n\nStatus: open\nOwner: Ada\n",
        "Halm: 14 ships.\nOrel: 9 ships.\nHalm: 3 boats.\nOrel: 2 boats.\n",
        "Key Findings: none.\n\nNext Steps: none.\n\nKey Findings: two.\n\nNext Steps: one.\n",
        "A. The pier is shut.\n\nB. The toll rises.\n\nC. Boats wait.\n\nA. Again.\n",
        "NATO. The treaty holds.\n\nEU. The budget grows.\n\nNATO. More.\n\nEU. Less.\n",
        "MR. OKORO: It is shut.\n",
        "**Price:** 4 crowns\n**Port:** Halm\n\n**Price:** 5 crowns\n**Port:** Orel\n",
    ],
)
def test_labels_are_no_speakers(text: str) -> None:
    assert turns(text, "a.md") == []


def test_a_line_that_looks_like_a_heading_is_what_is_said() -> None:
    line = "Thank you. " + "The strait is closed to all ships, and I will say it again. " * 5
    said = [f"Ada Lund: {line}", f"Bo Okoro: {line}", "Ada Lund: [inaudible]", f"Bo Okoro: {line}"]
    content = content_of("\n\n".join(said))
    assert len(content.structure.turns) == 4
    assert [s.title for s in content.sections] == [""]
