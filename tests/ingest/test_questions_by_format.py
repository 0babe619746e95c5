"""Questions about a cell, an item of a list and a statement, of briefings in every format."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

import ingest
import rag
from rag.models.embedder import Embedder
from rag.types import Hit
from tests.ingest.briefs import WRITERS, Brief

_PLACES = tuple(
    "Al Bren Cor Dal Ester Fen Gar Hol Ing Jas Kel Lor Mar Nor Oster Pen Quar Ros Sel Tor Ul Ven "
    "Wal Yar Zel Ard Bel Cas".split()
)
"""Beginnings of the names in a table's rows; each briefing has an ending of its own for them."""
_ROW = 26
"""The row asked about: it lies in a passage that does not begin with the table's head."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What one briefing is about, and what is asked of it.

    Attributes:
        ending: of the places in the table's first column.
        heads: the second is what a place has a number of.
        list: the words that lead into the list, and its items.
        item: a question for an item, and the words that answer it.
        talk: who asks and who answers in a press call, what is asked, and the statement.
        statement: a question for the statement, and the words that answer it.
    """

    title: str
    ending: str
    heads: tuple[str, str, str]
    list: tuple[str, ...] = ()
    item: tuple[str, str] = ("", "")
    talk: tuple[str, ...] = ()
    statement: tuple[str, str] = ("", "")

    @property
    def brief(self) -> Brief:
        rows = [
            (f"{place}{self.ending}", str(107 + 13 * n), str(210_417 + 5_731 * n))
            for n, place in enumerate(_PLACES)
        ]
        lead_in, *items = self.list or ("",)
        return Brief(
            self.title,
            f"This briefing sums up the year of the {self.title.lower()}.",
            self.heads,
            rows,
            lead_in,
            items,
            _press_call(*self.talk) if self.talk else (),
        )


def _press_call(asks: str, answers: str, asked: str, said: str) -> list[tuple[str, str]]:
    return [
        (asks, "Thank you for coming. I have a few questions for you."),
        (answers, "Thank you. I am glad to tell you what we know."),
        (asks, asked),
        (answers, said),
        (asks, "Then we thank you for your time."),
    ]


# A .csv or .xlsx file is one table: it has no lists, and no speakers. Slides have no speakers.
SUBJECTS: Mapping[str, Subject] = {
    "txt": Subject(
        "Ferries of the lakes",
        "toft-on-the-mere",
        ("Landing", "Ferries", "Passengers"),
        ("The lake council closed these landings for the winter:",
         "Rimsund, whose pier was crushed by ice",
         "Skarnes, where no ticket was sold since September",
         "Uldal, until its lamp is mended"),
        ("Why is the landing at Rimsund closed?", "whose pier was crushed by ice"),
        ("MS. ARDEN", "MR. HOLT", "When will the night ferry run again?",
         "We will run the night ferry again from the first of April. The crew is hired."),
        ("When will the night ferry run again?", "from the first of April"),
    ),
    "md": Subject(
        "Beekeeping cooperatives",
        "wick",
        ("Village", "Hives", "Jars of honey"),
        ("The cooperative banned these practices from its apiaries:",
         "feeding syrup after the lime trees have flowered",
         "smoking hives with treated cardboard",
         "moving queens between valleys without a health card"),
        ("What may the hives not be smoked with?", "smoking hives with treated cardboard"),
        ("Ms Torvald", "Mr Quill", "Do you expect the mites to come back?",
         "We expect the mites to come back in the wet valleys. I have ordered strips for all."),
        ("Where does Mr Quill expect the mites to come back?", "in the wet valleys"),
    ),
    "html": Subject(
        "Village theatres",
        "stow",
        ("Theatre town", "Performances", "Seats sold"),
        ("The arts fund pays for the following repairs:",
         "a fireproof curtain in Hallowby",
         "new velvet on the balcony of the Lantern stage",
         "a ramp to the box office in Merrin"),
        ("What does the arts fund pay for in Hallowby?", "a fireproof curtain in Hallowby"),
        ("MS. PELL", "MR. DRAYCOTT", "Will the puppet season be cancelled?",
         "No, we moved the puppet season to the old granary. My troupe likes it there."),
        ("Where was the puppet season moved?", "to the old granary"),
    ),
    "epub": Subject(
        "Observatories in the highlands",
        "fell",
        ("Summit", "Telescopes", "Clear nights"),
        ("Observers must leave behind at the gate:",
         "laser pointers stronger than one milliwatt",
         "drones of any size",
         "headlamps with a white beam"),
        ("Which headlamps must observers leave behind?", "headlamps with a white beam"),
        ("DR. OSK", "DR. VANCE", "How did you lose the comet?",
         "We lost the comet because the dome froze shut. I was on duty that night."),
        ("Why was the comet lost?", "because the dome froze shut"),
    ),
    "pdf": Subject(
        "Salt works on the coast",
        "haven",
        ("Salt pan", "Rakers", "Sacks"),
        ("The salt board set the following duties for pan keepers:",
         "to flush the brine channels before every spring tide",
         "to sieve the grey salt twice",
         "to report each breach of the sea wall within an hour"),
        ("How quickly must a breach of the sea wall be reported?",
         "to report each breach of the sea wall within an hour"),
        ("MS. LUND", "MR. ABARA", "What did the storm do to the evaporation ponds?",
         "The storm filled nine evaporation ponds with sand. We are digging them out by hand."),
        ("What filled the evaporation ponds with sand?", "The storm filled nine"),
    ),
    "docx": Subject(
        "Mountain rescue teams",
        "berg",
        ("Base", "Rescuers", "Call-outs"),
        ("Each rescuer carries on a winter patrol:",
         "a probe of at least three metres",
         "two flares that burn green",
         "a flask of sweet tea for the casualty"),
        ("What colour do the flares burn?", "two flares that burn green"),
        ("MS. IVES", "CAPTAIN ROWE", "Why did you ground the helicopter?",
         "We grounded the helicopter since its winch cable had frayed. My pilots agreed."),
        ("Why was the helicopter grounded?", "since its winch cable had frayed"),
    ),
    "odt": Subject(
        "Libraries on wheels",
        "ham",
        ("Stop", "Readers", "Loans"),
        ("The library bus refuses to take back:",
         "atlases with torn maps",
         "cookery books stained with fat",
         "scores without their solo part"),
        ("Which cookery books are not taken back?", "cookery books stained with fat"),
        ("MS. NAIRN", "MR. FOLEY", "Will you charge fines for late books?",
         "We will charge no fines for late books before the summer of next year. I promised it."),
        ("Who promised to charge no fines for late books?", "charge no fines for late books"),
    ),
    "rtf": Subject(
        "Lighthouses of the western isles",
        "ness",
        ("Lighthouse", "Keepers", "Lamp hours"),
        ("The keepers of the lamps are forbidden:",
         "to paint the lens hood any colour but black",
         "to keep goats within the fog horn's yard",
         "to trade lamp oil with passing crews"),
        ("What may the keepers not trade with passing crews?", "to trade lamp oil"),
        ("MS. GRAY", "MR. TULLOCH", "When did the fog horn fall silent?",
         "The fog horn fell silent on the ninth of May. We have sent for a new bellows."),
        ("When did the fog horn fall silent?", "on the ninth of May"),
    ),
    "xlsx": Subject("Orchards", "orchard", ("Estate", "Apple trees", "Crates")),
    "csv": Subject("Tram depots", "gate", ("Depot", "Trams", "Journeys")),
    "pptx": Subject(
        "Glass workshops",
        "hurst",
        ("Workshop", "Furnaces", "Bottles"),
        ("The guild withdrew its mark from:",
         "goblets with a seam below the rim",
         "bottles blown from bought cullet",
         "mirrors silvered with tin"),
        ("Which mirrors lost the guild's mark?", "mirrors silvered with tin"),
    ),
    "eml": Subject(
        "Canal locks",
        "lock",
        ("Place", "Barges", "Tolls"),
        ("The canal office bought for the lock keepers:",
         "windlasses of forged bronze",
         "oilskin coats lined with felt",
         "a punt for clearing weed"),
        ("What are the oilskin coats lined with?", "oilskin coats lined with felt"),
        ("MS. WREN", "MR. STROUD", "Who will drain the upper basin?",
         "Our divers will drain the upper basin in October. We told the anglers already."),
        ("When will the upper basin be drained?", "drain the upper basin in October"),
    ),
    "mbox": Subject(
        "Weavers' cooperatives",
        "loom",
        ("Mill", "Looms", "Bolts of cloth"),
        ("The weavers agreed to give up:",
         "indigo vats lined with lead",
         "shuttles of walrus bone",
         "night shifts during the wool fair"),
        ("What are the indigo vats lined with?", "indigo vats lined with lead"),
        ("MS. HOBB", "MR. CRANE", "Where will you sell the striped blankets?",
         "We will sell the striped blankets at the harbour market. I rented a stall there."),
        ("Where will the striped blankets be sold?", "at the harbour market"),
    ),
    "msg": Subject(
        "Post stations on the steppe",
        "yurt",
        ("Station", "Horses", "Letters"),
        ("Riders of the post swear:",
         "to water the horse before themselves",
         "to open no sealed satchel",
         "to yield the road to the snow plough"),
        ("To whom do the riders yield the road?", "to yield the road to the snow plough"),
        ("MS. DORJ", "MR. BATU", "How was the silver satchel lost?",
         "The silver satchel sank when the ferry rope snapped. We searched the river for days."),
        ("How did the silver satchel sink?", "when the ferry rope snapped"),
    ),
}  # fmt: skip
WITH_LISTS = [ending for ending, subject in SUBJECTS.items() if subject.list]
WITH_SPEAKERS = [ending for ending, subject in SUBJECTS.items() if subject.talk]

CONTENTS = """# Tide tables

## Contents

- Spring tides ........ 3
- Neap tides ........ 7
- Storm surges ........ 12
- Harbour gauges ........ 15

## Storm surges

A storm surge reached the pilot's cottage in Vessel Bay.
"""


LONG_LIST = "\n".join(
    (
        "# Falconry",
        "The falconers met at the old mill. The emperor's falconers lost their licence for:\n",
        *(f"- flying a hawk called {place}wing over the deer park of the abbey on a feast day, "
          "without bells on its legs" for place in _PLACES[:14]),
        "- selling a merlin to the miller",
    )
)  # fmt: skip
"""A list that goes on in a passage without its lead-in."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, minilm: Embedder) -> Iterator[rag.Dossier]:
    """A briefing in each format, and one with a contents list."""
    folder: Path = tmp_path_factory.mktemp("briefings")
    for ending, subject in SUBJECTS.items():
        (folder / f"{ending}.{ending}").write_bytes(WRITERS[ending](subject.brief))
    (folder / "tides.md").write_text(CONTENTS)
    (folder / "falcons.md").write_text(LONG_LIST)
    settings = rag.Settings(data_dir=tmp_path_factory.mktemp("library"))
    report = ingest.sync([folder], settings=settings, embedder=minilm)
    assert not report.failed
    with rag.open(settings, embedder=minilm) as dossier:
        yield dossier


def first_hit(library: rag.Dossier, question: str, ending: str) -> Hit:
    hit = library.retrieve(question)[0]
    assert Path(hit.document.file).name == f"{ending}.{ending}"
    return hit


@pytest.mark.parametrize("ending", SUBJECTS)
def test_a_cell_is_found_under_its_head_and_cited_with_its_row(
    library: rag.Dossier, ending: str
) -> None:
    subject = SUBJECTS[ending]
    row = subject.brief.rows[_ROW]
    question = f"How many {subject.heads[1].lower()} did {row[0]} have?"
    hit = first_hit(library, question, ending)
    assert all(cell in hit.passage.text for cell in row)
    assert subject.heads[1] not in hit.passage.text
    assert all(head in hit.passage.context for head in subject.heads)
    answer = library.answer(question)
    named = tuple(zip(subject.heads, row, strict=True))
    assert [citation.row for citation in answer.citations] == [named]
    said = "; ".join(f"{head}: {cell}" for head, cell in named)
    assert [sentence.text for sentence in answer.sentences] == [said]
    assert answer.missing == ()


@pytest.mark.parametrize("ending", WITH_LISTS)
def test_an_item_is_found_and_quoted_with_its_lead_in(library: rag.Dossier, ending: str) -> None:
    subject = SUBJECTS[ending]
    question, item = subject.item
    hit = first_hit(library, question, ending)
    assert item in hit.passage.text
    assert subject.list[0] in f"{hit.passage.context}\n{hit.passage.text}"
    answer = library.answer(question)
    assert subject.list[0] in answer.text
    assert item in answer.text


@pytest.mark.parametrize("ending", WITH_SPEAKERS)
def test_a_statement_is_found_and_cited_with_its_speaker(library: rag.Dossier, ending: str) -> None:
    subject = SUBJECTS[ending]
    question, words = subject.statement
    speaker = subject.talk[1]
    hit = first_hit(library, question, ending)
    assert words in hit.passage.text
    assert speaker in f"{hit.passage.context}\n{hit.passage.text}"
    answer = library.answer(question)
    assert [c.speaker for c in answer.citations if words in c.quote] == [speaker]
    assert subject.talk[2] not in answer.text


def test_a_contents_list_is_found_by_name_but_answers_nothing(library: rag.Dossier) -> None:
    hit = library.retrieve("What is on the contents list?")[0]
    assert hit.passage.boilerplate == "contents"
    answer = library.answer("What did a storm surge reach in Vessel Bay?")
    assert answer.text == "A storm surge reached the pilot's cottage in Vessel Bay. [1]"
    assert not library.answer("What are harbour gauges?").answered


def test_an_item_is_quoted_with_a_lead_in_that_lies_in_another_passage(
    library: rag.Dossier,
) -> None:
    question = "Who sold a merlin to the miller?"
    hit = library.retrieve(question)[0]
    assert "merlin" in hit.passage.text
    assert "licence" not in hit.passage.text
    assert "The emperor's falconers lost their licence for:" in hit.passage.context
    answer = library.answer(question)
    assert [sentence.text for sentence in answer.sentences] == [
        "The emperor's falconers lost their licence for: selling a merlin to the miller"
    ]
    assert answer.citations[0].quote == "selling a merlin to the miller"
