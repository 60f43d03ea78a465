"""What an answer says of itself: "The passage describes two boxers", 文章介绍了三点.

Such a count is the writer's own; no article has it.
"""

from __future__ import annotations

import re

_ABOUT = re.compile(
    r"\b(?:the|this) (?:passage|article|text|story|summary|report|piece|document)\b"
    r"[^.\n]{0,40}?\b(?:describes?|discusses|mentions?|provides?|contains?|covers?|lists?|includes?"
    r"|presents?|talks? about|summari[sz]es|outlines?|refers? to|is about|gives)\b"
    r"|\bthere are\b[^.\n]{0,24}?\b(?:named|entities|topics|passages|pieces of)\b"
    r"|(?:文章|本文|全文|报道|短文)[^。\n]{0,12}(?:介绍|提到|讲述|描述|包括|分为|列出|谈到)"
    r"|(?:以下|如下)",
    re.I,
)
_REACH = 100
_LARGEST = 10


def is_own_count(text: str, start: int, value: float) -> bool:
    """True if a small number at `start` counts what the answer itself lists."""
    if not 1 < value <= _LARGEST:
        return False
    begin = max(text.rfind("\n", 0, start), text.rfind(". ", 0, start), start - _REACH, 0)
    return _ABOUT.search(text, begin, start + _REACH // 2) is not None
