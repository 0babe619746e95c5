"""Every text that a person reads."""
