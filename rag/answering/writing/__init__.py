"""The engine with a language model: it writes, and each of its sentences is checked."""
