"""The first step of training a style: the file, its two columns, and what was found in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QVBoxLayout,
    QWidget,
)

from newsassistant.app.training.data import Columns
from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.wire import DataReport
from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.training.words import Finding, findings
from newsassistant.gui.widgets.basics import announce, discard, make_button, make_label, restyle
from newsassistant.gui.widgets.error_block import ErrorBlock
from newsassistant.gui.widgets.flat_combo import FlatCombo
from newsassistant.gui.widgets.incoming import only_file
from newsassistant.gui.widgets.progress_bar import ProgressBar


class DropCard(QFrame):
    """The chosen file, or a place to drop one."""

    choose_requested = Signal()
    dropped = Signal(object)  # Path

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._path: Path | None = None
        self.setProperty("role", "drop")
        self.setAcceptDrops(True)
        self.label = PlainLabel()
        self.label.setWordWrap(True)
        self.button = make_button("choose_data_button", "secondary")
        self.button.clicked.connect(self.choose_requested)
        row = QHBoxLayout(self)
        row.addWidget(self.label, 1)
        row.addWidget(self.button)
        theme.follow(self)

    def set_path(self, path: Path | None) -> None:
        """Show a file's name; None asks for one."""
        self._path = path
        set_tip(self.label, str(path or ""))
        self.retranslate()

    def retranslate(self) -> None:
        drop = self.tr("Drop a file with articles and summaries here")
        self.label.setText(self._path.name if self._path is not None else drop)
        restyle(self.label, "role", "title" if self._path is not None else "hint")
        choose = (
            self.tr("Choose another…") if self._path is not None else self.tr("&Choose a file…")
        )
        self.button.setText(choose)
        kinds = self.tr(
            "Excel, CSV or TSV with names of columns, JSON lines, or a JSON list of rows"
        )
        set_tip(self.button, kinds)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if only_file(event.mimeData()) is not None:
            event.acceptProposedAction()
            restyle(self, "active", True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        restyle(self, "active", False)

    def dropEvent(self, event: QDropEvent) -> None:
        restyle(self, "active", False)
        path = only_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def apply_theme(self) -> None:
        px = self._theme.px
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(px(16), px(16), px(16), px(16))
            layout.setSpacing(px(12))


class DataStep(QWidget):
    """Where data is chosen, its columns named, and what was found in it shown."""

    columns_changed = Signal()
    sample_requested = Signal()  # a file to fill in

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._sample: Path | None = None
        self._report: DataReport | None = None
        self._columns = Columns()
        self.drop = DropCard(theme)
        self.error = ErrorBlock(theme)
        self.article_choice, self.summary_choice = FlatCombo(theme), FlatCombo(theme)
        self.article_choice.setObjectName("article_column_choice")
        self.summary_choice.setObjectName("summary_column_choice")
        self._build()
        theme.follow(self)
        self.set_file(None, Columns())

    def _build(self) -> None:
        self._intro, self._example = make_label("body", wraps=True), make_label("muted", wraps=True)
        self.saved_label = make_label("body", wraps=True)
        self.sample_button = make_button("save_sample_button", "secondary")
        self.sample_button.clicked.connect(self.sample_requested)
        self._example_row = QWidget()
        row = QVBoxLayout(self._example_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._example)
        row.addWidget(self.sample_button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addWidget(self.saved_label)
        self._fields = QWidget()
        self._grid = QGridLayout(self._fields)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._labels = [make_label("muted"), make_label("muted")]
        for column, choice in enumerate((self.article_choice, self.summary_choice)):
            self._labels[column].setBuddy(choice)
            choice.activated.connect(lambda _: self.columns_changed.emit())
            self._grid.addWidget(self._labels[column], 0, column)
            self._grid.addWidget(choice, 1, column)
            self._grid.setColumnStretch(column, 1)
        self.busy = ProgressBar(self._theme)
        self.busy.show_progress(0, 0)
        self.report_card = QFrame()
        self.report_card.setObjectName("data_report")
        self.report_card.setProperty("role", "card")
        self._lines = QVBoxLayout(self.report_card)
        self._busy_label, self.ask_label = make_label("muted"), make_label("warning")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self._intro, self.drop, self._example_row, self._fields, self._busy_label):
            self._column.addWidget(part)
        for part in (self.ask_label, self.busy, self.error, self.report_card):
            self._column.addWidget(part)

    # --- what it is told ------------------------------------------------------------------------

    def set_file(self, path: Path | None, columns: Columns) -> None:
        """Show the chosen file and the names of its columns; forgets the last report."""
        self._columns = columns
        self.drop.set_path(path)
        self._example_row.setVisible(path is None)
        self._fields.setVisible(bool(columns.names))
        for choice, guess in (
            (self.article_choice, columns.article),
            (self.summary_choice, columns.summary),
        ):
            with QSignalBlocker(choice):
                choice.clear()
                for name in columns.names:
                    choice.addItem(name, name)
                choice.setCurrentIndex(choice.findData(guess))
            choice.updateGeometry()
        self.set_report(None)
        self.set_error(None)
        self.set_checking(False)
        self.ask_columns(asks=False)

    def set_sample(self, path: Path | None) -> None:
        """Say where the file to fill in was saved; None for nowhere."""
        self._sample = path
        self._word_sample()
        if path is not None:
            announce(self, self.saved_label.text())

    def columns(self) -> tuple[str, str]:
        """The chosen names for articles and summaries, "" where none is."""
        chosen = (self.article_choice.currentData(), self.summary_choice.currentData())
        return str(chosen[0] or ""), str(chosen[1] or "")

    def has_columns(self) -> bool:
        """True if the file's first row named its columns."""
        return bool(self._columns.names)

    def set_checking(self, checking: bool) -> None:
        """Show that the file is being read."""
        self.busy.setVisible(checking)
        self._busy_label.setVisible(checking)

    def ask_columns(self, *, asks: bool) -> None:
        """Ask for the columns that could not be guessed."""
        self.ask_label.setVisible(asks)

    def set_error(self, error: NewsAssistantError | None) -> None:
        """Say why the file cannot be used; None takes it away."""
        self.error.tell(error)

    def set_report(self, report: DataReport | None) -> None:
        """Show what was found; None takes it away."""
        self._report = report
        _clear(self._lines)
        self.report_card.setVisible(report is not None)
        if report is None:
            return
        title = make_label("title", self.tr("What is in the file"))
        self._lines.addWidget(title)
        found = findings(report)
        for finding in found:
            self._lines.addLayout(self._line(finding))
        words = ". ".join(finding.words for finding in found)
        self.report_card.setAccessibleName(title.text())
        self.report_card.setAccessibleDescription(words)
        announce(self, found[0].words)

    def report_words(self) -> str:
        """All that the report says, a line each."""
        if self._report is None:
            return ""
        return "\n".join(finding.words for finding in findings(self._report))

    # --- inside ---------------------------------------------------------------------------------

    def _line(self, finding: Finding) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(8))
        mark = PlainLabel()
        label = make_label("muted" if finding.example else "body", finding.words, wraps=True)
        side = self._theme.px(14)
        mark.setFixedWidth(side)
        if not finding.example:
            name, colour = ("warning", "warning") if finding.warns else ("check", "good")
            mark.setContentsMargins(0, self._theme.px(3), 0, 0)
            mark.setPixmap(self._theme.pixmap(name, colour, side, self._ratio()))
            mark.setAccessibleName(self.tr("Look at this") if finding.warns else self.tr("Good"))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)
        return row

    def _word_sample(self) -> None:
        words = self.tr(
            "Saved: {0}. Put your own articles and summaries in the place of the two examples, one "
            "article a row, save it, and drop it here."
        )
        self.saved_label.setText(words.format(self._sample))
        self.saved_label.setVisible(self._sample is not None)

    def _ratio(self) -> float:
        return max(self.devicePixelRatioF(), 1.0)

    def retranslate(self) -> None:
        self._intro.setText(
            self.tr(
                "A style learns from your own work: articles, and the summaries that your desk "
                "wrote of them. A few hundred pairs are a good start. They stay on this computer."
            )
        )
        self._example.setText(
            self.tr(
                "A table with a column for the articles and one for their summaries, from Excel or "
                "as CSV, or JSON lines."
            )
        )
        self.sample_button.setText(self.tr("Save a file to &fill in…"))
        self._word_sample()
        names = (self.tr("The &article is in"), self.tr("The &summary is in"))
        choices = (self.article_choice, self.summary_choice)
        for label, choice, name in zip(self._labels, choices, names, strict=True):
            label.setText(name)
            choice.setAccessibleName(name.replace("&", ""))
        self.ask_label.setText(self.tr("Choose the two columns, then the file is read."))
        self._busy_label.setText(self.tr("Reading every row…"))
        self.busy.setAccessibleName(self.tr("Reading every row…"))
        self.set_report(self._report)

    def apply_theme(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(12))
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(4))
        self._lines.setContentsMargins(px(16), px(12), px(16), px(14))
        self._lines.setSpacing(px(7))
        self.set_report(self._report)


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (part := item.widget()) is not None:
            discard(part)
        if (inner := item.layout()) is not None:
            _clear(inner)
