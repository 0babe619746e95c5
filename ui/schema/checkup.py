"""The JSON of `dossier doctor`."""

from typing import Self

from ui.schema.base import Model
from ui.service import checkup as service


class Finding(Model):
    """Something that is wrong, and what to do about it."""

    kind: str
    detail: str
    remedy: str
    documents: list[str]
    repairable: bool
    repaired: bool

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
    facts: dict[str, str]
    settings: dict[str, str]
    findings: list[Finding]

    @classmethod
    def of(cls, checkup: service.Checkup) -> Self:
        """As `ui.service.checkup.Checkup` has it."""
        return cls(
            well=checkup.is_well,
            facts=dict(checkup.facts),
            settings=dict(checkup.settings),
            findings=[Finding.of(finding) for finding in checkup.findings],
        )
