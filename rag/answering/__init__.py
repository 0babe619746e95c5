"""How an answer is made from hits."""
