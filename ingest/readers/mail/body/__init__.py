"""The body of a message: its blocks, what it quotes, and what stands below it."""
