"""Making a library anew beside the one that serves: from version 0.1, or for another model."""
