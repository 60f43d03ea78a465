"""What an editor counts in a summary: words or characters, sentences, bullets, numbers.

Knows nothing of models, styles or windows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsassistant.core.types import Article, Language
from newsassistant.text.articles.article import count_units, language_of
from newsassistant.text.numbers.check import numbers_in, unsupported_numbers

LONGEST_ARTICLE = 200_000
_BULLET = re.compile(
    r"[ \t]*(?:[-*+•·▪‣–]|\(?\d{1,2}[.)、）]|[（(][一二三四五六七八九十]+[）)])\s+(?=\S)"
)
_HEADING = re.compile(r"[ \t]*#{1,6}\s+")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`")
_CLOSING = "\"'”’»)）」』】]"
_MARK = re.compile(
    rf"[。！？]+[{re.escape(_CLOSING)}]*(?=\s*\S)|[!?]+[{re.escape(_CLOSING)}]*(?=\s+[^\sa-z])"
)
_STOP = re.compile(rf"(\S*?)\.+[{re.escape(_CLOSING)}]*\s+(?=([^\s]))")
# A full stop behind one of these, or behind single letters, ends no sentence.
_SHORT = re.compile(
    "mr|mrs|ms|dr|st|prof|gen|sen|rep|gov|lt|col|sgt|jr|sr|inc|ltd|co|corp|vs|approx|est|"
    "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one text against the article that it is about.

    `units` are characters without spaces where `language` is "zh", words otherwise. `unsupported`
    are the numbers, as written, that the article does not have.
    """

    language: Language
    units: int
    sentences: int
    bullets: int
    numbers: int
    unsupported: tuple[str, ...] = ()


def count(text: str, article: Article) -> Counts:
    """Count `text`, an answer in light Markdown, whose signs are left out. Any thread.

    Numbers are looked for in the first 200,000 characters of the article: half a second.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    bullets = sum(_BULLET.match(line) is not None for line in lines)
    plain = [_plain(line) for line in lines]
    joined = "\n".join(plain)
    language = language_of(joined)
    return Counts(
        language=language,
        units=count_units(joined, language),
        sentences=sum(_sentences(line) for line in plain),
        bullets=bullets,
        numbers=sum(number.stated for number in numbers_in(joined)),
        unsupported=tuple(unsupported_numbers(joined, article.text[:LONGEST_ARTICLE])),
    )


def _plain(line: str) -> str:
    """A line without the signs of lists, headings and emphasis."""
    for sign in (_BULLET, _HEADING):
        if found := sign.match(line):  # elsewhere "by 2035. Then" would look like a list too
            line = line[found.end() :]
    return _EMPHASIS.sub("", line).strip()


def _sentences(line: str) -> int:
    """How many sentences a line holds; what stands at its end is one, with or without a stop."""
    if not any(char.isalnum() for char in line):
        return 0
    stops = sum(_ends_sentence(match[1], match[2]) for match in _STOP.finditer(line))
    return 1 + stops + len(_MARK.findall(line))


def _ends_sentence(word: str, following: str) -> bool:
    """Whether the full stop between a word and the next character is more than a short form's."""
    bare = word.strip("\"'“‘«(（")
    if following.islower() or _SHORT.fullmatch(bare.lower()):
        return False
    if bare.lower() == "no":
        return not following.isdigit()
    return not _INITIALS.fullmatch(bare)
