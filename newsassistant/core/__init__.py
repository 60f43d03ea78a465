"""Types, errors, settings and paths that every layer shares; imports nothing of the project."""
