"""The sentences of an article, in English and Chinese.

Knows no grammar: an end is a mark that ends sentences, unless it belongs to an abbreviation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# An end in English: its mark, quotes and brackets that close behind it, a space, and what may
# begin a sentence. Chinese needs no space. The marks are tried from their first one only: a line
# of nothing but full stops would take the square of its length.
_END = re.compile(
    r"(?<![.!?…])[.!?…]+[\"'”’)\]]*(?= +[\"'“‘(\[]*[A-Z0-9À-ÞŁŚŽ$£€])|[。！？]+[”’」』）]*"
)
_LAST_WORD = re.compile(r"[^\s\"'“‘(\[]+$")
_NEXT_WORD = re.compile(r"[\s\"'“‘(\[]*([^\W_]+)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


def _known(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# Never the last word of a sentence: a name or a number follows.
_TITLES = _known(
    "mr mrs ms dr prof rev hon fr sr sen sens rep reps gov lt col gen maj capt cpl sgt pvt",
    "adm cmdr pres supt atty det insp st mt ft messrs mme mlle vs v cf fig art sec res ret",
    "vol pp op",
)
# May be the last word of a sentence: what follows tells.
_SHORT = _known(
    "inc corp co ltd bros llc jr esq ave blvd rd hwy dept univ assn bldg etc approx est al ed",
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun",
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont",
    "neb nev okla ore pa tenn tex va vt wash wis wyo",
)
_NUMBERED = ("no", "nos")  # of a number, or the word
_OPENERS = _known(
    "the a an this that these those it he she they we i you his her its their our there here",
    "in on at as for from by with after before when while since if although but and or so yet",
    "however meanwhile earlier today yesterday last next under according what who why how",
    "where both all some many most more other another each no not only",
)


def sentences(text: str) -> list[str]:
    """The sentences of a text in order, without the spaces around them; a line ends one too.

    Linear time; any thread.
    """
    found = (part.strip() for line in text.split("\n") for part in _split(line))
    return [part for part in found if part]


def sentence_ends(text: str) -> list[int]:
    """Where the sentences of a text end, in characters from its beginning, in order.

    A line break belongs to what it ends. Linear time; any thread.
    """
    ends: list[int] = []
    place = 0
    for line in text.splitlines(keepends=True):
        for part in _split(line):
            place += len(part)
            if part:
                ends.append(place)
    return ends


def _split(line: str) -> Iterator[str]:
    begin = 0
    for match in _END.finditer(line):
        if match[0][0] != "." or _ends(line, match.start(), match.end()):
            yield line[begin : match.end()]
            begin = match.end()
    yield line[begin:]


def _ends(line: str, dot: int, after: int) -> bool:
    """True if the full stop at `dot` ends a sentence; `after` is where the next may begin."""
    last = _LAST_WORD.search(line, max(0, dot - 40), dot)
    word = last[0].lower() if last else ""
    if word in _TITLES or line[:dot].strip().isdigit():  # the marker of a list
        return False
    short = word in _SHORT or word in _NUMBERED or _INITIALS.fullmatch(word)
    if not short or line[dot + 1 : after].strip(".…"):
        return True
    following = _NEXT_WORD.match(line, after)
    if word in _NUMBERED:
        return following is None or not following[1][0].isdigit()
    return following is not None and following[1].lower() in _OPENERS
