"""Sections of docs/bench.md that are renewed one at a time.

Knows nothing of what they say; a section begins with its title, "## ...", and ends at the next.
"""

from __future__ import annotations


def replaced(page: str, title: str, text: str) -> str:
    """`page` with the section `text` in the place of the old one, or at its end."""
    head, found, rest = page.partition(title)
    following = rest.find("\n## ") if found else -1
    tail = rest[following:] if following >= 0 else ""
    return head.rstrip("\n") + "\n\n" + text + tail


def kept(page: str, title: str) -> str:
    """The section in `page`, or nothing."""
    _, found, rest = page.partition(title)
    return (title + rest.split("\n## ")[0]) if found else ""
