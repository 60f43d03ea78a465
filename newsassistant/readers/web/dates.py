"""When an article appeared, from the many ways in which pages write it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from newsassistant.text.articles.reading import month_of

_CLOCK = r"(?:\D{1,12}(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s?(Z|GMT|UTC|[+-]\d{2}:?\d{2})?)?"
_NUMBERS = re.compile(rf"\b(\d{{4}})\s?[-/.年]\s?(\d{{1,2}})\s?[-/.月]\s?(\d{{1,2}}){_CLOCK}")
_TOGETHER = re.compile(r"\s*(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?(Z)?\s*")
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+([A-Za-z]{{3,9}})\.?,?\s+(\d{{4}}){_CLOCK}"
)
_MONTH_FIRST = re.compile(
    rf"\b([A-Za-z]{{3,9}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_CLOCK}"
)
_TIME = re.compile(r"\d:\d\d")
_LONGEST = 200  # characters: what is longer is a text in which a date stands


def first_date(texts: Iterable[str]) -> str:
    """The first text that holds a date, as an ISO 8601 date or date-time; "" where none does."""
    return next(filter(None, map(to_iso, texts)), "")


def with_clock_first(lines: Iterable[str]) -> list[str]:
    """The same lines; those with a time of day, which tells when it was published, come first."""
    return sorted(lines, key=lambda line: _TIME.search(line) is None)


def to_iso(text: str) -> str:
    """The date in a short text, with the time if there is one; "" for none."""
    text = text[:_LONGEST]
    if match := _TOGETHER.fullmatch(text):
        year, month, day, *clock = match.groups()
        return _iso(year, month, day, clock)
    if match := _NUMBERS.search(text):
        year, month, day, *clock = match.groups()
        return _iso(year, month, day, clock)
    if match := _MONTH_FIRST.search(text):
        word, day, year, *clock = match.groups()
        return _iso(year, month_of(word), day, clock)
    if match := _DAY_FIRST.search(text):
        day, word, year, *clock = match.groups()
        return _iso(year, month_of(word), day, clock)
    return ""


def _iso(year: str, month: str, day: str, clock: list[str | None]) -> str:
    if not 1900 <= int(year) <= 2200:
        return ""
    try:
        found = date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
    hour, minute, second, zone = clock
    if hour is None or minute is None or int(hour) > 23 or int(minute) > 59:
        return found
    time = f"{int(hour):02}:{minute}" + (f":{second}" if second and int(second) < 60 else "")
    return f"{found}T{time}{_zone(zone or '')}"


def _zone(zone: str) -> str:
    if zone in ("Z", "GMT", "UTC"):
        return "Z"
    return f"{zone[:3]}:{zone[-2:]}" if zone else ""
