"""Every text that a person reads, a module for each place where its reader meets it."""
