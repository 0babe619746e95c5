"""What the page shows as HTML: the one place where text becomes markup, and is escaped."""
