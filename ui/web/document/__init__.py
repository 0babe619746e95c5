"""The pages on which a document is read."""
