"""The quiet words of a row: who says a quote, the sentence around a fact, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from newsassistant.text.articles.layout import is_wide

if TYPE_CHECKING:
    from newsassistant.app.checking.entries import Entry

_AHEAD, _AHEAD_HAN = 48, 20  # characters of a sentence before its fact; more would push it out


def place_words(entry: Entry) -> str:
    """Where an entry stands, for a reader of the printed page."""
    words = QCoreApplication.translate("EntrySheet", "paragraph {0}, sentence {1}")
    return words.format(f"{entry.paragraph:,}", f"{entry.number:,}")


def speaker_line(entry: Entry) -> str:
    """Who says a quote and how, as written."""
    if not entry.speaker:
        return QCoreApplication.translate("EntrySheet", "speaker not clear")
    return " · ".join(filter(None, (entry.speaker, entry.verb)))


def excerpt(entry: Entry, text: str) -> str:
    """The sentence of a fact on one line, from shortly before the fact on."""
    begin, end = entry.sentence.start, entry.sentence.end
    is_han = any(map(is_wide, entry.text))
    cut = max(begin, entry.place.start - (_AHEAD_HAN if is_han else _AHEAD))
    if cut > begin:
        space = text.find(" ", cut, entry.place.start)
        cut = space + 1 if space >= 0 else cut
    words = " ".join(text[cut : max(end, entry.place.end)].split())
    return f"…{words}" if cut > begin else words
