"""A library with more documents than the page offers at a time."""

from datetime import UTC, date, datetime, timedelta

import rag
from rag.dossier import Dossier


class Large(Dossier):
    """Lists a thousand documents that are only in memory."""

    def documents(self) -> list[rag.DocumentRecord]:
        """A thousand of them, one a day."""
        now, last = datetime(2026, 5, 8, tzinfo=UTC), date(2026, 4, 19)
        return [
            rag.DocumentRecord(
                str(n), f"Briefing {n}", "/b", last - timedelta(days=n), "", "v", 1, 1, now
            )
            for n in range(1_000)
        ]
