"""A document on its way into the window: reading, password, encoding, changed on disk."""
