"""Where training meets the window: the page is made when it is wanted, and a run ends with a word.

Knows nothing of runs; the desk does.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from newsassistant.app.installed.styles import PrefixLibrary
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.shell.main_window import MainWindow
from newsassistant.gui.styles.choice import StyleChoice
from newsassistant.gui.widgets.dialogs import Dialogs

if TYPE_CHECKING:
    from newsassistant.gui.training.desk import TrainDesk


class TrainDoor(QObject):
    """Main thread only."""

    def __init__(
        self,
        theme: Theme,
        window: MainWindow,
        dialogs: Dialogs,
        folder: Path,
        library: PrefixLibrary,
        choice: StyleChoice,
        *,
        open_folder: Callable[[Path], None],
    ) -> None:
        super().__init__()
        self._theme = theme
        self._window = window
        self._dialogs = dialogs
        self._folder = folder
        self._library = library
        self._choice = choice
        self._open_folder = open_folder
        self.desk: TrainDesk | None = None

    def show(self) -> None:
        """Open the page; it is made at the first time."""
        self._made().show()

    def offer(self) -> None:
        """Say that a run was stopped and can go on, once after each stop."""
        if not self._folder.is_dir():
            return
        run = self._made().offer()
        if run is None:
            return
        words = self.tr("The training of {0} was stopped at step {1} of {2}.").format(
            run.name, f"{run.step:,}", f"{run.steps:,}"
        )
        self._window.notice.show_notice(
            words, lambda: self._made().show_run(run.id), verb=self.tr("Go on with it…")
        )

    def ask_close(self, end: Callable[[], None]) -> None:
        """End the program, asking before that if a style is being trained."""
        if self.desk is None or not self.desk.is_running():
            end()
            return
        self._dialogs.ask(
            self._window,
            self.tr("A style is being trained"),
            self.tr(
                "Closing stops the training. What was learnt is saved, and the training can go "
                "on at the next start."
            ),
            verb=self.tr("Stop and keep for later"),
            done=end,
        )

    def stop(self) -> None:
        """End what runs, for the end of the program; returns at once."""
        if self.desk is not None:
            self.desk.stop()

    def is_busy(self) -> bool:
        """True while something is being saved, for the end of the program."""
        return self.desk is not None and self.desk.is_busy()

    def _made(self) -> TrainDesk:
        if self.desk is None:
            from newsassistant.app.training.runs import TrainingRuns
            from newsassistant.gui.training.desk import TrainDesk

            runs = TrainingRuns(self._folder, install=self._install, has=self._has)
            self.desk = TrainDesk(
                self._theme, self._window, self._dialogs, runs, open_folder=self._open_folder
            )
            self.desk.prefixes_changed.connect(self._choice.refresh)
            self.desk.use_requested.connect(self._choice.choose)
        return self.desk

    def _install(self, folder: Path, name: str, licence: str) -> str:
        """The id of a finished style in the library; the job's thread."""
        return self._library.add(folder, name=name, licence=licence).id

    def _has(self, style_id: str) -> bool:
        """True if a style was not deleted since."""
        return any(style.id == style_id for style in self._library.list())
