"""Reading files in a child process, bounded in time and memory."""
