"""Messages in MIME, the format in which mail is sent."""
