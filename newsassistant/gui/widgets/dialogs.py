"""The only place that opens dialogs; each call returns at once and answers through a callback.

Knows nothing of what the answers lead to. Tests put a recorder in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from newsassistant.core.errors import NewsAssistantError
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.look.plain_text import PlainLabel, one_line, set_title
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.models.measuring import Measuring
from newsassistant.gui.models.words import size_words
from newsassistant.gui.settings.dialog import SettingsDialog
from newsassistant.gui.settings.preferences import Preferences

if TYPE_CHECKING:
    from newsassistant.download.catalog import CatalogModel

WIDTH = 440


class Sheet(QDialog):
    """A heading, some text, whatever the caller adds, and a row of buttons; window modal."""

    def __init__(
        self, theme: Theme, heading: str, text: str = "", *, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        set_title(self, heading)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(WIDTH))
        title = PlainLabel(one_line(heading))
        title.setProperty("role", "heading")
        title.setWordWrap(True)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px(8))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.px(8))
        self._buttons.addStretch(1)
        column = QVBoxLayout(self)
        edge = theme.px(24)
        column.setContentsMargins(edge, edge, edge, theme.px(16))
        column.setSpacing(theme.px(12))
        column.addWidget(title)
        column.addLayout(self.body)
        column.addStretch(1)
        column.addSpacing(theme.px(4))
        column.addLayout(self._buttons)
        if text:
            self.add_text(text)

    def add_text(self, text: str) -> QLabel:
        """A paragraph; plain text, so that nothing in it is taken for markup."""
        label = PlainLabel(text)
        label.setWordWrap(True)
        self.body.addWidget(label)
        return label

    def add_report(self, text: str, name: str) -> None:
        """A longer text to read and copy from, plain."""
        view = QPlainTextEdit(text)
        view.setReadOnly(True)
        view.setProperty("role", "report")
        view.setAccessibleName(name)
        view.setTabChangesFocus(True)
        view.setMinimumHeight(self._theme.px(180))
        self.body.addWidget(view)

    def add_button(
        self, words: str, *, primary: bool = False, done: Callable[[], None] | None = None
    ) -> QPushButton:
        """A button that closes the sheet and then calls `done`; the primary one answers Enter."""
        button = QPushButton(words)
        button.setProperty("role", "primary" if primary else "secondary")
        button.setDefault(primary)
        button.setAutoDefault(primary)
        button.clicked.connect(lambda: self._finish(done))
        self._buttons.addWidget(button)
        return button

    def _finish(self, done: Callable[[], None] | None) -> None:
        if done is not None:
            done()
        self.accept()


class Dialogs(QObject):
    """Opens the application's dialogs over the window that is given. Main thread only."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def ask_open(self, parent: QWidget, done: Callable[[Path], None]) -> None:
        """Ask for a text file."""
        dialog = QFileDialog(parent, self.tr("Open an article"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Text files (*.txt *.md)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: done(Path(name)))
        dialog.open()

    def ask_too_long(
        self, parent: QWidget, *, tokens: int, room: int, done: Callable[[], None]
    ) -> None:
        """Say that the article does not fit; `done` is called if the user takes a part of it."""
        sheet = Sheet(self._theme, self.tr("The article is too long"), parent=parent)
        sheet.add_text(
            self.tr("It has {0} tokens; this model has room for {1}.").format(
                f"{tokens:,}", f"{room:,}"
            )
        )
        sheet.add_text(
            self.tr(
                "The model can read the part that fits, from the beginning. "
                "The rest is shown in grey in the article and plays no part in the answer."
            )
        )
        sheet.add_button(self.tr("Cancel"))
        sheet.add_button(self.tr("Use the part that fits"), primary=True, done=done)
        sheet.open()

    def ask_text(
        self, parent: QWidget, *, heading: str, text: str, done: Callable[[str], None]
    ) -> None:
        """Ask for a line of text; `done` gets it stripped, and is not called for an empty one."""
        sheet = Sheet(self._theme, heading, parent=parent)
        field = QLineEdit(text)
        field.setAccessibleName(heading)
        field.selectAll()
        sheet.body.addWidget(field)
        sheet.add_button(self.tr("Cancel"))

        def finish() -> None:
            if field.text().strip():
                done(field.text().strip())

        sheet.add_button(self.tr("Save"), primary=True, done=finish)
        field.setFocus()
        sheet.open()

    def ask(
        self,
        parent: QWidget,
        heading: str,
        text: str,
        *,
        verb: str,
        done: Callable[[], None],
        lasting: bool = False,
    ) -> None:
        """Ask before something that costs; `done` is called for the button `verb` only.

        With `lasting`, of what nothing brings back, Enter cancels: the verb must be chosen.
        """
        sheet = Sheet(self._theme, heading, text, parent=parent)
        cancel = sheet.add_button(self.tr("Cancel"))
        sheet.add_button(verb, primary=True, done=done)
        if lasting:
            cancel.setDefault(True)
            cancel.setFocus()
        sheet.open()

    def tell(self, parent: QWidget, heading: str, text: str) -> None:
        """Say why something cannot be done."""
        sheet = Sheet(self._theme, heading, text, parent=parent)
        sheet.add_button(self.tr("Close"), primary=True)
        sheet.open()

    def ask_folder(self, parent: QWidget, done: Callable[[Path], None]) -> None:
        """Ask for a folder with a model."""
        dialog = QFileDialog(parent, self.tr("Import a model's folder"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: done(Path(name)))
        dialog.open()

    def ask_style_folder(self, parent: QWidget, done: Callable[[Path], None]) -> None:
        """Ask for a folder with a house style."""
        dialog = QFileDialog(parent, self.tr("Import a style's folder"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: done(Path(name)))
        dialog.open()

    def ask_data(self, parent: QWidget, done: Callable[[Path], None]) -> None:
        """Ask for a file with articles and summaries to train on."""
        dialog = QFileDialog(parent, self.tr("Choose the training data"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("JSON files (*.jsonl *.json)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: done(Path(name)))
        dialog.open()

    def ask_licence(
        self,
        parent: QWidget,
        model: CatalogModel,
        text: str,
        *,
        source: str,
        left_bytes: int,
        done: Callable[[], None],
    ) -> None:
        """Show a model's licence and the size of the download before anything is fetched."""
        sheet = Sheet(self._theme, self.tr("Download {0}?").format(model.name), parent=parent)
        sheet.setMinimumWidth(self._theme.px(620))
        sheet.add_text(
            self.tr("{0} will be fetched from {1}.").format(size_words(left_bytes), source)
        )
        sheet.add_text(f"{model.licence}: {model.terms[interface_language()]}")
        sheet.add_report(text or self.tr("The source shows no licence text."), self.tr("Licence"))
        sheet.add_button(self.tr("Cancel"))
        sheet.add_button(self.tr("Accept and download"), primary=True, done=done)
        sheet.open()

    def open_models(self, dialog: QDialog) -> None:
        """Open the models dialog, which lives on when it is closed: a job may run."""
        dialog.open()

    def open_backups(self, dialog: QDialog) -> None:
        """Open the list of backups."""
        dialog.open()

    def open_styles(self, dialog: QDialog) -> None:
        """Open the styles dialog, which lives on when it is closed: an import may run."""
        dialog.open()

    def open_training(self, dialog: QDialog) -> None:
        """Open the training page, which lives on when it is closed: a run goes on."""
        dialog.open()

    def open_compare(self, dialog: QDialog) -> None:
        """Open the comparison, whose answers stay there until another article is compared."""
        dialog.open()

    def show_shortcuts(self, parent: QWidget, rows: Sequence[tuple[str, str]]) -> None:
        """List (what it does, keys)."""
        sheet = Sheet(self._theme, self.tr("Keyboard shortcuts"), parent=parent)
        grid = QGridLayout()
        grid.setVerticalSpacing(self._theme.px(8))
        grid.setHorizontalSpacing(self._theme.px(24))
        for number, (words, keys) in enumerate(rows):
            row, column = number % ((len(rows) + 1) // 2), number // ((len(rows) + 1) // 2) * 2
            label = PlainLabel(keys)
            label.setProperty("role", "chip")
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(PlainLabel(words), row, column)
            grid.addWidget(label, row, column + 1)
        sheet.body.addLayout(grid)
        sheet.add_button(self.tr("Close"), primary=True)
        sheet.open()

    def show_settings(
        self,
        parent: QWidget,
        preferences: Preferences,
        data_folder: Path,
        measuring: Measuring,
        *,
        open_folder: Callable[[], None],
        open_backups: Callable[[], None],
    ) -> None:
        """Edit the settings; they take effect while the dialog is open."""
        dialog = SettingsDialog(self._theme, preferences.settings, data_folder, parent=parent)
        dialog.settings_changed.connect(preferences.set)
        dialog.data_folder_requested.connect(open_folder)
        dialog.backups_requested.connect(open_backups)
        dialog.measure_again_requested.connect(measuring.again)
        dialog.set_can_measure(measuring.is_possible())
        measuring.possible_changed.connect(dialog.set_can_measure)
        preferences.changed.connect(dialog.set_settings)
        dialog.open()

    def show_about(self, parent: QWidget, version: str) -> None:
        """Name, version, what it does and what it does not."""
        sheet = Sheet(self._theme, self.tr("News Assistant {0}").format(version), parent=parent)
        sheet.add_text(
            self.tr(
                "Summarises news articles and answers questions about them with a ChatGLM model "
                "on this computer. Check every answer against the article before you publish."
            )
        )
        sheet.add_text(self.tr("Nothing leaves this computer."))
        sheet.add_button(self.tr("Close"), primary=True)
        sheet.open()

    def show_failure(self, error: NewsAssistantError, done: Callable[[], None]) -> None:
        """Say why the program cannot start, before there is a window; `done` follows."""
        sheet = Sheet(self._theme, self.tr("News Assistant cannot start"), parent=None)
        sheet.setObjectName("failure_dialog")
        sheet.add_text(error.what(interface_language()))
        sheet.add_text(error.advice(interface_language()))
        sheet.add_button(self.tr("Close"), primary=True)
        sheet.finished.connect(lambda _: done())
        sheet.open()

    def ask_damaged(
        self,
        error: NewsAssistantError,
        *,
        restore: Callable[[], None],
        empty: Callable[[], None],
        done: Callable[[], None],
    ) -> None:
        """Say that the history is damaged, before there is a window; `done` follows each choice."""
        sheet = Sheet(self._theme, self.tr("The conversations cannot be opened"), parent=None)
        sheet.setObjectName("damaged_dialog")
        sheet.setMinimumWidth(self._theme.px(560))
        sheet.add_text(error.what(interface_language()))
        sheet.add_text(
            self.tr(
                "Restore a backup to go on with the conversations of an earlier day. The damaged "
                "file is kept whatever you choose."
            )
        )
        sheet.add_button(self.tr("Quit"))
        sheet.add_button(self.tr("Start with an empty history"), done=empty)
        sheet.add_button(self.tr("Restore a backup…"), primary=True, done=restore)
        sheet.finished.connect(lambda _: done())
        sheet.open()

    def ask_another_window(self, agree: Callable[[], None], done: Callable[[], None]) -> None:
        """Say that the open window does not answer, before there is another; `done` follows."""
        sheet = Sheet(
            self._theme,
            self.tr("News Assistant is open, but does not answer"),
            self.tr(
                "It may be busy. Its window keeps its article; another window has the same "
                "conversations."
            ),
            parent=None,
        )
        sheet.setObjectName("another_window_dialog")
        sheet.add_button(self.tr("Cancel"))
        sheet.add_button(self.tr("Open another window"), primary=True, done=agree)
        sheet.finished.connect(lambda _: done())
        sheet.open()

    def show_crash(
        self, parent: QWidget, report: str, *, copy: Callable[[], None], dismiss: Callable[[], None]
    ) -> None:
        """Offer the report of the last crash; it holds no article text."""
        sheet = Sheet(self._theme, self.tr("News Assistant stopped unexpectedly"), parent=parent)
        sheet.setMinimumWidth(self._theme.px(620))
        sheet.add_text(
            self.tr(
                "Your conversations were saved. This report may help whoever maintains the "
                "program; it holds no article text, and it stays here unless you pass it on."
            )
        )
        sheet.add_report(report, self.tr("Crash report"))
        sheet.add_button(self.tr("Copy the report"), done=copy)
        sheet.add_button(self.tr("Dismiss"), primary=True)
        sheet.finished.connect(lambda _: dismiss())
        sheet.open()
