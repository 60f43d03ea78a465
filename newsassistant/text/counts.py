"""What an editor counts in a summary: words or characters, sentences, bullets, numbers.

Knows nothing of models, styles or windows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsassistant.core.types import Language
from newsassistant.text.articles.article import count_units, language_of
from newsassistant.text.articles.sentences import sentences
from newsassistant.text.numbers.scanner import numbers_in

_BULLET = re.compile(
    r"[ \t]*(?:[-*+•·▪‣–]|\(?\d{1,2}[.)、）]|[（(][一二三四五六七八九十]+[）)])\s+(?=\S)"
)
_HEADING = re.compile(r"[ \t]*#{1,6}\s+")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`")


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one text; `units` are characters without spaces where `language` is "zh", else words."""

    language: Language
    units: int
    sentences: int
    bullets: int
    numbers: int


def count(text: str) -> Counts:
    """Count `text`, an answer in light Markdown, whose signs are left out. Any thread."""
    lines = [line for line in text.split("\n") if line.strip()]
    bullets = sum(_BULLET.match(line) is not None for line in lines)
    joined = without_signs(text)
    language = language_of(joined)
    return Counts(
        language=language,
        units=count_units(joined, language),
        sentences=_sentences(joined),
        bullets=bullets,
        numbers=sum(number.stated for number in numbers_in(joined)),
    )


def without_signs(text: str) -> str:
    """The lines of an answer without the signs of light Markdown; empty ones are left out."""
    return "\n".join(_plain(line) for line in text.split("\n") if line.strip())


def _plain(line: str) -> str:
    """A line without the signs of lists, headings and emphasis."""
    for sign in (_BULLET, _HEADING):
        if found := sign.match(line):  # elsewhere "by 2035. Then" would look like a list too
            line = line[found.end() :]
    return _EMPHASIS.sub("", line).strip()


def _sentences(text: str) -> int:
    """How many sentences with a letter or digit; the last may lack its mark."""
    return sum(any(map(str.isalnum, each)) for each in sentences(text))
