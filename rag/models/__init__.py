"""What loads weights or calls a model server."""
