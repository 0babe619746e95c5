"""The engine without a language model: it answers with sentences of the documents."""
