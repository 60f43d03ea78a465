"""Word lists written as lines of text."""

from __future__ import annotations


def words(*lines: str) -> frozenset[str]:
    """The words of lines, by their spaces."""
    return frozenset(word for line in lines for word in line.split())
