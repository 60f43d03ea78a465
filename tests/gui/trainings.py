"""A training desk on a scripted `tune`, and the page as a test sees it."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from newsassistant.app.training.packages import OnPackage, PackageProgress
from newsassistant.app.training.runs import TrainingRuns
from newsassistant.core.errors import PrefixError, TrainError
from newsassistant.core.types import CancelToken
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.training.desk import TrainDesk
from newsassistant.gui.training.dialog import RUN
from tests.gui.pages import RecordedDialogs

TUNER = [sys.executable, "-S", str(Path(__file__).parents[1] / "unit" / "app" / "tuner.py")]


class FakePackages:
    """Packages that are there, or come when `install` is let go on."""

    def __init__(self) -> None:
        self.absent = ""
        self.error: TrainError | None = None
        self.pack: TrainError | None = None
        self.go_on = threading.Event()
        self.go_on.set()

    def missing(self) -> str:
        return self.absent

    def pack_problem(self) -> TrainError | None:
        return self.pack

    def install(self, *, on_progress: OnPackage, cancel: CancelToken) -> None:
        """Say how far it is, wait, and end as the test says."""
        on_progress(PackageProgress("fetching", "torch", 1, 1, 50_000_000, 200_000_000, 150))
        while not self.go_on.wait(0.01):
            cancel.check()
        if self.error is not None:
            raise self.error
        self.absent = ""


class Bench:
    """A desk with all that it needs, but for a window."""

    def __init__(self, theme: Theme, home: Path, qtbot: QtBot) -> None:
        self.theme, self.home, self.qtbot = theme, home, qtbot
        self.dialogs = RecordedDialogs(theme)
        self.packages = FakePackages()
        self.refuses = False
        self.installed: list[str] = []
        self.used: list[str] = []
        self.opened: list[Path] = []
        self.told: list[str] = []
        self.runs = TrainingRuns(home / "runs", install=self._install, program=TUNER)
        self.desk = self.make()

    def make(self) -> TrainDesk:
        """A desk on the same runs, as after a new start."""
        desk = TrainDesk(
            self.theme,
            None,  # type: ignore[arg-type]
            self.dialogs,
            self.runs,
            self.packages,
            open_folder=self.opened.append,
        )
        desk.use_requested.connect(self.used.append)
        desk.prefixes_changed.connect(lambda: self.told.append("prefixes"))
        self.qtbot.addWidget(desk.dialog)
        return desk

    def _install(self, folder: Path, name: str, licence: str) -> str:
        if self.refuses:
            raise PrefixError("prefix-missing", prefix=name)
        self.installed.append(name)
        return f"style-{len(self.installed)}"

    # --- what a user does -----------------------------------------------------------------------

    def data(self, plan: str, columns: str = '"content": "x", "summary": "y"') -> Path:
        """A data file; the scripted program reads its plan off the name of the first key."""
        path = self.home / "House style.jsonl"
        path.write_text(f'{{"plan": "{plan}", {columns}}}\n', "utf-8")
        return path

    def choose(self, plan: str, **options: str) -> None:
        """Choose a data file and wait until it was read."""
        self.dialogs.file = self.data(plan, **options)
        self.button("choose_data_button").click()
        self.wait_idle()

    def train(self, plan: str) -> None:
        """Choose data and start; returns when the first step is shown, or it is over."""
        self.choose(plan)
        self.button("train_next_button").click()
        self.button("train_next_button").click()
        self.qtbot.waitUntil(lambda: self.desk.dialog.step() == RUN)

    def wait_idle(self) -> None:
        """Wait until no job runs."""
        self.qtbot.waitUntil(
            lambda: (
                not self.desk.is_busy()
                and self.desk._task is None
                and not self.desk.reading.is_reading()
            )
        )

    def button(self, name: str) -> QPushButton:
        """A button by its name."""
        found = self.desk.dialog.findChild(QPushButton, name)
        assert found is not None, f"no button {name}"
        return found

    def press(self, name: str) -> None:
        """Press a button that must be there and usable."""
        button = self.button(name)
        assert button.isEnabled(), f"{name} cannot be pressed"
        assert not button.isHidden(), f"{name} is hidden"
        button.click()

    def title(self) -> str:
        """What the third step says."""
        return self.desk.dialog.run.title.text()

    def row(self, run_id: str) -> str:
        """What an earlier run's card says, "" if there is none."""
        row = self.desk.dialog.row(run_id)
        return "" if row is None else "\n".join(label.text() for label in row.findChildren(QLabel))

    def errors(self) -> str:
        """What the page says went wrong."""
        blocks = (self.desk.dialog.data.error, self.desk.dialog.run.error)
        return " ".join(block.text() for block in blocks if not block.isHidden())
