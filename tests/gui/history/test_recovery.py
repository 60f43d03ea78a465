"""A damaged history at the start: what the user may choose, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from newsassistant.core.paths import Paths
from newsassistant.gui.process.startup import FAKE_VARIABLE
from newsassistant.store import db
from newsassistant.store.history import History

ROOT = Path(__file__).resolve().parents[3]

# Clicks the named buttons one after the other, each in whatever window is there then.
CLICKS = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton
import newsassistant.gui.application as a
import newsassistant.gui.process.startup as startup

wanted = sys.argv[1:]

def click():
    for window in QApplication.topLevelWidgets():
        if not window.isVisible():
            continue
        for button in window.findChildren(QPushButton):
            if wanted and button.isVisible() and wanted[0] in (button.text(), button.objectName()):
                print(window.objectName(), wanted.pop(0), flush=True)
                button.click()
                return

make = a.make_qt_application
def make_and_click():
    app = make()
    app.timer = QTimer()
    app.timer.timeout.connect(click)
    app.timer.start(50)
    return app
a.make_qt_application = make_and_click
show = a.Application.show
def show_and_close(self):
    show(self)
    print("window", len(self.service.conversations()), flush=True)
    QTimer.singleShot(200, self.window.close)
a.Application.show = show_and_close
raise SystemExit(a.run(None))
"""


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A damaged history, and a backup with two conversations."""
    paths = Paths.under(tmp_path).ensure()
    with closing(History(paths.history, backups=paths.backups)) as history:
        for title in ("one", "two"):
            history.create(title, None, preset="", model="", prefix="")
        db.copy_to(paths.history, paths.backups / "history-20260101.sqlite3")
    paths.history.write_bytes(b"broken" * 999)
    (paths.config / "settings.toml").write_text('version = 2\nlanguage = "en"\n', "utf-8")
    return paths


def start(paths: Paths, *clicks: str) -> tuple[int, list[str]]:
    environment = {
        **os.environ,
        FAKE_VARIABLE: "1",
        "NEWSASSISTANT_HOME": str(paths.data.parent),
    }
    done = subprocess.run(
        [sys.executable, "-c", CLICKS, *clicks],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout.splitlines()


def kept(paths: Paths) -> bytes:
    (copy, *_) = sorted(paths.data.glob("history.sqlite3.damaged-*"))
    return copy.read_bytes()


def test_a_backup_is_restored(paths: Paths) -> None:
    code, seen = start(paths, "Restore a backup…", "restore_20260101")
    assert seen == [
        "damaged_dialog Restore a backup…",
        "backups_dialog restore_20260101",
        "window 2",
    ]
    assert code == 0
    assert kept(paths) == b"broken" * 999


def test_an_empty_history_is_begun_and_the_damaged_one_kept(paths: Paths) -> None:
    code, seen = start(paths, "Start with an empty history")
    assert (code, seen[-1]) == (0, "window 0")
    assert kept(paths) == b"broken" * 999


def test_nothing_is_changed_by_leaving(paths: Paths) -> None:
    code, seen = start(paths, "Restore a backup…", "close_button", "Quit")
    assert (code, seen[-1]) == (1, "damaged_dialog Quit")
    assert paths.history.read_bytes() == b"broken" * 999
