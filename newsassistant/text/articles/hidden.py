"""What cannot be seen goes from a text, whichever way it comes to a model.

Not a list of what is bad, which Unicode makes longer every year, but of what is known to be seen or
to shape what is seen; anything else is dropped.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Letters, marks, numbers, punctuation, symbols and spaces are seen, with the exceptions below.
_SEEN = frozenset("LMNPSZ")
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Of these categories, but blank: what fills or joins, and the Braille pattern without dots."""
# The same: placeholders, the notehead without a note, variation selectors.
_BLANK = (
    FILLERS
    | frozenset("\ufffc\U00016fe4\U0001d159\u180b\u180c\u180d\u180f")
    | frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
)
# Format characters that are drawn: the signs that Arabic, Syriac and Kaithi put over numbers.
_DRAWN = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)

# Most texts hold nothing else, and are done with one search.
_PLAIN = re.compile(
    "[^\\n\\t -~\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03a1\u03a3-\u03c9\u0410-\u044f\u2010-\u2027"
    "\u2030-\u205e\u20ac\u2122\u3001-\u303e\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff9f]"
)

# Where joiners are spelling: Arabic, Syriac, N'Ko, Mandaic, the scripts of India to Sinhala,
# Myanmar, Khmer, Mongolian, and their extensions.
_JOINED = (
    "\u0620-\u074f\u0750-\u077f\u07c0-\u07ff\u0840-\u085f\u0870-\u08ff\u0900-\u0dff"
    "\u1000-\u109f\u1780-\u17d3\u1820-\u18aa\ua840-\ua87f\ufb50-\ufdff\ufe70-\ufefc"
)
_PICTURE = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf"
    "\u2934\u2935\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff"
)
_TONE = "\U0001f3fb-\U0001f3ff"
_MATHS = (
    "0\u2229\u222a\u2268\u2269\u2272\u2273\u228a\u228b\u2293-\u2295\u2297\u229c\u22da\u22db"
    "\u2a3c\u2a3d\u2a9d\u2a9e\u2aac\u2aad\u2acb\u2acc"
)
_WIDE_MARKS = "\u3001\u3002\uff01\uff0c\uff0e\uff1a\uff1b\uff1f"
_TAG_LETTER, _TAG_DIGIT = "\U000e0061-\U000e007a", "\U000e0030-\U000e0039"

# A character that cannot be seen, together with what makes it harmless.
_HARMLESS = re.compile(
    "|".join(
        (
            # England, Scotland, Texas: a black flag, the code of a region, the end of tags.
            f"\U0001f3f4[{_TAG_LETTER}]{{2}}[{_TAG_LETTER}{_TAG_DIGIT}]{{1,3}}\U000e007f",
            "[0-9#*]\ufe0f\u20e3",
            f"(?<=[{_PICTURE}{_TONE}\ufe0f\U000e007f])\u200d(?=[{_PICTURE}])",
            f"(?<=[{_PICTURE}])[\ufe0e\ufe0f]",
            f"(?<=[{_MATHS}])\ufe00",
            f"(?<=[{_WIDE_MARKS}])[\ufe00\ufe01]",
            f"(?<=[{_JOINED}])[\u200c\u200d](?=[{_JOINED}])",
            "(?<=[\u1820-\u18aa])[\u180b-\u180d\u180f]",
        )
    )
)


def visible(text: str) -> str:
    """`text` without what cannot be seen; line ends become "\\n". Linear time, any thread.

    Joiners and variation selectors stay where they shape what is seen: within emoji, flags of
    regions, and scripts that are spelt with them. Doing it twice changes nothing.
    """
    if _PLAIN.search(text) is None:
        return text
    text = _LINE_ENDS.sub("\n", text)
    while (cleaned := _once(text)) != text:
        text = cleaned
    return text


def is_visible(char: str) -> bool:
    """True when the character is seen wherever it stands, or is a space, a tab or a line end."""
    return char in "\n\t" or _is_seen(char)


def _once(text: str) -> str:
    """One pass; what it drops may have stood between a joiner and its neighbour."""
    parts, place = [], 0
    for match in _HARMLESS.finditer(text):
        parts.append(_seen_only(text[place : match.start()]))
        parts.append(match.group())
        place = match.end()
    parts.append(_seen_only(text[place:]))
    return "".join(parts)


def _seen_only(text: str) -> str:
    return "".join(filter(is_visible, text))


@cache
def _is_seen(char: str) -> bool:
    if char in _DRAWN:
        return True
    category = unicodedata.category(char)
    return category[0] in _SEEN and category not in ("Zl", "Zp") and char not in _BLANK
