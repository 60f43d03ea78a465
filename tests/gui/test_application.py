"""The start of the window, and what keeps it from opening."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from newsassistant.gui.process.startup import FAKE_VARIABLE
from tests.gui.pages import MainPage

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
from newsassistant.gui.program import Application

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
        "except a.NewsAssistantError as error:\n"
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
        "import newsassistant.gui.program as program\n"
        "program.MainWindow = fail\n"
    )
    done = started(tmp_path, fail)

    assert done.stdout.split() == ["failure_dialog", "unexpected"], done.stderr
    (report,) = (tmp_path / "state" / "crashes").glob("crash-*.json")
    assert "Panic" in report.read_text("utf-8")
    assert "private" not in report.read_text("utf-8")
