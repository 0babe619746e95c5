"""The fit of the quoting engine's weights on questions with known evidence."""
