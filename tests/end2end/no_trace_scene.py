"""The whole program in a process of its own, played through once: what does it leave behind?

`python -m tests.end2end.no_trace_scene STORY` runs in the environment that the test made; see
`test_no_trace`. It says "ready" where the test shall look or kill, and goes on after a line.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton

from newsassistant.app.listener import ChatState
from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.application import run
from newsassistant.gui.program import Application
from newsassistant.store import db
from tests.unit.store.remains import secret

LIMIT_S = 50.0
ARTICLE, QUESTION, ANSWER = secret(30), secret(3), secret(12)

Steps = Iterator[Callable[[], bool]]
"""What has to be true before the story goes on."""


@dataclass
class Scene:
    """A running program, and the folder outside its home that holds the user's own file."""

    program: Application
    outside: Path

    def is_idle(self) -> bool:
        return self.program.service.state is ChatState.IDLE

    def has_article(self) -> bool:
        return self.program.desk.article is not None and self.program.desk.is_measured()

    def has_asked(self) -> bool:
        return self.program.service.running_in() is not None

    # --- what every story does ------------------------------------------------------------------

    def paste(self) -> None:
        edit = self.program.window.article.edit
        QGuiApplication.clipboard().setText(ARTICLE)
        edit.selectAll()
        edit.paste()

    def open_file(self) -> None:
        """By Qt's own dialog, from a folder whose name tells all; a child process reads it."""
        self.program.desk.ask_open()
        dialog = self.program.window.findChild(QFileDialog)
        assert dialog is not None
        file = next(self.outside.rglob("*.html"))
        dialog.setDirectory(str(file.parent))
        dialog.selectFile(str(file))
        dialog.accept()

    def work(self) -> Steps:
        """Open, ask for a job and a question, compare with nothing left out, copy."""
        window, service = self.program.window, self.program.service
        self.open_file()
        yield self.has_article
        self.program.presenter.summarize("three-bullets")
        yield self.has_asked
        yield self.is_idle
        self.program.presenter.ask(QUESTION)
        yield self.has_asked
        service.tick()
        yield self.is_idle
        self.program.presenter.regenerate()
        yield self.has_asked
        yield self.is_idle
        window.actions_by_name["copy_conversation"].trigger()
        window.composer.edit.setPlainText(QUESTION)
        window.article.find_bar.field.setText(QUESTION[:20])

    def fail(self) -> None:
        """Something nobody expected, with the text in its words: a crash report is written."""

        def broken() -> None:
            raise ValueError(ARTICLE)

        QTimer.singleShot(0, broken)

    def press(self, words: str) -> Callable[[], bool]:
        """Press a button of the dialog that is open, once there is one."""

        def pressed() -> bool:
            for dialog in self.program.window.findChildren(QDialog):
                for button in dialog.findChildren(QPushButton):
                    if dialog.isVisible() and button.text() == words:
                        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                        return True
            return False

        return pressed


# --- the stories ----------------------------------------------------------------------------------


def private(scene: Scene) -> Steps:
    """Everything that can be done while the window is private, then it is left."""
    window = scene.program.window
    window.actions_by_name["new_private"].trigger()
    scene.paste()
    yield scene.has_article
    scene.program.draft.save()
    yield from scene.work()
    scene.fail()
    yield lambda: list(scene.program.paths.crash_reports.glob("*.json")) != []
    yield ready()
    window.actions_by_name["new_chat"].trigger()
    yield scene.press("Leave and forget")
    yield lambda: not scene.program.history.is_private
    yield ready()
    window.close()


def closed(scene: Scene) -> Steps:
    """The same, and the window is closed without leaving first."""
    scene.program.window.actions_by_name["new_private"].trigger()
    yield from scene.work()
    scene.program.window.close()
    yield scene.press("Leave and forget")


def killed(scene: Scene) -> Steps:
    """The process is killed in the middle of a private answer."""
    scene.program.window.actions_by_name["new_private"].trigger()
    scene.paste()
    yield scene.has_article
    scene.program.presenter.summarize("three-bullets")
    yield lambda: scene.program.service.state is ChatState.ANSWERING
    scene.program.service.tick()
    yield ready()
    yield lambda: False


def written(scene: Scene) -> Steps:
    """An ordinary conversation with all its copies, and the article in drafts: nothing erased."""
    program, paths = scene.program, scene.program.paths
    scene.paste()
    yield scene.has_article
    program.draft.save()
    assert program.desk.article is not None
    program.left.keep(program.desk.article)
    yield from scene.work()
    db.daily_copy(paths.backups).unlink()  # the start has made it, of nothing
    program.history.tend(1e9)
    db.copy_to(paths.history, paths.backups / "history-v1-20300101-120000.sqlite3")
    shutil.copy2(paths.history, paths.history.with_name("history.sqlite3.damaged-20300101-120000"))
    (paths.state / "draft-9.unreadable").write_text(f'{{"text": "{ARTICLE}', "utf-8")
    scene.fail()
    yield lambda: list(paths.crash_reports.glob("*.json")) != []
    yield ready()


def erased(scene: Scene) -> Steps:
    """The same, and every conversation is erased for good while the window is open."""
    yield from written(scene)
    for item in scene.program.service.conversations():
        scene.program.history_desk.ask_erase(item.id)
        yield scene.press("Erase")
    yield lambda: scene.program.service.conversations() == []
    scene.program.window.composer.clear()
    yield ready()
    scene.program.window.close()


def unerased(scene: Scene) -> Steps:
    """Written, and the window is closed."""
    yield from written(scene)
    scene.program.window.close()


STORIES = {story.__name__: story for story in (private, closed, killed, erased, unerased)}


def ready() -> Callable[[], bool]:
    """Say so, and wait for the test."""

    def waited() -> bool:
        print("ready", flush=True)
        return sys.stdin.readline() != ""

    return waited


def play(scene: Scene, story: Callable[[Scene], Steps]) -> QTimer:
    """Go on with the story whenever it may; a story that hangs ends the process."""
    steps, until = story(scene), [scene.is_idle]
    began = time.monotonic()

    def step() -> None:
        if time.monotonic() - began > LIMIT_S:
            print("too slow", flush=True)
            os._exit(3)
        timer.stop()
        try:
            if until[0]():
                until[0] = next(steps)
        except StopIteration:
            return
        except BaseException as error:
            print("failed", repr(error)[:200], flush=True)
            os._exit(4)
        timer.start()

    timer = QTimer(scene.program)
    timer.setInterval(20)
    timer.timeout.connect(step)
    timer.start()
    return timer


def main(name: str, outside: Path) -> int:
    """Run the program and play a story in it."""

    def start(
        self: Application, *values: object, begin: Callable[..., None] = Application.start
    ) -> None:
        begin(self, *values)
        play(Scene(self, outside), STORIES[name])

    Application.start = start  # type: ignore[assignment]
    return run(None, engine_factory=lambda: FakeEngine([ANSWER], delay_s=0.02))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
