"""The newsroom servers that the user has set up, and the engine that asks them."""
