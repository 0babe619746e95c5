"""Making a library equal to folders of files."""
