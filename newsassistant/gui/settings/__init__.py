"""What the user prefers, and the dialog for it."""
