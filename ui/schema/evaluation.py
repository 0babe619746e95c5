"""The JSON of `dossier eval`."""

from typing import TYPE_CHECKING, Self

from ui.schema.base import DIGITS, Model

if TYPE_CHECKING:
    from evals import intervals, run


class Figure(Model):
    """A measure over the questions it applies to, with its 95% bootstrap interval."""

    value: float
    low: float
    high: float
    questions: int

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
    questions: int
    figures: dict[str, Figure]


class Evaluation(Model):
    """What `dossier eval --json` prints; the first group has all questions."""

    system: str
    settings: dict[str, str]
    documents_given: bool
    groups: list[Group]

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
