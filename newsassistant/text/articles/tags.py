"""The source of a web page -> its tags and texts, one after the other.

It reads tags by itself, in linear time: Python's own parser takes minutes for 80 kB of tags that
never end, and lxml for one tag of 500,000 attributes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from string import ascii_uppercase

_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})")
_QUOTED = re.compile(r"=\s{0,9}([\"'])")
_RAW = frozenset(("script", "style", "title", "textarea", "xmp", "noembed", "noframes"))
MOST_ATTRIBUTE = 20_000  # characters
LONGEST_ATTRIBUTES = 2000  # characters of a tag behind its name; the rest is left out


class _Finder:
    """`str.find` that never looks at the same place twice for the same thing."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next: dict[str, int] = {}

    def find(self, wanted: str, start: int) -> int:
        """Where `wanted` is from `start` on, -1 for nowhere; `start` never goes back far."""
        known = self._next.get(wanted, start - 1)
        if known == -1 and wanted in self._next:
            return -1
        if known < start:
            known = self._next[wanted] = self._text.find(wanted, start)
        return known


# Letter for letter: lower() makes two of the Turkish "İ", and every place behind it is wrong then.
_SMALL = {ord(letter): letter.lower() for letter in ascii_uppercase}


def tokens(source: str) -> Iterator[tuple[str, str, str]]:
    """What a page consists of, in order; comments and declarations are left out. Any thread.

    ("text", characters, ""), ("start", name, attributes as written), ("end", name, "") and, behind
    the start of a script, a style or the like, ("raw", its content as written, "").
    """
    finder, small = _Finder(source), _Finder(source.translate(_SMALL))
    place, size = 0, len(source)
    while place < size:
        at = finder.find("<", place)
        if at < 0:
            break
        if at > place:
            yield "text", html.unescape(source[place:at]), ""
        match = _TAG_NAME.match(source, at)
        no_tag = match is None and source[at + 1 : at + 2] not in ("!", "?", "/")
        end = -1 if no_tag else _end_of_tag(source, at, finder)
        if end < 0:
            yield "text", "<", ""
            place = at + 1
            continue
        place = end
        if match is None:
            continue
        name = match.group(2).lower()
        attributes = source[match.end() : end - 1][:LONGEST_ATTRIBUTES]
        yield ("end" if match.group(1) else "start"), name, attributes
        if not match.group(1) and name in _RAW:
            close = small.find(f"</{name}", place)
            if close >= 0:
                if name == "title":
                    yield "text", html.unescape(source[place:close]), ""
                else:
                    yield "raw", source[place:close], ""
                place = close
    if place < size:
        yield "text", html.unescape(source[place:]), ""


def _end_of_tag(source: str, at: int, finder: _Finder) -> int:
    """Behind the tag or comment that begins at `at`; -1 where it never ends."""
    if source.startswith("<!--", at):
        end = finder.find("-->", at + 4)
        return end + 3 if end >= 0 else -1
    end = finder.find(">", at)
    if end < 0:
        return -1
    place = at
    while (quote := _QUOTED.search(source, place, end)) is not None:
        closing = finder.find(quote.group(1), quote.end())
        # A quotation mark that is closed only far away was never meant to be open.
        if not 0 <= closing < at + MOST_ATTRIBUTE:
            break
        if closing > end:
            beyond = source.find(">", closing, closing + MOST_ATTRIBUTE)
            if beyond < 0:
                break
            end = beyond
        place = closing
    return end + 1
