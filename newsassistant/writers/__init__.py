"""A `Document` -> the bytes of a file that other programs open: a module a format."""
