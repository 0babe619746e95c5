"""The lexical index: BM25 by Tantivy, derived from Chroma."""
