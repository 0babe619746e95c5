"""Chroma: connections, collections, and how strings are packed into records."""
