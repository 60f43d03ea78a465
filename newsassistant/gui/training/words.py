"""The words about training data and training runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt

from newsassistant.app.training.packages import PackageProgress
from newsassistant.app.training.runs import RunInfo
from newsassistant.core.wire import DataReport, NotInArticle, Stepped
from newsassistant.gui.look.labels import interface_language, left_words, size_words

SHOWN = 5
FEW = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence of the report; `warns` tells that somebody should look at it.

    An `example` belongs to the sentence before it.
    """

    words: str
    warns: bool = False
    example: bool = False


def findings(report: DataReport) -> list[Finding]:
    """What was found in the data, the most important first."""
    used = QCoreApplication.translate("Training", "{0} of {1} rows can be used").format(
        f"{report.used:,}", f"{report.rows:,}"
    )
    found = [Finding(used, warns=report.used < report.rows), *_held_out(report)]
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
    found += [*_encoding(report), *_bad(report)]
    return [*found, Finding(lengths), *cut_findings(report), *_repeated(report), *_doubtful(report)]


def cut_findings(report: DataReport) -> list[Finding]:
    """What the lengths that were chosen cut off."""
    if not report.cut:
        words = QCoreApplication.translate("Training", "Every row fits; nothing will be cut")
        return [Finding(words)]
    words = QCoreApplication.translate(
        "Training", "Too long, so that only the beginning is learnt: {0}{1}"
    )
    return [_counted(words, report.cut, report.cut_lines)]


def _encoding(report: DataReport) -> list[Finding]:
    """Which encoding was taken, where it is not the usual one or may be another."""
    if report.encoding in ("", "utf-8") and report.encoding_certain:
        return []
    words = QCoreApplication.translate("Training", "The file was read as {0}")
    if not report.encoding_certain:
        words = QCoreApplication.translate(
            "Training", "The file was read as {0}, which is not certain: look at a row"
        )
    return [Finding(words.format(report.encoding), warns=not report.encoding_certain)]


def _bad(report: DataReport) -> list[Finding]:
    """Rows that cannot be read, and why for the first of them."""
    if not report.bad:
        return []
    words = QCoreApplication.translate("Training", "Left out, because they cannot be read: {0}{1}")
    found = [_counted(words, report.bad, [row.line for row in report.bad_rows])]
    line = QCoreApplication.translate("Training", "Line {0}: {1}")
    for row in report.bad_rows[:SHOWN]:
        found.append(Finding(line.format(f"{row.line:,}", row.detail), warns=True, example=True))
    return found


def _held_out(report: DataReport) -> list[Finding]:
    if not report.held_out:
        return []
    words = QCoreApplication.translate(
        "Training", "Kept aside to measure the style on, and not learnt from: {0}"
    )
    return [Finding(words.format(f"{report.held_out:,}"))]


def _repeated(report: DataReport) -> list[Finding]:
    repeated = QCoreApplication.translate("Training", "Repeating an earlier article: {0}{1}")
    empty = QCoreApplication.translate("Training", "Left out, because there is no text: {0}{1}")
    missing = QCoreApplication.translate(
        "Training", "Left out, because one of the two columns is missing: {0}{1}"
    )
    counted = (
        (repeated, report.duplicates, report.duplicate_lines),
        (empty, report.empty, report.empty_lines),
        (missing, report.missing, report.missing_lines),
    )
    return [_counted(words, count, lines) for words, count, lines in counted if count]


def _doubtful(report: DataReport) -> list[Finding]:
    found = []
    if 0 < report.compared < report.used:
        words = QCoreApplication.translate(
            "Training", "Evenly chosen and compared with their articles: {0} summaries"
        )
        found.append(Finding(words.format(f"{report.compared:,}")))
    rows, count = report.absent_rows, report.absent
    if not report.compared:  # by an older training pack, which knows numbers only
        rows = tuple(NotInArticle(doubt.line, doubt.numbers) for doubt in report.doubts)
        count = report.unsupported
    if not count:
        words = QCoreApplication.translate(
            "Training", "Every number, date, name and quote that was recognised is in its article"
        )
        return [*found, Finding(words)]
    words = QCoreApplication.translate(
        "Training",
        "Summaries with numbers, dates, names or quotes that are not in their article: {0}{1}",
    )
    found.append(Finding(words.format(f"{count:,}", _kinds(report)), warns=True))
    line = QCoreApplication.translate("Training", "Line {0}: {1}")
    for row in rows[:SHOWN]:
        listed = "; ".join([*row.numbers, *row.dates, *row.names, *row.quotes])
        found.append(Finding(line.format(f"{row.line:,}", listed), warns=True, example=True))
    return found


def _kinds(report: DataReport) -> str:
    """In how many summaries each kind is: " (numbers: 3, dates: 0, names: 12, quotes: 1)"."""
    counts = [report.absent_kinds.get(kind, 0) for kind in ("numbers", "dates", "names", "quotes")]
    words = QCoreApplication.translate(
        "Training", " (numbers: {0}, dates: {1}, names: {2}, quotes: {3})"
    )
    return words.format(*(f"{count:,}" for count in counts)) if any(counts) else ""


def _counted(words: str, count: int, lines: Sequence[int]) -> Finding:
    """The words with a count and the first lines: "3 (lines 3, 9, 27)"."""
    shown = ", ".join(f"{line:,}" for line in lines[:SHOWN])
    if not lines:
        where = ""
    elif len(lines) == count == 1:
        where = QCoreApplication.translate("Training", " (line {0})").format(shown)
    else:
        more = " …" if count > SHOWN else ""
        where = QCoreApplication.translate("Training", " (lines {0})").format(shown + more)
    return Finding(words.format(f"{count:,}", where), warns=True)


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


def package_words(progress: PackageProgress) -> str:
    """What an installation is at."""
    if progress.stage == "trying":
        return QCoreApplication.translate("Training", "Trying them out…")
    if progress.stage == "unpacking":
        words = QCoreApplication.translate("Training", "Unpacking {0}…")
        if progress.count > 1:
            words = QCoreApplication.translate("Training", "Unpacking {1} packages…")
        return words.format(progress.package, progress.count)
    if not progress.package:
        return QCoreApplication.translate("Training", "Asking for the packages…")
    if progress.total:
        words = QCoreApplication.translate("Training", "Fetching {0}: {1} of {2}")
        return words.format(progress.package, size_words(progress.done), size_words(progress.total))
    if progress.count < 2:
        return QCoreApplication.translate("Training", "Fetching {0}…").format(progress.package)
    words = QCoreApplication.translate("Training", "Fetching {0}, package {1} of {2}")
    return words.format(progress.package, progress.number, progress.count)
