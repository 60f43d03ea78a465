"""The words for what was counted in an answer, and for how far a side of a comparison is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from newsassistant.app.compare import Side, SideState
from newsassistant.text.counts import Counts


def counts_words(counts: Counts) -> str:
    """Length, sentences, bullets and numbers on one line; what there is none of is left out."""
    parts = [_units(counts), _sentences(counts.sentences)]
    if counts.bullets:
        parts.append(_bullets(counts.bullets))
    parts.append(_numbers(counts.numbers))
    return " · ".join(parts)


def state_words(side: Side) -> str:
    """What a side says of itself beside or instead of its text; "" while the text says it all."""
    if side.state is SideState.DONE and side.is_cut:
        return QCoreApplication.translate("Compare", "Cut at the length limit")
    if side.state is SideState.DONE and not side.text.strip():
        return QCoreApplication.translate("Compare", "The answer is empty")
    if side.state is SideState.STOPPED and not side.text:
        return QCoreApplication.translate("Compare", "Stopped before it began")
    words = {
        SideState.EMPTY: QCoreApplication.translate("Compare", "Not asked yet"),
        SideState.WAITING: QCoreApplication.translate("Compare", "Its turn comes next"),
        SideState.READING: QCoreApplication.translate("Compare", "Reading the article…"),
        SideState.STOPPED: QCoreApplication.translate("Compare", "Stopped"),
    }
    return words.get(side.state, "")


def _units(counts: Counts) -> str:
    if counts.language == "zh":
        words = QCoreApplication.translate("Compare", "{0} characters")
    elif counts.units == 1:
        words = QCoreApplication.translate("Compare", "1 word")
    else:
        words = QCoreApplication.translate("Compare", "{0} words")
    return words.format(counts.units)


def _sentences(number: int) -> str:
    if number == 1:
        return QCoreApplication.translate("Compare", "1 sentence")
    return QCoreApplication.translate("Compare", "{0} sentences").format(number)


def _bullets(number: int) -> str:
    if number == 1:
        return QCoreApplication.translate("Compare", "1 bullet")
    return QCoreApplication.translate("Compare", "{0} bullets").format(number)


def _numbers(number: int) -> str:
    if number == 0:
        return QCoreApplication.translate("Compare", "no numbers")
    if number == 1:
        return QCoreApplication.translate("Compare", "1 number")
    return QCoreApplication.translate("Compare", "{0} numbers").format(number)
