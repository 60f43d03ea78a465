"""The words about a folder of stories and about what has come of each."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from newsassistant.app.batch.census import Census, Kind
from newsassistant.app.batch.outcome import Outcome, State
from newsassistant.app.batch.run import Count
from newsassistant.gui.look.labels import left_words


def census_words(census: Census) -> str:
    """How many files there are, and of which kinds."""
    count = sum(census.kinds.values())
    if not count:
        return QCoreApplication.translate("Folder", "There is no file to summarise in this folder.")
    words = (
        QCoreApplication.translate("Folder", "One file")
        if count == 1
        else QCoreApplication.translate("Folder", "{0} files").format(count)
    )
    names = _kind_names()
    kinds = [f"{names[kind]} {census.kinds[kind]}" for kind in names if kind in census.kinds]
    return f"{words} – {' · '.join(kinds)}"


def left_out_words(census: Census) -> str:
    """What no run looks at, "" where that is nothing."""
    parts = []
    if census.folders:
        parts.append(
            QCoreApplication.translate("Folder", "folders inside {0}").format(census.folders)
        )
    if census.hidden:
        parts.append(QCoreApplication.translate("Folder", "hidden files {0}").format(census.hidden))
    return (
        QCoreApplication.translate("Folder", "Left out: {0}").format(" · ".join(parts))
        if parts
        else ""
    )


def _kind_names() -> Mapping[Kind, str]:
    return {
        "text": QCoreApplication.translate("Folder", "texts"),
        "word": QCoreApplication.translate("Folder", "Word and similar"),
        "pdf": "PDF",
        "web": QCoreApplication.translate("Folder", "web pages"),
        "mail": QCoreApplication.translate("Folder", "mails"),
        "wire": QCoreApplication.translate("Folder", "wire copy"),
        "lines": QCoreApplication.translate("Folder", "lists with a story a line"),
        "other": QCoreApplication.translate("Folder", "others, which may be no articles"),
    }


def state_words(outcome: Outcome) -> str:
    """What has come of a story, in a few words."""
    if outcome.state == "waiting":
        return QCoreApplication.translate("Folder", "Waiting")
    if outcome.state == "writing":
        return QCoreApplication.translate("Folder", "Being written…")
    if outcome.state == "failed":
        return QCoreApplication.translate("Folder", "Not written: {0}").format(outcome.reason)
    if outcome.missing is None:
        return QCoreApplication.translate("Folder", "Written")
    if not outcome.missing:
        return QCoreApplication.translate("Folder", "Written · nothing marked")
    return QCoreApplication.translate("Folder", "Written · {0} not in the article").format(
        outcome.missing
    )


def progress_words(count: Count, *, opened: bool) -> str:
    """How far a run is, and how long it will take."""
    if not opened:
        return QCoreApplication.translate("Folder", "Making ready…")
    words = QCoreApplication.translate("Folder", "{0} of {1}").format(
        f"{count.done:,}", f"{count.total:,}"
    )
    return f"{words} · {left_words(count.left_s)}" if count.left_s else words


def count_words(states: Mapping[State, int], count: Count) -> str:
    """What has come of all, whichever run has written it."""
    written, failed = states.get("done", 0), states.get("failed", 0)
    parts = [QCoreApplication.translate("Folder", "{0} written").format(f"{written:,}")]
    if failed:
        parts.append(QCoreApplication.translate("Folder", "{0} not written").format(f"{failed:,}"))
    if left := count.total - count.done:
        parts.append(QCoreApplication.translate("Folder", "{0} left").format(f"{left:,}"))
    return " · ".join(parts)
