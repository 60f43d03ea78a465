"""The history of conversations on disk."""
