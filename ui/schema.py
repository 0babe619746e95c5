"""The JSON of every interface. Field names and shapes are a promise; see docs/architecture.md."""

from typing import TYPE_CHECKING, Any

from ingest import SyncReport
from rag.types import Answer, Citation, DocumentRecord, Filters, Hit, Sentence

if TYPE_CHECKING:
    from rag.library import Checkup

Json = dict[str, Any]


def answer_json(answer: Answer) -> Json:
    """An answer as `dossier ask --json` prints it."""
    return {
        "question": answer.question,
        "search_text": answer.search_text,
        "text": answer.text,
        "answered": answer.answered,
        "confidence": answer.confidence,
        "engine": answer.engine,
        "sentences": [_sentence(sentence) for sentence in answer.sentences],
        "citations": [_citation(citation) for citation in answer.citations],
        "hits": [hit_json(hit) for hit in answer.hits],
        "missing": list(answer.missing),
        "filters": _filters(answer.filters),
        "notices": list(answer.notices),
        "timings": {
            "search_ms": answer.timings.search_ms,
            "answer_ms": answer.timings.answer_ms,
        },
    }


def hit_json(hit: Hit) -> Json:
    """A hit as `dossier search --json` lists it."""
    return {
        "passage_id": hit.passage.id,
        "document_id": hit.document.id,
        "title": hit.document.title,
        "source": hit.document.source,
        "published": _day(hit.document),
        "page": hit.passage.page,
        "section": hit.passage.section,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "text": hit.passage.text,
        "score": round(hit.score, 4),
    }


def record_json(record: DocumentRecord) -> Json:
    """A document as `dossier documents --json` lists it."""
    return {
        "document_id": record.id,
        "title": record.title,
        "source": record.source,
        "published": _day(record),
        "sha256": record.sha256,
        "passages": record.passages,
        "characters": record.characters,
        "indexed_at": record.indexed_at.isoformat(timespec="seconds"),
    }


def report_json(report: SyncReport) -> Json:
    """What a sync did, as `dossier sync --json` prints it."""
    return {
        "added": list(report.added),
        "changed": list(report.changed),
        "moved": list(report.moved),
        "removed": list(report.removed),
        "unchanged": list(report.unchanged),
        "duplicate": [
            {"source": source, "of": indexed_copy}
            for source, indexed_copy in report.duplicate.items()
        ],
        "failed": [
            {"source": source, "reason": reason} for source, reason in report.failed.items()
        ],
        "remaining": list(report.remaining),
    }


def checkup_json(checkup: "Checkup") -> Json:
    """What `dossier doctor --json` prints."""
    return {
        "well": checkup.is_well,
        "facts": dict(checkup.facts),
        "settings": dict(checkup.settings),
        "findings": [
            {
                "kind": finding.kind,
                "detail": finding.detail,
                "remedy": finding.remedy,
                "documents": list(finding.documents),
                "repairable": finding.repairable,
                "repaired": finding.repaired,
            }
            for finding in checkup.findings
        ],
    }


def _sentence(sentence: Sentence) -> Json:
    return {
        "text": sentence.text,
        "markers": list(sentence.markers),
        "supported": sentence.supported,
        "support": round(sentence.support, 4),
        "reason": sentence.reason,
    }


def _filters(filters: Filters) -> Json:
    return {
        "since": filters.since and filters.since.isoformat(),
        "until": filters.until and filters.until.isoformat(),
        "documents": list(filters.documents),
    }


def _citation(citation: Citation) -> Json:
    return {
        "marker": citation.marker,
        "passage_id": citation.passage_id,
        "document_id": citation.document.id,
        "title": citation.document.title,
        "source": citation.document.source,
        "published": citation.document.published and citation.document.published.isoformat(),
        "page": citation.page,
        "section": citation.section,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
    }


def _day(record: DocumentRecord) -> str | None:
    return record.published.isoformat() if record.published else None
