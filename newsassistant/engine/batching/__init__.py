"""Several answers at once: rows of one compiled model, whose turn it is, and what comes of them."""
