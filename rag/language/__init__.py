"""All that knows a language, and nothing else does."""
