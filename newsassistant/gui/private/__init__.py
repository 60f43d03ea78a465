"""A private window: what says so, and what others copy from it."""
