"""What is said of how an article came in: a few words for the chip, all of it for the tip."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, Qt

from newsassistant.core.types import Origin
from newsassistant.gui.opening.encoding_words import encoding_label
from newsassistant.text.articles.encodings import ENCODINGS

ADDRESSES = ("http://", "https://")


def origin_label(origin: Origin, *, now: datetime | None = None) -> str:
    """A few words; `now` tells which day is today."""
    words = _words(origin, now or datetime.now())
    if origin.edited and origin.way != "typed":
        return QCoreApplication.translate("Origins", "{0}, edited").format(words)
    return words


def _words(origin: Origin, now: datetime) -> str:
    name = place_name(origin.place)
    moment = _moment(origin.at, now)
    from_place = {
        "pasted": QCoreApplication.translate("Origins", "pasted from {0}"),
        "dropped": QCoreApplication.translate("Origins", "dropped {0}"),
        "opened": QCoreApplication.translate("Origins", "opened {0}"),
        "fetched": QCoreApplication.translate("Origins", "fetched from {0}"),
        "": QCoreApplication.translate("Origins", "from {0}"),
    }
    at_a_time = {
        "pasted": QCoreApplication.translate("Origins", "pasted {0}"),
        "dropped": QCoreApplication.translate("Origins", "dropped in {0}"),
    }
    if origin.way == "typed":
        return QCoreApplication.translate("Origins", "typed")
    if origin.way == "sample":
        return QCoreApplication.translate("Origins", "sample article")
    if name and origin.way in from_place:
        return from_place[origin.way].format(name)
    if origin.way in at_a_time:
        return at_a_time[origin.way].format(moment).strip()
    return QCoreApplication.translate("Origins", "origin unknown")


def origin_tip(origin: Origin) -> str:
    """A line for each thing that is known."""
    ways = {
        "typed": QCoreApplication.translate("Origins", "Typed here"),
        "pasted": QCoreApplication.translate("Origins", "Pasted"),
        "dropped": QCoreApplication.translate("Origins", "Dropped on the window"),
        "opened": QCoreApplication.translate("Origins", "Opened from a file"),
        "fetched": QCoreApplication.translate("Origins", "Fetched from its address"),
        "sample": QCoreApplication.translate("Origins", "A sample that comes with the program"),
    }
    unknown = QCoreApplication.translate("Origins", "How it came in was not written down")
    lines = [ways.get(origin.way, unknown)]
    if origin.place and origin.way != "sample":
        lines.append(origin.place)
    if origin.at:
        moment = QDateTime.fromSecsSinceEpoch(int(origin.at))
        lines.append(QLocale().toString(moment, QLocale.FormatType.ShortFormat))
    if origin.encoding in ENCODINGS:
        label = encoding_label(origin.encoding)
        lines.append(QCoreApplication.translate("Origins", "Read as {0}").format(label))
    lines += _facts_lines(origin)
    if origin.edited:
        lines.append(QCoreApplication.translate("Origins", "Edited here since"))
    return "\n".join(lines)


def facts_words(origin: Origin) -> str:
    """What the article's file or page says of it, on one line; "" where it says nothing."""
    source = origin.source
    if source.lower().startswith(ADDRESSES):
        source = place_name(source)
    told = (origin.author, _day(origin.date), source)
    return " · ".join(" ".join(fact.split()) for fact in told if fact.strip())


def _facts_lines(origin: Origin) -> list[str]:
    told = (
        (QCoreApplication.translate("Origins", "Author: {0}"), origin.author),
        (QCoreApplication.translate("Origins", "Date: {0}"), origin.date.replace("T", " ")),
        (QCoreApplication.translate("Origins", "Source: {0}"), origin.source),
    )
    return [words.format(fact) for words, fact in told if fact]


def _day(date: str) -> str:
    """The day of an ISO date as it is written here; what is no date stays as it is."""
    day = QDate.fromString(date[:10], Qt.DateFormat.ISODate)
    if not day.isValid():
        return date
    #: A day as Qt's date formats.
    return QLocale().toString(day, QCoreApplication.translate("Origins", "d MMM yyyy"))


def place_name(place: str) -> str:
    """A file's name, or the host of an address."""
    if not place.lower().startswith(ADDRESSES):
        return PurePath(place).name or place
    try:
        return (urlsplit(place).hostname or place).removeprefix("www.")
    except ValueError:
        return place


def _moment(at: float, now: datetime) -> str:
    """The hour, with the day if that is not today; "" where it is not known."""
    if not at:
        return ""
    moment = datetime.fromtimestamp(at)
    if moment.date() == now.date():
        return f"{moment:%H:%M}"
    #: A day of this year and of another year with the hour, as Qt's date formats.
    form = QCoreApplication.translate("Origins", "d MMM, HH:mm")
    if moment.year != now.year:
        form = QCoreApplication.translate("Origins", "d MMM yyyy, HH:mm")
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(at)), form)
