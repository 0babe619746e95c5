"""How documents are cut and embedded, as a word that is stored with each of them."""

INDEX_FORMAT = "6"
"""Changes whenever the same document would be cut into other passages or get other vectors."""
