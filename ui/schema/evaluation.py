"""The JSON of `dossier eval`."""

from typing import TYPE_CHECKING, Self

from ui.schema.base import DIGITS, Model

if TYPE_CHECKING:
    from evals import intervals, run


class Figure(Model):
    """A measure over the questions it applies to, with its 95% bootstrap interval."""

    value: float
    """The measure over all questions it applies to."""
    low: float
    """Where its 95% bootstrap interval begins."""
    high: float
    """Where that interval ends."""
    questions: int
    """How many questions it applies to."""

    @classmethod
    def of(cls, figure: "intervals.Figure") -> Self:
        """As `evals.intervals.Figure` has it."""
        return cls(
            value=round(figure.value, DIGITS),
            low=round(figure.low, DIGITS),
            high=round(figure.high, DIGITS),
            questions=figure.questions,
        )


class Group(Model):
    """The figures of some of the questions, by the measure's name."""

    name: str
    """"all", or a label and its value, e.g. "kind=partial"."""
    questions: int
    """How many questions it has."""
    figures: dict[str, Figure]
    """By the measure's name; measures that apply to no question are left out."""


class Evaluation(Model):
    """What `dossier eval --json` prints; the first group has all questions."""

    system: str
    """What was asked."""
    settings: dict[str, str]
    """Those that shape answers."""
    documents_given: bool
    """Whether only the documents that hold the evidence were searched."""
    groups: list[Group]
    """The first has all questions."""

    @classmethod
    def of(cls, report: "run.Report") -> Self:
        """As `evals.run.Report` has it."""
        return cls(
            system=report.system,
            settings=dict(report.settings),
            documents_given=report.given,
            groups=[
                Group(
                    name=group.name,
                    questions=group.questions,
                    figures={name: Figure.of(figure) for name, figure in group.figures.items()},
                )
                for group in report.groups
            ],
        )
