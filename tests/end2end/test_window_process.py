"""The window as its users run it: a process on a screen of its own, driven by keys."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.program import Application
from newsassistant.store.history import History, StoredConversation, StoredMessage
from newsassistant.store.session import SessionHistory
from tests.end2end.screen import LIMIT_S, SIZE, Screen
from tests.gui.conftest import end
from tests.gui.pages import MainPage, RecordedDialogs

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "samples" / "offshore-wind.txt"
POLL_S = 0.05

# Presses Ctrl+Enter itself, where nothing is installed that presses keys of a screen.
PRESS_INSIDE = """
import sys
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from newsassistant.cli.main import main
from newsassistant.gui.program import Application

def start(self, *values, begin=Application.start):
    begin(self, *values)
    def press():
        if not self.window.isActiveWindow():
            self.window.activateWindow()  # no window manager does it
        elif self.window.actions_by_name["summarize"].isEnabled() and self.desk.is_measured():
            timer.stop()
            QTest.keyClick(self.window.article.edit, Qt.Key.Key_Return,
                           Qt.KeyboardModifier.ControlModifier)
    timer = QTimer(self)
    timer.timeout.connect(press)
    timer.start(50)

Application.start = start
sys.exit(main())
"""
# An answer long enough to be killed in the middle of.
LONG = """
from pathlib import Path
from newsassistant.engine.fake import FakeEngine
import newsassistant.gui.process.startup as startup

words = " ".join(f"word{number}" for number in range(1000))
startup._fake_engine = lambda: FakeEngine([words], delay_s=0.1)
"""

pytestmark = pytest.mark.skipif(
    shutil.which("Xvfb") is None, reason="needs Xvfb, the X server without a screen"
)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """A screen that nobody else uses."""
    folder = tmp_path / "screen"
    folder.mkdir()
    screen = Screen(folder)
    yield screen
    screen.close()


class Window:
    """`newsassistant gui` on a screen, with the scripted engine."""

    def __init__(self, screen: Screen, home: Path, *, before: str = "") -> None:
        self._screen = screen
        self.paths = Paths.under(home).ensure()
        Settings(language="en", scheme="light").save(self.paths.settings_file)
        self._by_keys = shutil.which("xdotool") is not None
        main = "import sys\nfrom newsassistant.cli.main import main\nsys.exit(main())\n"
        code = before + (main if self._by_keys else PRESS_INSIDE)
        plain = ["-m", "newsassistant"] if self._by_keys and not before else ["-c", code]
        self.process = subprocess.Popen(
            [sys.executable, *plain, "gui", str(SAMPLE)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={
                **os.environ,
                "DISPLAY": screen.display,
                "QT_QPA_PLATFORM": "xcb",
                "NEWSASSISTANT_FAKE_ENGINE": "1",
                "NEWSASSISTANT_HOME": str(home),
            },
        )

    def summarize(self) -> None:
        """Press Ctrl+Enter until that has begun an answer; a press before that has no effect."""

        def has_begun() -> bool:
            if self._by_keys:
                self._screen.press("ctrl+Return")
            return bool(self.rows("SELECT id FROM messages"))

        self.wait_for(has_begun)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What the history answers, nothing while there is none."""
        try:
            uri = f"{self.paths.history.as_uri()}?mode=ro"
            with contextlib.closing(sqlite3.connect(uri, uri=True)) as database:
                return database.execute(query).fetchall()
        except sqlite3.OperationalError:
            return []

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Poll until it holds; fails with what the process wrote if it has ended."""
        limit = time.monotonic() + LIMIT_S
        while not condition():
            assert self.process.poll() is None, self.output()
            assert time.monotonic() < limit, "nothing happened in time"
            time.sleep(POLL_S)

    def output(self) -> str:
        """Everything that the ended process has written."""
        return b"".join(self.process.communicate(timeout=LIMIT_S)).decode()

    def answer_has(self, condition: str) -> bool:
        """True once the stored answer meets an SQL condition."""
        return bool(self.rows(f"SELECT 1 FROM messages WHERE role = 'assistant' AND {condition}"))

    def stored(self) -> tuple[StoredConversation, list[StoredMessage]]:
        """The one conversation that the history holds, as a new start finds it."""
        history = History(self.paths.history, backups=self.paths.backups)
        try:
            (conversation,) = history.conversations()
            return conversation, history.messages(conversation.id)
        finally:
            history.close()


Start = Callable[..., Window]


@pytest.fixture
def start(screen: Screen, tmp_path: Path) -> Iterator[Start]:
    """Starts windows; those that still run at the end of the test are killed."""
    started: list[Window] = []

    def begin(*, before: str = "") -> Window:
        started.append(Window(screen, tmp_path / "home", before=before))
        return started[-1]

    yield begin
    for window in started:
        if window.process.poll() is None:
            window.process.kill()
        window.process.communicate(timeout=LIMIT_S)


def colours(picture: QImage) -> set[int]:
    """The colours on a grid of points."""
    points = ((x, y) for y in range(0, picture.height(), 4) for x in range(0, picture.width(), 4))
    return {picture.pixel(x, y) for x, y in points}


def test_summarise_by_key_and_end_by_a_signal(start: Start, screen: Screen) -> None:
    empty = screen.picture()
    window = start()
    window.summarize()
    window.wait_for(lambda: window.answer_has("status = 'done'"))
    shown = screen.picture()
    window.process.send_signal(signal.SIGTERM)
    output = window.output()

    assert (window.process.returncode, output) == (0, "")
    assert (shown.width(), shown.height()) == SIZE
    assert len(colours(empty)) == 1
    assert len(colours(shown)) > 50, "text is drawn in many shades"
    conversation, (question, answer) = window.stored()
    assert conversation.title.startswith("Ministers back offshore wind")
    assert question.preset == "three-bullets"
    assert answer.content.startswith("- The government will invest")


@pytest.mark.skipif(shutil.which("xdotool") is None, reason="needs xdotool to press keys")
def test_quitting_by_key(start: Start, screen: Screen) -> None:
    window = start()
    window.summarize()
    screen.press("ctrl+q")
    output = window.output()

    assert (window.process.returncode, output) == (0, "")
    assert window.stored()[1][-1].status in {"stopped", "done"}


def test_killed_while_it_writes_the_window_shows_the_part(start: Start, qtbot: QtBot) -> None:
    window = start(before=LONG)
    window.summarize()
    window.wait_for(lambda: window.answer_has("status = 'running' AND length(content) > 10"))
    window.process.kill()
    window.output()

    history = SessionHistory(window.paths.history, backups=window.paths.backups)
    program = Application(
        window.paths,
        Settings(language="en", scheme="light"),
        history,
        engine_factory=FakeEngine,
        locate=lambda model_id, on_progress, cancel: Path(model_id),
        dialogs=RecordedDialogs,
    )
    page = MainPage(program, qtbot)
    program.show()
    program.start()
    page.wait_idle()
    (conversation,) = page.conversations()
    page.window.history.opened.emit(conversation.id)
    transcript = page.transcript()
    status = history.messages(conversation.id)[-1].status
    article = page.article_text()
    end(program, qtbot)

    assert status == "stopped"
    assert "word0 word1" in transcript
    assert article == SAMPLE.read_text("utf-8").strip()
