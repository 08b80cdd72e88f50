"""How it looks: from records to strings. ``vocabulary`` has the words that pages use."""
