"""The words about training data and training runs.

Knows nothing of widgets; it reads the installed translators at each call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt

from newsassistant.app.training import RunInfo
from newsassistant.app.training_events import DataReport, Stepped
from newsassistant.gui.labels import interface_language
from newsassistant.gui.model_words import left_words

SHOWN = 5
FEW = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence of the report; `warns` tells that somebody should look at it."""

    words: str
    warns: bool = False


def findings(report: DataReport) -> list[Finding]:
    """What was found in the data, the most important first."""
    used = QCoreApplication.translate("Training", "{0} of {1} rows can be used").format(
        f"{report.used:,}", f"{report.rows:,}"
    )
    found = [Finding(used, warns=report.used < report.rows)]
    if report.used < FEW:
        words = QCoreApplication.translate(
            "Training", "That is little: a style needs some hundred pairs to show"
        )
        found.append(Finding(words, warns=True))
    lengths = QCoreApplication.translate(
        "Training", "Articles have {0} tokens as a rule and {1} at most, summaries {2} and {3}"
    ).format(
        *(
            f"{n:,}"
            for n in (
                report.source.median,
                report.source.most,
                report.target.median,
                report.target.most,
            )
        )
    )
    return [*found, Finding(lengths), *cut_findings(report), *_repeated(report), *_doubtful(report)]


def cut_findings(report: DataReport) -> list[Finding]:
    """What the lengths that were chosen cut off."""
    if not report.cut:
        words = QCoreApplication.translate("Training", "Every row fits; nothing will be cut")
        return [Finding(words)]
    words = QCoreApplication.translate(
        "Training", "{0} rows are too long: only their beginning is learnt{1}"
    ).format(f"{report.cut:,}", _at(report.cut_lines))
    return [Finding(words, warns=True)]


def _repeated(report: DataReport) -> list[Finding]:
    found = []
    if report.duplicates:
        words = QCoreApplication.translate(
            "Training", "{0} rows repeat an article that stood before{1}"
        ).format(f"{report.duplicates:,}", _at(report.duplicate_lines))
        found.append(Finding(words, warns=True))
    if report.empty:
        words = QCoreApplication.translate("Training", "Rows without text are left out{0}").format(
            _at(report.empty)
        )
        found.append(Finding(words, warns=True))
    if report.missing:
        words = QCoreApplication.translate(
            "Training", "Rows without one of the two columns are left out{0}"
        ).format(_at(report.missing))
        found.append(Finding(words, warns=True))
    return found


def _doubtful(report: DataReport) -> list[Finding]:
    if not report.unsupported:
        words = QCoreApplication.translate(
            "Training", "Every number in the summaries is in its article"
        )
        return [Finding(words)]
    words = QCoreApplication.translate(
        "Training", "{0} summaries have numbers that are not in their article"
    ).format(f"{report.unsupported:,}")
    found = [Finding(words, warns=True)]
    for doubt in report.doubts[:SHOWN]:
        line = QCoreApplication.translate("Training", "Line {0}: {1}")
        found.append(Finding(line.format(f"{doubt.line:,}", ", ".join(doubt.numbers)), warns=True))
    return found


def _at(lines: Sequence[int]) -> str:
    """ " (lines 3, 9, 27 …)", or "" where they are not known."""
    if not lines:
        return ""
    shown = ", ".join(f"{line:,}" for line in lines[:SHOWN])
    more = " …" if len(lines) > SHOWN else ""
    return QCoreApplication.translate("Training", " (lines {0})").format(shown + more)


def progress_words(name: str, step: Stepped | None) -> str:
    """How far a run is, and how long it will take."""
    if step is None:
        words = QCoreApplication.translate("Training", "{0}: loading the model…")
        return words.format(name)
    words = QCoreApplication.translate("Training", "{0}: step {1} of {2}").format(
        name, f"{step.step:,}", f"{step.steps:,}"
    )
    return words if step.left_s is None else f"{words} · {left_words(step.left_s)}"


def run_words(run: RunInfo) -> str:
    """The state of a run that is over, for its card."""
    if run.state == "finished":
        first = QCoreApplication.translate("Training", "Finished")
    elif run.state == "failed":
        first = QCoreApplication.translate("Training", "Failed at step {0} of {1}")
    else:
        first = QCoreApplication.translate("Training", "Stopped at step {0} of {1}")
    parts = [first.format(f"{run.step:,}", f"{run.steps:,}")]
    if run.loss is not None:
        loss = QCoreApplication.translate("Training", "loss {0}")
        parts.append(loss.format(f"{run.loss:.2f}"))
    when = QDateTime.fromString(run.created_at, Qt.DateFormat.ISODate)
    if when.isValid():
        parts.append(QLocale().toString(when.date(), QLocale.FormatType.ShortFormat))
    words = " · ".join(parts)
    return f"{words}\n{run.error.what(interface_language())}" if run.error else words
