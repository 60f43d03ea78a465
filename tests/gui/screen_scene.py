"""The window on small screens, in a process of its own; prints as JSON what is out of reach.

Run as `python -m tests.gui.screen_scene HOME`, with QT_SCALE_FACTOR as the desktop scales.
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

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from newsassistant.app.listener import ChatState
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.application import Application
from newsassistant.gui.look.i18n import LanguageChoice
from newsassistant.gui.shell.startup import make_qt_application
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


def look(program: Application, screen: QRect) -> list[str]:
    """One session with an article and an answer; what is wrong."""
    window = program.window
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
    wrong = [*out_of_reach(window, MAIN_JOB, screen), *cut_parts(window)]
    if window.sidebar.button.isVisible():
        wrong += out_of_reach(window, ("sidebar_button",), screen)
        QTest.mouseClick(window.sidebar.button, Qt.MouseButton.LeftButton)
        settle()
    wrong += out_of_reach(window, IN_SIDEBAR, screen)
    frame = window.frameGeometry()
    if not window.isMaximized() and not screen.contains(frame):
        wrong.append(f"the window {frame} hangs over {screen}")
    return wrong


def main(home: Path) -> None:
    """A window in each language."""
    make_qt_application()
    screen = QGuiApplication.primaryScreen().availableGeometry()
    found: dict[str, list[str]] = {}
    languages: tuple[LanguageChoice, ...] = ("en", "zh")
    for language in languages:
        paths = Paths.under(home / language).ensure()
        program = Application(
            paths,
            Settings(language=language, scheme="light"),
            History(paths.history, backups=paths.backups),
            engine_factory=FakeEngine,
            locate=lambda model_id, on_progress, cancel: Path(model_id),
        )
        found[language] = look(program, screen)
        program.window.close()
        wait(partial(getattr, program, "has_ended"))
        program.window.deleteLater()
    print(json.dumps(found))


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except BaseException:  # the engine's thread would keep a failed child alive
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
