"""The JSON of every interface, as pydantic models: names, types and shapes are a promise.

Each model is made by its `of` from the value of the same name. `model_json_schema()` gives the JSON
Schema that OpenAPI builds on. docs/json.md lists all fields.
"""

from ui.schema.answer import Answer, Citation, Filters, Hit, SearchResult, Sentence, Timings
from ui.schema.checkup import Checkup, Finding
from ui.schema.error import Error, Failed
from ui.schema.evaluation import Evaluation, Figure, Group
from ui.schema.feedback import Feedback
from ui.schema.library import (
    Collection,
    Document,
    DocumentRecord,
    Duplicate,
    EmbeddingReport,
    Failure,
    Omission,
    Omissions,
    Removal,
    Span,
    SyncReport,
)
from ui.schema.structure import Structure

__all__ = [
    "Answer",
    "Checkup",
    "Citation",
    "Collection",
    "Document",
    "DocumentRecord",
    "Duplicate",
    "EmbeddingReport",
    "Error",
    "Evaluation",
    "Failed",
    "Failure",
    "Feedback",
    "Figure",
    "Filters",
    "Finding",
    "Group",
    "Hit",
    "Omission",
    "Omissions",
    "Removal",
    "SearchResult",
    "Sentence",
    "Span",
    "Structure",
    "SyncReport",
    "Timings",
]
