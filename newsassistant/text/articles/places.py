"""Where a word stands in a text, whatever the width and the case of its letters; any thread."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

# Full-width Latin letters, digits and signs, half-width kana and the wide space: as the others.
_WIDTHS = {
    code: plain
    for code in (0x3000, *range(0xFF01, 0xFFEF))
    if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1
}


def folded(text: str) -> str:
    """`text` with small letters of the usual width; each character stays in its place."""
    plain = text.translate(_WIDTHS)
    small = plain.lower()
    if len(small) == len(plain):
        return small
    return "".join(low if len(low := char.lower()) == 1 else char for char in plain)


def places(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Where `word` begins and ends in `text`, in characters, one place after the other.

    A place begins behind the end of the one before it. An empty word has none.
    """
    wanted = folded(word)
    if not wanted:
        return
    within = folded(text)
    start = within.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        yield start, end
        start = within.find(wanted, end)
