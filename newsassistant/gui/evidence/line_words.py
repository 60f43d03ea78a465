"""The words of the line below an answer: what was compared, and what the article has not got.

They never say more than was compared, nor that anything is true or false.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from newsassistant.app.checking.words import counted, in_a_row
from newsassistant.evidence.marks import LONGEST_ANSWER, MarkKind, Strength, Why
from newsassistant.gui.look.labels import interface_language

if TYPE_CHECKING:
    from newsassistant.app.checking.examined import Examined


def line_words(examined: Examined, length: int) -> str:
    """The line of an answer of so many characters."""
    found = [words for words in _missing(examined) if words]
    if found:
        words = ("；" if interface_language() == "zh" else "; ").join(found)
    elif examined.claims:
        words = _all_there(examined)
    else:
        words = QCoreApplication.translate("CheckLine", "No number, date, name or quote to check")
    if length <= LONGEST_ANSWER:
        return words
    more = QCoreApplication.translate("CheckLine", "{0} (only its first {1} characters)")
    return more.format(words, f"{LONGEST_ANSWER:,}")


def caveat() -> str:
    """What no mark means."""
    return QCoreApplication.translate(
        "CheckLine",
        "An answer without marks is not proved right: only numbers, dates, names and quotes are "
        "compared.",
    )


def checked_words(examined: Examined) -> str:
    """All that was compared; "" where nothing was."""
    kinds = _counted(examined.compared())
    if not kinds:
        return ""
    words = QCoreApplication.translate("CheckLine", "Checked: {0}")
    return words.format(_comma().join(kinds))


def _all_there(examined: Examined) -> str:
    kinds = _comma().join(_counted(examined.compared()))
    rounded = sum(mark.why is Why.ROUNDED_FROM for mark in examined.marks)
    if len(examined.claims) == 1:
        words = QCoreApplication.translate("CheckLine", "Checked: {0}: in the article")
        if rounded:
            words = QCoreApplication.translate(
                "CheckLine", "Checked: {0}: rounded from the article"
            )
        return words.format(kinds)
    if rounded:
        words = QCoreApplication.translate(
            "CheckLine", "Checked: {0}: all in the article, {1} rounded"
        )
        return words.format(kinds, rounded)
    words = QCoreApplication.translate("CheckLine", "Checked: {0}: all in the article")
    return words.format(kinds)


def _missing(examined: Examined) -> list[str]:
    """What the article has not got, then what it has in another form, in words."""
    absent = examined.count(lambda mark: mark.strength is Strength.ABSENT)
    unit = examined.count(lambda mark: mark.why is Why.UNIT_DIFFERS)
    initials = examined.count(lambda mark: mark.why is Why.NAME_SPELLED_OUT)
    others = Strength.ELSEWHERE
    told = (Why.UNIT_DIFFERS, Why.NAME_SPELLED_OUT)
    differs = examined.count(lambda mark: mark.strength is others and mark.why not in told)
    return [
        _said(
            absent,
            QCoreApplication.translate("CheckLine", "{0} is not in the article"),
            QCoreApplication.translate("CheckLine", "{0} are not in the article"),
        ),
        _said(
            differs,
            QCoreApplication.translate("CheckLine", "{0} differs from the article"),
            QCoreApplication.translate("CheckLine", "{0} differ from the article"),
        ),
        _said(
            unit,
            QCoreApplication.translate("CheckLine", "{0} has another unit there"),
            QCoreApplication.translate("CheckLine", "{0} have another unit there"),
        ),
        _said(
            initials,
            QCoreApplication.translate("CheckLine", "{0} has only its initials there"),
            QCoreApplication.translate("CheckLine", "{0} have only their initials there"),
        ),
    ]


def _said(counts: Mapping[MarkKind, int], one: str, several: str) -> str:
    """Both forms of one sentence, "" where there is nothing to say it of."""
    kinds = _counted(counts)
    if not kinds:
        return ""
    words = in_a_row(kinds, interface_language())
    return (one if sum(counts.values()) == 1 else several).format(words)


def _counted(counts: Mapping[MarkKind, int]) -> list[str]:
    return counted(counts, interface_language())


def _comma() -> str:
    return "、" if interface_language() == "zh" else ", "
