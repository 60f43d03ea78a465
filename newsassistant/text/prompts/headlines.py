"""The headlines in an answer to the job of writing some, and how long a headline is to a desk."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

from newsassistant.core.types import Language
from newsassistant.text.prompts.answer_lines import Line, is_lead_in, plain_line

MOST_ROWS = 12
LONGEST = 200
"""Characters of what can still be a headline; longer lines are prose."""

_LEAST_BARE = 2  # lines without numbers that are taken for headlines


def headlines(text: str, *, ended: bool = True) -> list[str]:
    """The headlines that an answer has so far, at most `MOST_ROWS`; none where it is prose.

    Numbered or bulleted lines are headlines and all other lines are what the model says of them.
    Where no line is, each is a headline but for such phrases. `ended` False: more may follow the
    last line. Linear time.
    """
    lines = text.split("\n")
    unfinished = None if ended else lines.pop()
    found = [line for line in map(plain_line, lines) if line.text]
    last = plain_line(unfinished) if unfinished else None
    listed = _listed([*found, last] if last is not None and last.text else found)
    if listed:
        return listed[:MOST_ROWS]
    bare = [line.text for line in found if not is_lead_in(line.text)]
    if len(bare) < _LEAST_BARE or any(len(line) > LONGEST for line in bare):
        return []
    return bare[:MOST_ROWS]


def _listed(lines: list[Line]) -> list[str]:
    """The numbered lines; what is further in than the first of them is a remark on one."""
    marked = [line for line in lines if line.listed and line.text]
    if not marked or any(len(line.text) > LONGEST for line in marked):
        return []
    return [line.text for line in marked if line.inset <= marked[0].inset]


def headline_length(headline: str, language: Language) -> float:
    """Characters as a desk counts them: in Chinese a half-width one is half a character."""
    seen = [char for char in headline.strip() if not combining(char)]
    if language == "zh":
        return sum(1.0 if east_asian_width(char) in "WFA" else 0.5 for char in seen)
    return float(len(seen))
