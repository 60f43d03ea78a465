"""A folder of stories, and the page that summarises it over a window with scripted rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from newsassistant.app.batch.ledger import NAME
from newsassistant.app.turns import Wanted
from newsassistant.gui.folder.desk import FolderDesk
from newsassistant.gui.folder.model import STATE, TITLE
from tests.gui.pages import MainPage
from tests.unit.app.batch.scripted import ScriptedRows


class FolderPage:
    """The page as a test sees it; what it opens is in `opened`."""

    def __init__(self, page: MainPage, home: Path, qtbot: QtBot) -> None:
        self.page, self.qtbot = page, qtbot
        self.rows = ScriptedRows()
        self.opened: list[Path] = []
        self.told: list[str] = []
        self.folder = home / "wire"
        self.folder.mkdir(exist_ok=True)
        program = page.program
        desk = self.desk = FolderDesk(
            program.theme,
            page.window,
            page.dialogs,
            program.service,
            program.worker,
            program.style,
            program.jobs,
            program.executor,
            program.paths.folder_plan,
            wanted=Wanted,
            is_private=lambda: program.history.is_private,
            open_folder=self.opened.append,
            open_rows=self.rows.open,
        )
        program.pages.folder = desk  # which ends it with the window
        desk.ended_unseen.connect(self.told.append)
        self.dialog, self.setup, self.run = desk.dialog, desk.dialog.setup, desk.dialog.run

    # --- what a user does -----------------------------------------------------------------------

    def write(self, **texts: str) -> None:
        """A story a name, in text files."""
        for name, text in texts.items():
            (self.folder / f"{name}.txt").write_text(f"{text}\n\nThe port opens.", "utf-8")

    def choose(self) -> None:
        """Open the page with the folder, and wait until it was looked at."""
        self.desk.show(self.folder)
        self.wait_counted()

    def start(self) -> None:
        """Choose the folder and start."""
        self.choose()
        self.press("start")

    def press(self, name: str) -> None:
        """Press a button that must be there and usable."""
        button = self.dialog.findChild(QPushButton, f"folder_{name}_button")
        assert button is not None, f"no button {name}"
        assert button.isEnabled(), f"{name} cannot be pressed"
        assert not button.isHidden(), f"{name} is hidden"
        button.click()

    def shown(self) -> list[str]:
        """The buttons of a run that can be seen."""
        return [name for name, button in self.run.buttons.items() if not button.isHidden()]

    def choose_row(self, story: str) -> None:
        """Look at the result of a story."""
        model = self.run.model
        row = next(n for n, line in enumerate(self.lines()) if story in line[0])
        self.run.view.setCurrentIndex(model.index(row, TITLE))

    # --- waiting and reading --------------------------------------------------------------------

    def wait_counted(self) -> None:
        """Wait until it is known what is in the folder."""
        card = self.setup.card.counted
        self.qtbot.waitUntil(lambda: bool(card.text()) and "…" not in card.text())

    def wait_ended(self) -> None:
        """Wait until nothing runs."""
        self.qtbot.waitUntil(lambda: not self.desk.is_running())

    def lines(self) -> list[tuple[str, str]]:
        """Each story and what has come of it, as the list says."""
        model = self.run.model
        return [
            (str(model.index(row, TITLE).data()), str(model.index(row, STATE).data()))
            for row in range(model.rowCount())
        ]

    def output(self) -> Path:
        """Where results go."""
        return self.folder.parent / f"{self.folder.name} – summaries"

    def results(self) -> dict[str, Any]:
        """The lines of the list on the disk."""
        text = (self.output() / NAME).read_text("utf-8")
        return {row["id"]: row for row in map(json.loads, text.splitlines())}
