"""Markdown of a model as a tree of blocks; nothing in it is ever followed or run."""
