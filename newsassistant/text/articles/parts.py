"""A text in parts that a model can read one after the other: none too long, none tiny.

Knows nothing of models: how long a text is comes in as a scale of tokens.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from newsassistant.core.types import Measured, Span
from newsassistant.text.articles.sentences import sentence_ends

STRIDE = 16
"""Tokens between two marks of a scale."""
_FILL = 0.85  # of the bound, on average: what is left lets a part end at a paragraph
_EARLIEST = 0.6  # of the wished length, that a part has to have to end at a paragraph
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n\s*")
_LINE_END = re.compile(r"\n\s*")
_SPACE = re.compile(r"\s+")
_IN_NUMBERS = ".,．，"
# Joiners and selectors belong to the character before them; so does what follows a joiner.
_JOINER = "\u200d"
_SKIN = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)


class Scale:
    """How many tokens a stretch of a text has, from where every 16th of them ends.

    `marks` are those ends in characters, `tokens` those of the whole text of `chars` characters.
    What is said of a stretch is never too little, and at most 32 tokens too much.
    """

    def __init__(self, marks: Sequence[int], tokens: int, chars: int) -> None:
        self._marks = marks
        self.tokens = tokens
        self.chars = chars

    @classmethod
    def of(cls, measured: Measured, chars: int) -> Scale:
        """That of an article of so many characters whose tokens were counted."""
        return cls(measured.marks, measured.tokens, chars)

    def count(self, start: int, end: int) -> int:
        """At most how many tokens `text[start:end]` has; 0 for nothing."""
        if start >= end:
            return 0
        inside = bisect_right(self._marks, end) - bisect_right(self._marks, start)
        return min((inside + 2) * STRIDE, self.tokens, 4 * (end - start))

    def reach(self, start: int, tokens: int) -> int:
        """Where a stretch from `start` that surely has no more than `tokens` can end."""
        steps = tokens // STRIDE - 2
        if steps < 0:
            return min(self.chars, start + max(1, tokens // 4))
        place = bisect_right(self._marks, start) + steps
        return self.chars if place >= len(self._marks) else max(start + 1, self._marks[place] - 1)


@dataclass(frozen=True, slots=True)
class Part:
    """`text[start:end]`; `index` counts from 0."""

    start: int
    end: int
    index: int

    @property
    def span(self) -> Span:
        """Where it is."""
        return self.start, self.end


def split(text: str, scale: Scale, most: int) -> tuple[Part, ...]:
    """All of a text in parts of at most `most` tokens, in order and of about one length.

    A part ends with a paragraph, else with a line, a sentence or a word; where there is none, never
    inside a number or between a character and what is drawn with it. Linear time; any thread.
    """
    if not text:
        return ()
    if scale.count(0, len(text)) <= most:
        return (Part(0, len(text), 0),)
    places = _Places(text)
    ends: list[int] = []
    start = 0
    while start < len(text):
        start = _next_end(places, scale, start, most)
        ends.append(start)
    starts = [0, *ends[:-1]]
    return tuple(Part(a, b, i) for i, (a, b) in enumerate(zip(starts, ends, strict=True)))


def _next_end(places: _Places, scale: Scale, start: int, most: int) -> int:
    """Where the part that begins at `start` ends."""
    size, furthest = len(places.text), scale.reach(start, most)
    if furthest >= size:
        return size
    rest = scale.count(start, size)
    left = max(2, math.ceil(rest / (_FILL * most)))
    wished = scale.reach(start, max(1, rest // left + 2 * STRIDE))
    wished = min(max(wished, start + 1), furthest)
    earliest = start + max(1, int(_EARLIEST * (wished - start)))
    return places.nearest(wished, earliest, furthest) or places.safe_before(furthest, start)


class _Places:
    """Where a text may be cut, the better kinds first."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._kinds: tuple[list[int], ...] = (
            [match.end() for match in _PARAGRAPH_END.finditer(text)],
            [match.end() for match in _LINE_END.finditer(text)],
            sentence_ends(text),
            [match.end() for match in _SPACE.finditer(text)],
        )

    def nearest(self, wished: int, earliest: int, latest: int) -> int | None:
        """The place of the best kind there is from `earliest` to `latest`, nearest to `wished`."""
        for kind in self._kinds:
            low, high = bisect_left(kind, earliest), bisect_right(kind, latest)
            at = bisect_left(kind, wished, low, high)
            near = [p for p in kind[max(low, at - 1) : min(high, at + 1)] if self._is_safe(p)]
            if near:
                return min(near, key=lambda place: (abs(place - wished), place))
        return None

    def safe_before(self, latest: int, start: int) -> int:
        """The last place behind `start` that cuts nothing in two; `latest` where there is none."""
        for place in range(latest, max(start, latest - 1000), -1):
            if self._is_safe(place):
                return place
        return latest

    def _is_safe(self, place: int) -> bool:
        text = self.text
        if not 0 < place < len(text):
            return True
        before, after = text[place - 1], text[place]
        if is_joined(before, after):
            return False
        digit_before = before.isdigit() or (
            before in ".,．，" and text[place - 2 : place - 1].isdigit()
        )
        return not (digit_before and (after.isdigit() or after in ".,．，%％"))


def is_joined(before: str, after: str) -> bool:
    """True for two characters that are drawn as one, or are halves of one."""
    code = ord(after)
    if before == "\r" and after == "\n":
        return True
    if 0xDC00 <= code <= 0xDFFF or before == _JOINER or after == _JOINER or code in _SKIN:
        return True
    if ord(before) in _FLAGS and code in _FLAGS:
        return True
    if 0x1160 <= code <= 0x11FF:  # a vowel or an end of a Hangul syllable
        return True
    return unicodedata.category(after) in ("Mn", "Me", "Mc")
