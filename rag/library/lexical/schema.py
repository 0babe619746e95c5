"""What the lexical index holds of a passage, and how it is asked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.language.words import ANALYZER, indexable
from rag.library.store import records as stored
from rag.types import DocumentRecord, Filters, Passage, date_number

if TYPE_CHECKING:
    from tantivy import Document, Query, Schema

_HEADING = 0.3
"""What a word in the title or over the passage counts, where one in the text counts 1."""


@dataclass(frozen=True, slots=True)
class Row:
    """A passage as the index holds it.

    Attributes:
        over: what stands over its text: the section's title and the passage's context.
    """

    passage: str
    record: DocumentRecord
    text: str
    over: str

    def as_tantivy(self) -> "Document":
        """The row in Tantivy's words."""
        from tantivy import Document

        document = Document()
        document.add_text("passage", self.passage)
        document.add_text("version", self.record.version)
        document.add_text("document", self.record.id)
        document.add_integer("published", date_number(self.record.published))
        document.add_text("text", indexable(self.text))
        document.add_text("heading", indexable(f"{self.record.title} {self.over}"))
        return document


def rows_of(record: DocumentRecord, passages: Iterable[Passage]) -> Iterator[Row]:
    """The rows of a version's passages."""
    for passage in passages:
        yield Row(passage.id, record, passage.text, f"{passage.section or ''} {passage.context}")


def query_for(fields: "Schema", weights: Mapping[str, float], filters: Filters) -> "Query":
    """Any of the stems in text or heading, in documents that the filters let through.

    Args:
        weights: what each stem counts; at least one.
    """
    from tantivy import Occur, Query

    terms: list[tuple[Occur, Query]] = []
    for stem, weight in weights.items():
        text = Query.term_query(fields, "text", stem)
        heading = Query.term_query(fields, "heading", stem)
        terms.append((Occur.Should, Query.boost_query(text, weight)))
        terms.append((Occur.Should, Query.boost_query(heading, _HEADING * weight)))
    conditions = [(Occur.Must, condition) for condition in _conditions(fields, filters)]
    return Query.boolean_query([(Occur.Must, Query.boolean_query(terms)), *conditions])


def _conditions(fields: "Schema", filters: Filters) -> Iterator["Query"]:
    from tantivy import FieldType, Query

    if filters.documents:
        documents = stored.possible_ids(filters.documents)
        yield Query.term_set_query(fields, "document", documents)
    if filters.since or filters.until:
        yield Query.range_query(
            fields,
            "published",
            FieldType.Integer,
            lower_bound=date_number(filters.since) or 1,
            upper_bound=date_number(filters.until) or None,
        )


def schema() -> "Schema":
    """The index's fields. A passage's text is not stored: Chroma has it."""
    from tantivy import SchemaBuilder

    builder = SchemaBuilder()
    builder.add_text_field("passage", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("version", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("published", indexed=True, fast=True)
    builder.add_text_field("text", tokenizer_name=ANALYZER)
    builder.add_text_field("heading", tokenizer_name=ANALYZER)
    return builder.build()
