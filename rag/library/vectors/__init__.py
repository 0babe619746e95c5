"""The vector index: exact search over all passages, derived from Chroma."""
