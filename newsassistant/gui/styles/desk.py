"""Joins the styles dialog, the folder of installed styles and the choice of one.

What reads much of the disk runs on a thread of its own, one job at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from newsassistant.app.jobs import JobEvent, JobFailed
from newsassistant.core.errors import PrefixError
from newsassistant.gui.cards.desk import JobDesk, Task
from newsassistant.gui.look.labels import bytes_words
from newsassistant.gui.look.plain_text import breakable_path
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.styles.choice import InstalledStyles, StyleChoice
from newsassistant.gui.styles.dialog import StylesDialog
from newsassistant.gui.widgets.dialogs import Dialogs
from newsassistant.model.prefixes.manifest import SUFFIX, PrefixInfo, is_package
from newsassistant.store.chat_file import file_name

if TYPE_CHECKING:
    from newsassistant.app.installed.styles import Said


class Library(InstalledStyles, Protocol):
    """What the desk needs of `app.installed.styles.StyleLibrary`."""

    def damaged(self) -> list[tuple[str, PrefixError]]:
        """Folders that hold no usable style, and why."""

    def find(self, prefix_id: str) -> PrefixInfo:
        """One style."""

    def path(self, prefix_id: str) -> Path:
        """Its folder."""

    def add(self, path: Path, *, name: str = "", licence: str = "") -> PrefixInfo:
        """Install a copy; blocks."""

    def inspect(self, id_or_path: str) -> PrefixInfo:
        """What is known of any style, after all of it was read; blocks."""

    def export(self, id_or_path: str, output: Path, said: Said | None = None) -> str:
        """Write one into a file and return its hash; blocks."""

    def rename(self, prefix_id: str, name: str) -> PrefixInfo:
        """Give one another name."""

    def remove(self, prefix_id: str) -> None:
        """Delete one."""


class StylesDesk(JobDesk):
    """What the user may do with styles."""

    train_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        dialogs: Dialogs,
        library: Library,
        choice: StyleChoice,
        *,
        open_folder: Callable[[Path], None],
    ) -> None:
        dialog = StylesDialog(theme, parent=window)
        super().__init__(dialog)
        self.dialog = dialog
        self._dialogs = dialogs
        self._library = library
        self._choice = choice
        self._open_folder = open_folder
        dialog.acted.connect(self._act)
        dialog.renamed.connect(lambda *names: self._try(lambda: self._rename(*names)))
        dialog.import_requested.connect(self._ask_import)
        dialog.file_requested.connect(self._ask_file)
        dialog.dropped.connect(self.import_from)
        dialog.train_requested.connect(self.train_requested)
        choice.changed.connect(self._fill)
        # Said aloud by the status bar already.
        choice.said.connect(dialog.note.setText)

    def show(self) -> None:
        """Open the dialog with what is there now."""
        self.dialog.set_error(None)
        self._choice.refresh()
        self.dialog.say("")
        self.dialog.close_button.setFocus()
        self._dialogs.open(self.dialog)

    def import_from(self, path: Path) -> None:
        """Install the style in a folder or file; the dialog shows how it goes.

        What a file that travels says of itself is shown before it is installed.
        """
        if is_package(path):
            look = Task(
                "import-style",
                path.name,
                lambda on_progress, cancel: self._library.inspect(str(path)),
                lambda result: self._show_package(path, cast(PrefixInfo, result)),
            )
            self._begin(look)
        else:
            self._install(path)

    def _install(self, path: Path) -> None:
        task = Task(
            "import-style",
            path.name,
            lambda on_progress, cancel: self._library.add(path),
            lambda result: self._imported(cast(PrefixInfo, result)),
        )
        self._begin(task)

    # --- what the user wants --------------------------------------------------------------------

    def _act(self, action: str, style_id: str) -> None:
        calls: dict[str, Callable[[str], None]] = {
            "use": self._choice.choose,
            "base": lambda _: self._choice.choose(""),
            "export": self._ask_export,
            "folder": lambda style: self._open_folder(self._library.path(style)),
            "delete": self._ask_delete,
        }
        self._try(lambda: calls[action](style_id))

    def _rename(self, style_id: str, name: str) -> None:
        self._library.rename(style_id, name)
        self._choice.refresh()

    def _ask_import(self) -> None:
        self._dialogs.ask_folder(
            self.dialog, self.tr("Import a style's folder"), self.import_from, shows_files=True
        )

    def _ask_file(self) -> None:
        kinds = self.tr("House styles (*.newsstyle)")
        self._dialogs.ask_file(
            self.dialog, self.tr("Import a style's file"), kinds, self.import_from
        )

    def _show_package(self, path: Path, style: PrefixInfo) -> None:
        from newsassistant.gui.styles.sheets import PackageSheet

        sheet = PackageSheet(
            self._dialogs.theme,
            style,
            lambda: self._install(path),
            reason=self._choice.reason_for(style),
            parent=self.dialog,
        )
        self._dialogs.open(sheet)

    def _ask_export(self, style_id: str) -> None:
        from newsassistant.gui.styles.sheets import StyleExportSheet

        style = self._library.find(style_id)
        sheet = StyleExportSheet(
            self._dialogs.theme,
            style,
            lambda said: self._ask_place(style, said),
            parent=self.dialog,
        )
        self._dialogs.open(sheet)

    def _ask_place(self, style: PrefixInfo, said: Said) -> None:
        kinds = {self.tr("House styles (*.newsstyle)"): SUFFIX.removeprefix(".")}

        def save(path: Path) -> None:
            ending = SUFFIX.removeprefix(".")
            self._dialogs.with_ending(
                self.dialog, path, ending, lambda whole: self._export(style, whole, said)
            )

        name = file_name(style.name) or style.id
        self._dialogs.ask_save(self.dialog, self.tr("Export the style"), name, kinds, save)

    def _export(self, style: PrefixInfo, path: Path, said: Said) -> None:
        task = Task(
            "export-style",
            style.name,
            lambda on_progress, cancel: self._library.export(style.id, path, said),
            lambda result: self._exported(path, str(result)),
        )
        self._begin(task)

    def _exported(self, path: Path, package: str) -> None:
        from newsassistant.gui.styles.sheets import ExportedSheet

        self.dialog.say(self.tr("The style is in {0}.").format(path.name))
        sheet = ExportedSheet(
            self._dialogs.theme, breakable_path(path), package, parent=self.dialog
        )
        self._dialogs.open(sheet)

    def _imported(self, style: PrefixInfo) -> None:
        reason = self._choice.reason(style)
        words = self.tr("{0} was imported. Press Use to answer in this style.").format(style.name)
        if reason:
            words = self.tr("{0} was imported. {1}").format(style.name, reason)
        self.dialog.say(words)
        self.dialog.show_row(style.id)

    def _ask_delete(self, style_id: str) -> None:
        found = [style for style in self._choice.styles() if style.id == style_id]
        name = found[0].name if found else style_id
        text = self.tr("Its files are deleted from this computer. Conversations stay.")
        if found:
            text = self.tr(
                "This frees {0}. Conversations stay. Keep a copy of its folder if nobody else "
                "has one: it would have to be trained again."
            ).format(bytes_words(found[0].size_bytes))
        if style_id == self._choice.current():
            text += " " + self._instead()
        task = Task(
            "remove",
            name,
            lambda on_progress, cancel: self._library.remove(style_id),
            lambda result: self.dialog.say(self.tr("{0} was deleted.").format(name)),
        )
        self._dialogs.ask(
            self.dialog,
            self.tr("Delete the style {0}?").format(name),
            text,
            verb=self.tr("Delete"),
            done=lambda: self._begin(task),
        )

    def _instead(self) -> str:
        if self._choice.by_job():
            return self.tr("The built-in styles will answer in its place.")
        return self.tr("The base model will answer in its place.")

    def _read_again(self, task: Task, event: JobEvent) -> None:
        self._choice.refresh()
        if isinstance(event, JobFailed):
            self.dialog.set_error(event.error)

    def _fill(self) -> None:
        choice = self._choice
        reasons = {style.id: choice.reason(style) for style in choice.styles()}
        self.dialog.set_styles(
            choice.styles(),
            reasons={style: reason for style, reason in reasons.items() if reason},
            in_use=choice.current(),
            damaged=self._library.damaged(),
            by_job=choice.by_job(),
        )
