"""The window on small screens, in a process of its own; prints as JSON what is out of reach.

Run as `python -m tests.gui.screen_scene HOME`, with QT_SCALE_FACTOR as the desktop scales: the
offscreen platform has the screens then, one window is opened on each after the other.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from newsassistant.app.listener import ChatState
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.application import Application
from newsassistant.gui.shell.startup import make_qt_application
from newsassistant.gui.widgets import placement
from newsassistant.store.history import History
from tests.gui.pages import WIND
from tests.gui.room import cut_parts, settle

MAIN_JOB = (
    "open_article_button", "clear_article_button", "article_edit", "article_meter", "preset_combo",
    "summarize_button", "chat_view", "question_edit", "send_button", "more_button", "model_combo",
    "prefix_combo",
)  # fmt: skip
IN_SIDEBAR = ("new_chat_button", "history_search", "history_list", "settings_button")
WAIT_S = 30.0


def wait(condition: Callable[[], bool]) -> None:
    """Let the window work until it holds."""
    limit = time.monotonic() + WAIT_S
    while not condition():
        if time.monotonic() > limit:
            raise TimeoutError("nothing happened in time")
        QTest.qWait(20)


def out_of_reach(window: QWidget, names: tuple[str, ...], screen: QRect) -> Iterator[str]:
    """Those that are not shown whole, inside the window, on the screen and above all others."""
    for name in names:
        part = window.findChild(QWidget, name)
        if part is None or not part.isVisible():
            yield f"{name} is not shown"
            continue
        place = QRect(part.mapTo(window, QPoint()), part.size())
        top = window.childAt(place.center())
        if not window.rect().contains(place) or part.visibleRegion().boundingRect() != part.rect():
            yield f"{name} is cut: {place} of {window.rect()}"
        elif not screen.contains(QRect(part.mapToGlobal(QPoint()), part.size())):
            yield f"{name} is beside the screen"
        elif top is None or (top is not part and not part.isAncestorOf(top)):
            yield f"{name} lies under another"


def look(program: Application, screen: QScreen) -> dict[str, object]:
    """One session with an article and an answer; what is wrong."""
    window, area = program.window, screen.availableGeometry()
    window.setScreen(screen)
    program.show()
    program.start(None)
    wait(lambda: program.service.state is ChatState.IDLE)
    QGuiApplication.clipboard().setText(WIND)
    window.article.edit.selectAll()
    window.article.edit.paste()
    wait(lambda: program.desk.article is not None and program.desk.is_measured())
    window.actions_by_name["summarize"].trigger()
    wait(lambda: program.service.state is not ChatState.IDLE)
    wait(lambda: program.service.state is ChatState.IDLE)
    settle()
    wrong = [*out_of_reach(window, MAIN_JOB, area), *cut_parts(window)]
    button = window.sidebar.button
    if button.isVisible():
        wrong += out_of_reach(window, ("sidebar_button",), area)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        settle()
    wrong += out_of_reach(window, IN_SIDEBAR, area)
    frame = window.frameGeometry()
    if not window.isMaximized() and not area.contains(frame):
        wrong.append(f"the window {frame} hangs over {area}")
    return {"wrong": wrong, "size": [window.width(), window.height()]}


def main(home: Path) -> None:
    """A window on each screen."""
    app = make_qt_application()
    found: dict[str, object] = {}
    for number, screen in enumerate(QGuiApplication.screens()):
        for language, zoom in (("en", 1.0), ("zh", 1.0)):
            paths = Paths.under(home / f"{number}-{language}").ensure()
            settings = Settings(language=language, scheme="light", zoom=zoom)
            with patch.object(placement, "_screen_of", lambda _, at=screen: at.availableGeometry()):
                program = Application(
                    paths,
                    settings,
                    History(paths.history, backups=paths.backups),
                    engine_factory=FakeEngine,
                    locate=lambda model_id, on_progress, cancel: Path(model_id),
                )
                found[f"{screen.name()} {language}"] = look(program, screen)
                window = program.window
                window.close()
                wait(partial(getattr, program, "has_ended"))
                window.deleteLater()
    app.processEvents()
    print(json.dumps(found))


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except BaseException:  # the engine's thread would keep a failed child alive
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
