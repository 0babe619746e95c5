"""A sync in a process of its own, so that the process that answers questions does none of it."""
