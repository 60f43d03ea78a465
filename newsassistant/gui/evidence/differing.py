"""Which words of the article's passage an answer has changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from newsassistant.core.types import Span

_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+(?:['’.,][^\W\u3400-\u9fff]+)*")
_MOST = 400  # words that are compared: the time grows with their square


def differing(written: str, found: str) -> Iterator[Span]:
    """The pieces of `found` that `written` has not got, in characters of `found`."""
    theirs = list(_TOKEN.finditer(found))[:_MOST]
    ours = [token.group().casefold() for token in list(_TOKEN.finditer(written))[:_MOST]]
    words = [token.group().casefold() for token in theirs]
    matcher = SequenceMatcher(None, ours, words, autojunk=False)
    for kind, _, _, begin, end in matcher.get_opcodes():
        if kind in ("replace", "insert"):
            yield theirs[begin].start(), theirs[end - 1].end()
