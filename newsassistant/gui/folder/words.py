"""The words about a folder of stories and about what has come of each."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from newsassistant.app.batch.census import Census, Kind
from newsassistant.app.batch.outcome import Outcome
from newsassistant.app.batch.run import Count
from newsassistant.gui.look.labels import left_words

_tr = QCoreApplication.translate


def census_words(census: Census) -> str:
    """How many files there are, and of which kinds."""
    count = sum(census.kinds.values())
    if not count:
        return _tr("Folder", "There is no file to summarise in this folder.")
    words = _tr("Folder", "One file") if count == 1 else _tr("Folder", "{0} files").format(count)
    names = _kind_names()
    kinds = [f"{names[kind]} {census.kinds[kind]}" for kind in names if kind in census.kinds]
    return _tr("Folder", "{0}: {1}").format(words, " · ".join(kinds))


def left_out_words(census: Census) -> str:
    """What no run looks at, "" where that is nothing."""
    parts = []
    if census.folders:
        parts.append(_tr("Folder", "folders inside {0}").format(census.folders))
    if census.hidden:
        parts.append(_tr("Folder", "hidden files {0}").format(census.hidden))
    return _tr("Folder", "Left out: {0}").format(" · ".join(parts)) if parts else ""


def _kind_names() -> Mapping[Kind, str]:
    return {
        "text": _tr("Folder", "texts"),
        "word": _tr("Folder", "Word and similar"),
        "pdf": _tr("Folder", "PDF"),
        "web": _tr("Folder", "web pages"),
        "mail": _tr("Folder", "mails"),
        "wire": _tr("Folder", "wire copy"),
        "lines": _tr("Folder", "lists with a story a line"),
        "other": _tr("Folder", "others, which may be no articles"),
    }


def state_words(outcome: Outcome) -> str:
    """What has come of a story, in a few words."""
    if outcome.state == "waiting":
        return _tr("Folder", "Waiting")
    if outcome.state == "writing":
        return _tr("Folder", "Being written…")
    if outcome.state == "failed":
        return _tr("Folder", "Not written: {0}").format(outcome.reason)
    if outcome.missing is None:
        return _tr("Folder", "Written")
    if not outcome.missing:
        return _tr("Folder", "Written · nothing marked")
    return _tr("Folder", "Written · {0} not in the article").format(outcome.missing)


def progress_words(count: Count, *, opened: bool) -> str:
    """How far a run is, and how long it will take."""
    if not opened:
        return _tr("Folder", "Making ready…")
    words = _tr("Folder", "{0} of {1}").format(f"{count.done:,}", f"{count.total:,}")
    return f"{words} · {left_words(count.left_s)}" if count.left_s else words


def count_words(count: Count) -> str:
    """What has come of all."""
    parts = [_tr("Folder", "{0} written").format(f"{count.made:,}")]
    if count.kept:
        parts.append(_tr("Folder", "{0} there before").format(f"{count.kept:,}"))
    if count.failed:
        parts.append(_tr("Folder", "{0} not written").format(f"{count.failed:,}"))
    return " · ".join(parts)
