"""The only place that opens dialogs; each call returns at once and answers through a callback.

What a feature asks in words of its own is a `Sheet` of that feature. Tests put a recorder in the
place of `Dialogs`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from newsassistant.gui.look.plain_text import PlainLabel, one_line, set_title
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.placement import place_over
from newsassistant.gui.widgets.reading_order import put_in_order

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
        self._title = title = PlainLabel(one_line(heading))
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

    def set_heading(self, heading: str) -> None:
        """Call it something else."""
        set_title(self, heading)
        self._title.setText(one_line(heading))

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

    def add_cancel(self) -> QPushButton:
        """The button that does nothing else."""
        return self.add_button(self.tr("Cancel"))

    def add_close(self) -> QPushButton:
        """The only button of a sheet that asks nothing."""
        return self.add_button(self.tr("Close"), primary=True)

    def _finish(self, done: Callable[[], None] | None) -> None:
        if done is not None:
            done()
        self.accept()


class Dialogs(QObject):
    """Opens dialogs over the window that is given."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._folder: Path | None = None  # of the last file that was chosen
        self._is_traceless = False
        self._former: Path | None = None

    def set_traceless(self, *, on: bool) -> None:
        """Whether no desktop may list the files that are chosen; then the folder is forgotten."""
        if on and not self._is_traceless:
            self._former = self._folder
        elif self._is_traceless and not on:
            self._folder = self._former
        self._is_traceless = on

    def open(self, dialog: QDialog) -> None:
        """Open a sheet, or a page that lives on when it is closed because a job may run."""
        place_over(dialog)
        put_in_order(dialog)
        dialog.open()

    def open_beside(self, sheet: QDialog, part: QWidget) -> None:
        """Open a sheet that leaves the window usable, over a part of it that matters less now."""
        place_over(sheet, part)
        put_in_order(sheet)
        sheet.show()

    def ask_file(
        self, parent: QWidget, heading: str, kinds: str, done: Callable[[Path], None]
    ) -> None:
        """Ask for a file; `kinds` is Qt's name filter, "Text files (*.txt)", beside all files."""
        dialog = self._file_dialog(parent, heading, done)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([kinds, self.tr("All files (*)")])
        dialog.open()

    def ask_save(
        self,
        parent: QWidget,
        heading: str,
        name: str,
        kinds: Mapping[str, str],
        done: Callable[[Path], None],
    ) -> None:
        """Ask where to save a new file called `name`, without its ending.

        `kinds` gives each of Qt's name filters its ending: {"Excel workbook (*.xlsx)": "xlsx"}.
        """
        dialog = self._file_dialog(parent, heading, done)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([*kinds])

        def take_kind(kind: str) -> None:
            dialog.setDefaultSuffix(kinds[kind])
            chosen = Path(dialog.selectedFiles()[0]) if dialog.selectedFiles() else Path(name)
            dialog.selectFile(f"{chosen.stem}.{kinds[kind]}")

        dialog.selectFile(f"{name}.{next(iter(kinds.values()))}")
        take_kind(next(iter(kinds)))
        dialog.filterSelected.connect(take_kind)
        dialog.open()

    def with_ending(
        self, parent: QWidget, path: Path, ending: str, save: Callable[[Path], None]
    ) -> None:
        """Save to what `ask_save` gave, with its ending; asks before a file is replaced for that.

        The system's dialog adds no ending to a name with a dot, and could not ask about that file.
        """
        if path.suffix.lower() == f".{ending}":
            save(path)
            return
        whole = path.with_name(f"{path.name}.{ending}")
        if not whole.exists():
            save(whole)
            return
        self.ask(
            parent,
            self.tr("Replace the file {0}?").format(whole.name),
            self.tr("What is in it is lost."),
            verb=self.tr("Replace"),
            lasting=True,
            done=lambda: save(whole),
        )

    def ask_folder(
        self,
        parent: QWidget,
        heading: str,
        done: Callable[[Path], None],
        *,
        shows_files: bool = False,
    ) -> None:
        """Ask for a folder; `shows_files` where it is known by the files in it."""
        dialog = self._file_dialog(parent, heading, done)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, not shows_files)
        dialog.open()

    def ask_files(
        self, parent: QWidget, heading: str, done: Callable[[Sequence[Path]], None]
    ) -> None:
        """Ask for one file or several in a folder."""
        dialog = self._file_dialog(parent, heading, lambda path: None)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: done([Path(name) for name in names]))
        dialog.open()

    def _file_dialog(
        self, parent: QWidget, heading: str, done: Callable[[Path], None]
    ) -> QFileDialog:
        dialog = QFileDialog(parent, heading)
        _keep_folders(dialog)
        if self._is_traceless:  # desktops list what was opened lately
            dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Qt's own Chinese lacks these two; a dialog of the desktop has its own words.
        dialog.setLabelText(QFileDialog.DialogLabel.LookIn, self.tr("Look in:"))
        dialog.setLabelText(QFileDialog.DialogLabel.FileType, self.tr("Kind of file:"))
        # Started from a menu, the program is in no folder of the user's.
        dialog.setDirectory(str(self._folder or _documents()))

        def take(name: str) -> None:
            self._folder = Path(name).parent
            done(Path(name))

        dialog.fileSelected.connect(take)
        return dialog

    def ask_text(
        self, parent: QWidget, *, heading: str, text: str, done: Callable[[str], None]
    ) -> None:
        """Ask for a line of text; `done` gets it stripped, and is not called for an empty one."""
        sheet = Sheet(self.theme, heading, parent=parent)
        field = QLineEdit(text)
        field.setAccessibleName(heading)
        field.selectAll()
        sheet.body.addWidget(field)
        sheet.add_cancel()

        def finish() -> None:
            if field.text().strip():
                done(field.text().strip())

        sheet.add_button(self.tr("Save"), primary=True, done=finish)
        field.setFocus()
        self.open(sheet)

    def ask(
        self,
        parent: QWidget,
        heading: str,
        text: str,
        *,
        verb: str,
        done: Callable[[], None],
        lasting: bool = False,
        cancel: str = "",
    ) -> None:
        """Ask before something that costs; `done` is called for the button `verb` only.

        `cancel` is what the other one says, "" for the usual word.

        With `lasting`, of what nothing brings back, Enter cancels: the verb must be chosen.
        """
        sheet = Sheet(self.theme, heading, text, parent=parent)
        other = sheet.add_button(cancel) if cancel else sheet.add_cancel()
        sheet.add_button(verb, primary=True, done=done)
        if lasting:
            other.setDefault(True)
            other.setFocus()
        self.open(sheet)

    def tell(self, parent: QWidget, heading: str, text: str) -> None:
        """Say why something cannot be done."""
        sheet = Sheet(self.theme, heading, text, parent=parent)
        sheet.add_close()
        self.open(sheet)


def _keep_folders(dialog: QFileDialog) -> None:
    """Qt writes the folders that were visited into a file that nobody erases: not those of now."""
    history, folder = dialog.history(), dialog.directory()

    def put_back() -> None:
        dialog.setDirectory(folder)
        dialog.setHistory(history)

    dialog.finished.connect(put_back)


def _documents() -> Path:
    """Where a user keeps texts; the home folder where there is no such folder."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    named = Path(QStandardPaths.writableLocation(place))
    return named if named.is_dir() else Path.home()
