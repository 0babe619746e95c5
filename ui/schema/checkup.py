"""The JSON of `dossier doctor`."""

from typing import Self

from ui.schema.base import Model
from ui.service import checkup as service


class Finding(Model):
    """Something that is wrong, and what to do about it."""

    kind: str
    """What it is about, e.g. "damaged" or "language model"."""
    detail: str
    """What exactly is wrong, in one sentence."""
    remedy: str
    """What to do, in one sentence."""
    documents: list[str]
    """Ids of the documents concerned."""
    repairable: bool
    """Whether `dossier doctor --repair` can repair it."""
    repaired: bool
    """Whether it has been repaired."""

    @classmethod
    def of(cls, finding: service.Finding) -> Self:
        """As `ui.service.checkup.Finding` has it."""
        return cls(
            kind=finding.kind,
            detail=finding.detail,
            remedy=finding.remedy,
            documents=list(finding.documents),
            repairable=finding.repairable,
            repaired=finding.repaired,
        )


class Checkup(Model):
    """What `dossier doctor --json` prints."""

    well: bool
    """Whether nothing is wrong, or everything that was has been repaired."""
    facts: dict[str, str]
    """What the library and the models are, by name."""
    settings: dict[str, str]
    """Each setting's value, secrets masked."""
    findings: list[Finding]
    """What is wrong."""

    @classmethod
    def of(cls, checkup: service.Checkup) -> Self:
        """As `ui.service.checkup.Checkup` has it."""
        return cls(
            well=checkup.is_well,
            facts=dict(checkup.facts),
            settings=dict(checkup.settings),
            findings=[Finding.of(finding) for finding in checkup.findings],
        )
