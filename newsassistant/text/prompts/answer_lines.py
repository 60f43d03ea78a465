"""The lines of an answer without what a model puts round them: list signs, bold, quotes.

Models are asked for bare lines and seldom write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

LONGEST_LINE = 500
"""Characters of a line that are read."""

_LISTED = re.compile(
    r"(?:[-+•·▪‣–—]|\*(?!\*))\s+"
    r"|[(（]?\d{1,2}(?:[.)）．:：](?!\d)|[.．](?=\d{4}年)|、)\s*"
    r"|[①-⑳❶-❿]\s*"
    r"|[(（]?[一二三四五六七八九十]{1,2}[)）、．]\s*"
    r"|(?:headline|title|option|version|标题|选项|题)\s*[一二三四五六七八九十\d]{0,2}\s*[:：.、]\s*",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"(?:here (?:are|is)|sure|certainly|of course|okay|below|i hope|let me know|note\b|these\b"
    r"|以下|下面|好的|当然|根据|希望|注[:：]|这些标题)",
    re.IGNORECASE,
)
_LABEL_ROOM = 20  # letters that may be the name of a row
_HEADING = re.compile(r"#{1,6}\s+|>\s+")
_EMPHASIS = re.compile(r"\*\*|__|`")
_PAIRS = {'"': '"', "'": "'", "“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "«": "»"}
_PAIRS |= {"*": "*", "_": "_"}


class Line(NamedTuple):
    """`listed`: a number or bullet stood before `text`; `inset`: it stood further in."""

    text: str
    listed: bool
    inset: bool


def plain_line(line: str) -> Line:
    """A line of an answer as its reader should have it."""
    inset = line.startswith(("  ", "\t"))
    text = _EMPHASIS.sub("", line[:LONGEST_LINE]).strip()
    listed = False
    while True:
        before = text
        text = _HEADING.sub("", text, count=1) if _HEADING.match(text) else text
        if found := _LISTED.match(text):
            text, listed = text[found.end() :], True
        text = unquoted(text)
        if text == before:
            return Line(text, listed, inset)


def unquoted(text: str) -> str:
    """Without a pair of quotation marks round all of it."""
    text = text.strip()
    closing = _PAIRS.get(text[:1])
    if closing is None or len(text) < 3 or not text.endswith(closing):
        return text
    inner = text[1:-1]
    return text if closing in inner or text[0] in inner else inner.strip()


def is_lead_in(line: str) -> bool:
    """True for "Here are five headlines:" and its like, before or after what was asked for."""
    return line.endswith((":", "：")) or _LEAD_IN.match(line) is not None


def leaves_out(text: str, shown: Iterable[str]) -> bool:
    """True if a line of an answer says more than the pieces that are shown of it."""
    pieces = sorted({line for each in shown for line in each.split("\n") if line}, key=len)
    for raw in text.split("\n"):
        line = plain_line(raw).text
        if is_lead_in(line):
            continue
        for piece in reversed(pieces):
            line = line.replace(piece, "")
        if sum(map(str.isalnum, line)) > _LABEL_ROOM:
            return True
    return False
