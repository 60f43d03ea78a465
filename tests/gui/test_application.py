"""The program as a whole: start, settings, errors at start, and an end that loses nothing."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.app.listener import ChatState
from newsassistant.core.logs import write_crash_report
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.process.startup import FAKE_VARIABLE
from newsassistant.store.history import History
from newsassistant.store.session import SessionHistory
from tests.gui.pages import WIND, MainPage, RecordedDialogs
from tests.unit.model.example_prefixes import write_official

Start = Callable[..., MainPage]
ROOT = Path(__file__).resolve().parents[2]


def test_importing_it_imports_nothing_heavy() -> None:
    heavy = {"numpy", "openvino", "torch", "transformers", "tokenizers", "asyncio", "qasync", "ssl"}
    code = (
        "import sys, newsassistant.gui.application; "
        f"print(sorted(set({sorted(heavy)}) & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr


IDLE = """
import sys
from PySide6.QtCore import QTimer
from newsassistant.cli.main import main
from newsassistant.gui.application import Application

def start(self, *values, begin=Application.start):
    begin(self, *values)
    def look():
        if self.service.state.name == "IDLE":
            timer.stop()
            print(sorted({"asyncio", "qasync", "ssl", "http.client"} & sys.modules.keys()))
            self.shutdown.begin()
    timer = QTimer(self)
    timer.timeout.connect(look)
    timer.start(50)

Application.start = start
sys.exit(main())
"""


def test_a_window_at_rest_has_nothing_to_fetch_with(tmp_path: Path) -> None:
    """That comes with the first page that is asked for: the start does not wait for it."""
    home = {"NEWSASSISTANT_HOME": str(tmp_path / "home"), FAKE_VARIABLE: "1"}
    done = subprocess.run(
        [sys.executable, "-c", IDLE, "gui"],
        cwd=ROOT,
        env={**os.environ, **home},
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr


def test_the_window_is_there_before_the_model(start: Start) -> None:
    page = start(ready=False)

    assert page.window.isVisible()
    assert page.state() is ChatState.LOADING
    assert page.window.status.status_label.text().startswith("Loading the model")
    page.wait_idle()


def test_a_file_named_at_the_start_is_opened(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "wind.txt"
    file.write_text(WIND, "utf-8")

    page = start(file=file)

    assert page.article_text() == WIND
    page.qtbot.waitUntil(page.program.desk.is_measured)


def test_settings_are_used(start: Start) -> None:
    page = start(
        settings=Settings(
            language="zh", scheme="dark", zoom=1.25, preset="headline", send_with="ctrl+enter"
        )
    )

    assert page.program.theme.tokens.dark
    assert page.program.theme.zoom == 1.25
    assert page.window.article.preset() == "headline"
    assert page.window.windowTitle() == "新闻助手"
    assert "Ctrl+Enter" in page.widget("question_edit").toolTip()


def test_zoom_by_keys_is_remembered(page: MainPage) -> None:
    page.action("zoom_in").trigger()
    page.action("zoom_in").trigger()
    assert page.program.theme.zoom == 1.25
    page.action("zoom_out").trigger()
    assert page.program.preferences.settings.zoom == 1.1
    page.action("zoom_reset").trigger()
    assert page.program.theme.zoom == 1.0


def test_the_status_bar_tells_how_the_model_is_run(page: MainPage) -> None:
    assert "writes 1.6 times" in page.widget("model_combo").toolTip()


def test_the_data_folder_is_opened(page: MainPage, monkeypatch: pytest.MonkeyPatch) -> None:
    from newsassistant.gui import application

    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))

    application._open_folder(page.program.paths.data)

    assert opened == [page.program.paths.data.as_posix()]


def test_closing_saves_place_and_columns(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    page = start()
    page.window.resize(1200, 800)
    page.action("sidebar").trigger()
    with qtbot.waitSignal(page.program.ended):
        page.action("quit").trigger()

    saved, complaint = Settings.load(Paths.under(tmp_path).settings_file)

    assert complaint is None
    assert saved.window_geometry
    assert len(saved.splitter_sizes) == 3
    assert not saved.sidebar_visible
    assert not page.window.isVisible()


def test_closing_in_an_answer_keeps_what_is_there(
    start: Start, tmp_path: Path, qtbot: QtBot
) -> None:
    page = start(FakeEngine(delay_s=0.02))
    page.paste(WIND)
    page.click("summarize_button")
    page.wait_answering()
    with qtbot.waitSignal(page.program.ended):
        page.window.close()
    assert not page.program.worker.is_alive()

    paths = Paths.under(tmp_path)
    history = History(paths.history, backups=paths.backups)
    (conversation,) = history.conversations("")
    answer = history.messages(conversation.id)[-1]
    history.close()

    assert answer.status == "stopped"
    assert answer.content.startswith("-")


def test_closing_twice_is_closing_once(start: Start, qtbot: QtBot) -> None:
    page = start()
    page.window.close()
    assert page.window.status.status_label.text() == "Stopping…"
    with qtbot.waitSignal(page.program.ended):
        page.window.close()


def test_closing_before_the_start_starts_nothing(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    from newsassistant.gui.application import Application

    paths = Paths.under(tmp_path).ensure()
    program = Application(
        paths,
        Settings(language="en"),
        SessionHistory(paths.history, backups=paths.backups),
        engine_factory=FakeEngine,
        locate=lambda model_id, on_progress, cancel: Path(model_id),
        dialogs=RecordedDialogs,
    )
    program.show()
    with qtbot.waitSignal(program.ended):
        program.window.close()
        program.start()

    assert not program.worker.is_alive()


def test_the_last_crash_is_reported_once(start: Start, tmp_path: Path) -> None:
    write_crash_report(Paths.under(tmp_path).ensure(), "Traceback: it broke", kind="fault")

    first = start()
    assert first.dialogs.names() == ["crash"]
    assert "it broke" in first.clipboard()

    second = start()
    assert second.dialogs.names() == []


def test_a_computer_without_chinese_fonts_is_told(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsassistant.gui.shell.font_notice.has_han_glyphs", lambda font: False)

    page = start()

    notice = page.window.notice
    assert notice.isHidden()  # an English interface, and no article yet
    page.paste("风电去年增长百分之四十，但许多项目仍在等待接入电网。")
    assert "no font with Chinese" in notice.label.text()
    assert notice.isVisible()


def test_it_runs_from_start_to_end(tmp_path: Path) -> None:
    code = (
        "from PySide6.QtCore import QTimer\n"
        "import newsassistant.gui.application as a\n"
        "show = a.Application.show\n"
        "def show_and_close(self):\n"
        "    show(self)\n"
        "    QTimer.singleShot(300, self.window.close)\n"
        "a.Application.show = show_and_close\n"
        "raise SystemExit(a.run(None))\n"
    )
    environment = {**os.environ, FAKE_VARIABLE: "1", "NEWSASSISTANT_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "data" / "history.sqlite3").is_file()
    assert (tmp_path / "config" / "settings.toml").is_file()


def test_a_history_that_cannot_be_opened_is_explained(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with contextlib.closing(sqlite3.connect(data / "history.sqlite3")) as database:
        database.execute("PRAGMA user_version = 9999")
    code = (
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "import newsassistant.gui.application as a\n"
        "def close():\n"
        "    (sheet,) = [w for w in QApplication.topLevelWidgets() if w.isVisible()]\n"
        "    print(sheet.objectName())\n"
        "    sheet.accept()\n"
        "import newsassistant.gui.process.startup as s\n"
        "explain = s.explain\n"
        "def explain_and_close(*args):\n"
        "    QTimer.singleShot(300, close)\n"
        "    explain(*args)\n"
        "s.explain = explain_and_close\n"
        "try:\n"
        "    a.run(None)\n"
        "except a.StoreError as error:\n"
        "    print(error.code)\n"
    )
    environment = {**os.environ, FAKE_VARIABLE: "1", "NEWSASSISTANT_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.stdout.split() == ["failure_dialog", "store-too-new"], done.stderr


def started(home: Path, before: str) -> subprocess.CompletedProcess[str]:
    """The window of `home`, closed after a while; its errors and any failure are printed."""
    code = (
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "import newsassistant.gui.application as a\n"
        "import newsassistant.gui.process.startup as s\n"
        "def close():\n"
        "    (sheet,) = [w for w in QApplication.topLevelWidgets() if w.isVisible()]\n"
        "    print(sheet.objectName())\n"
        "    sheet.accept()\n"
        "explain = s.explain\n"
        "def explain_and_close(*args):\n"
        "    QTimer.singleShot(300, close)\n"
        "    explain(*args)\n"
        "s.explain = explain_and_close\n"
        "show = a.Application.show\n"
        "def show_and_close(self):\n"
        "    show(self)\n"
        "    QTimer.singleShot(800, self.window.close)\n"
        "a.Application.show = show_and_close\n"
        "tell = a.Application.show_error\n"
        "def tell_and_print(self, error):\n"
        "    print(error.code)\n"
        "    tell(self, error)\n"
        "a.Application.show_error = tell_and_print\n"
        f"{before}\n"
        "try:\n"
        "    print(a.run(None))\n"
        "except a.NewsAssistantError as error:\n"
        "    print(error.code)\n"
    )
    environment = {**os.environ, FAKE_VARIABLE: "1", "NEWSASSISTANT_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_window_opens_where_no_log_can_be_written(tmp_path: Path) -> None:
    for name in ("logs", "state", "cache"):
        (tmp_path / name).write_text("in the way")

    done = started(tmp_path, "")

    assert done.stdout.split() == ["folder-unwritable", "0"], done.stderr
    assert "Traceback" not in done.stderr


def test_a_log_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "logs" / "newsassistant.log").mkdir(parents=True)

    done = started(tmp_path, "")

    assert done.stdout.split() == ["folder-unwritable", "0"], done.stderr


def test_a_home_where_nothing_can_be_made_is_told_in_the_window(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way")

    done = started(tmp_path / "home", "")

    said = done.stdout.split()
    assert said[0] == "folder-unwritable", done.stderr
    assert said[-1] == "0", done.stderr
    assert "Traceback" not in done.stderr


def test_what_nobody_expected_before_the_window_is_explained_and_reported(tmp_path: Path) -> None:
    fail = (
        "def fail(*args):\n"
        "    raise type('Panic', (BaseException,), {})('private')\n"
        "a.MainWindow = fail\n"
    )
    done = started(tmp_path, fail)

    assert done.stdout.split() == ["failure_dialog", "unexpected"], done.stderr
    (report,) = (tmp_path / "state" / "crashes").glob("crash-*.json")
    assert "Panic" in report.read_text("utf-8")
    assert "private" not in report.read_text("utf-8")


def test_a_style_that_came_inside_a_model_is_offered(page: MainPage, tmp_path: Path) -> None:
    program = page.program
    program.pages.show_models()
    assert program.pages.models is not None
    program.style_library.add(write_official(tmp_path / "Finetuned"))

    program.pages.models.models_changed.emit()

    assert [option.name for option in program.style.options()] == ["Finetuned"]
