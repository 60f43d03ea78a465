"""The window on small screens, in a process of its own; prints as JSON what is out of reach.

Run as `python -m tests.gui.screen_scene HOME ZOOM`, with QT_SCALE_FACTOR as the desktop scales.
Above 100 % the desktop's letters are larger too, and the dialogs are looked at.
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
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from newsassistant.app.listener import ChatState
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.conversation.message_card import AnswerCard
from newsassistant.gui.look.i18n import LanguageChoice
from newsassistant.gui.process.startup import make_qt_application
from newsassistant.gui.program import Application
from newsassistant.gui.widgets.elided_label import ElidedLabel
from newsassistant.gui.widgets.segmented import Segment
from newsassistant.store.session import SessionHistory
from tests.gui.pages import WIND
from tests.gui.room import cut_parts, settle

MAIN_JOB = (
    "open_article_button", "clear_article_button", "article_edit", "article_meter", "preset_combo",
    "summarize_button", "chat_view", "question_edit", "send_button", "more_button", "model_combo",
    "prefix_combo",
)  # fmt: skip
IN_SIDEBAR = ("new_chat_button", "history_search", "history_list", "settings_button")
DIALOGS = ("settings", "models", "styles", "compare", "train", "shortcuts", "about")
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
    wrong = [*out_of_reach(window, MAIN_JOB, screen), *cut_parts(window), *shortened(window)]
    if window.sidebar.button.isVisible():
        wrong += out_of_reach(window, ("sidebar_button",), screen)
        QTest.mouseClick(window.sidebar.button, Qt.MouseButton.LeftButton)
        settle()
    wrong += out_of_reach(window, IN_SIDEBAR, screen)
    frame = window.frameGeometry()
    if not window.isMaximized() and not screen.contains(frame):
        wrong.append(f"the window {frame} hangs over {screen}")
    return wrong


def look_at_dialogs(program: Application, screen: QRect) -> Iterator[str]:
    """What is cut in the dialogs, or beside the screen."""
    for name in DIALOGS:
        program.window.actions_by_name[name].trigger()
        settle()
        (dialog,) = (each for each in _dialogs() if each.isVisible())
        yield from (f"{name}: {part}" for part in (*cut_parts(dialog), *shortened(dialog)))
        if not screen.contains(dialog.frameGeometry()):
            yield f"{name}: {dialog.frameGeometry()} hangs over {screen}"
        dialog.close()


def _dialogs() -> list[QDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog)]


def shortened(window: QWidget) -> list[str]:
    """Words of one line that end in "…", but for those that stand whole elsewhere too."""
    labels = [label for label in window.findChildren(ElidedLabel) if _is_read_here(label)]
    words = [(part.text(), part.shown_text()) for part in labels if part.isVisible()]
    segments = [part for part in window.findChildren(Segment) if part.isVisible()]
    words += [(part.text(), part.shown_text()) for part in segments]
    return [f"{whole!r} is shown as {seen!r}" for whole, seen in words if whole != seen]


def _is_read_here(label: ElidedLabel) -> bool:
    """Not the headline, which the article has, nor on an answer what the foot of the window has."""
    if label.objectName() == "status_label" or label.property("role") in ("title", "heading"):
        return False
    return not any(card.isAncestorOf(label) for card in label.window().findChildren(AnswerCard))


def main(home: Path, zoom: float) -> None:
    """A window in each language."""
    app = make_qt_application()
    letters = app.font()
    letters.setPointSizeF(zoom * letters.pointSizeF())
    app.setFont(letters)
    screen = QGuiApplication.primaryScreen().availableGeometry()
    found: dict[str, list[str]] = {}
    languages: tuple[LanguageChoice, ...] = ("en", "zh")
    for language in languages:
        paths = Paths.under(home / language).ensure()
        program = Application(
            paths,
            Settings(language=language, scheme="light", zoom=zoom),
            SessionHistory(paths.history, backups=paths.backups),
            engine_factory=FakeEngine,
            locate=lambda model_id, on_progress, cancel: Path(model_id),
        )
        found[language] = look(program, screen)
        if zoom > 1:
            found[language] += look_at_dialogs(program, screen)
        program.window.close()
        wait(partial(getattr, program, "has_ended"))
        program.window.deleteLater()
    print(json.dumps(found))


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), float(sys.argv[2]))
    except BaseException:  # the engine's thread would keep a failed child alive
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
