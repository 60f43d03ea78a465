"""What nobody expected is shown and reported, and the window goes on."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from newsassistant.core.errors import InputError, NewsAssistantError
from newsassistant.core.logs import LogSession, pending_crash_reports, set_up, write_crash_report
from newsassistant.core.paths import Paths
from newsassistant.gui.shell.crash import CrashBorder, pending_report, readable
from tests.hostile import place_strange_files, raw_json


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths.under(tmp_path).ensure()


@pytest.fixture
def session(paths: Paths) -> Iterator[LogSession]:
    session = set_up(paths)
    yield session
    session.close()


class Screen:
    """Stands for the window."""

    def __init__(self) -> None:
        self.errors: list[NewsAssistantError] = []
        self.interrupts = 0

    def interrupt(self) -> None:
        self.interrupts += 1


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def border(session: LogSession, screen: Screen) -> Iterator[CrashBorder]:
    border = CrashBorder(session, show=screen.errors.append, interrupt=screen.interrupt)
    yield border
    border.remove()


def caught(error: BaseException) -> tuple[type[BaseException], BaseException, None]:
    return type(error), error, None


def test_an_unexpected_error_is_shown_and_reported(
    border: CrashBorder, screen: Screen, paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    border.handle(*caught(ZeroDivisionError("division by zero")))

    assert screen.errors[0].code == "unexpected"
    assert "ZeroDivisionError" in screen.errors[0].text()
    assert len(list(paths.crash_reports.glob("crash-*"))) == 1
    assert pending_crash_reports(paths) == []  # it was shown already
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_an_expected_error_keeps_its_words(
    border: CrashBorder, screen: Screen, paths: Paths
) -> None:
    border.handle(*caught(InputError("article-empty")))

    assert [error.code for error in screen.errors] == ["article-empty"]
    assert not list(paths.crash_reports.glob("crash-*"))


def test_ctrl_c_ends_the_program(border: CrashBorder, screen: Screen) -> None:
    border.handle(*caught(KeyboardInterrupt()))

    assert (screen.interrupts, screen.errors) == (1, [])


def test_an_error_in_a_slot_reaches_the_border(
    border: CrashBorder, screen: Screen, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    def slot() -> None:
        raise KeyError("no such thing")

    before = sys.excepthook
    border.install()
    QTimer.singleShot(0, slot)
    qtbot.waitUntil(lambda: bool(screen.errors))
    border.remove()

    assert sys.excepthook is before
    assert "KeyError" in screen.errors[0].text()


def test_an_error_while_showing_an_error_does_not_loop(
    session: LogSession, capsys: pytest.CaptureFixture[str]
) -> None:
    calls: list[str] = []

    def show(error: NewsAssistantError) -> None:
        calls.append(error.code)
        guard.handle(*caught(ValueError("again")))
        raise RuntimeError("and again")

    guard = CrashBorder(session, show=show, interrupt=lambda: None)
    guard.handle(*caught(ValueError("first")))

    assert calls == ["unexpected"]


def test_no_report_is_pending_at_first(paths: Paths) -> None:
    assert pending_report(paths) is None


def test_the_newest_report_is_offered_once(paths: Paths) -> None:
    write_crash_report(paths, "Traceback: old")
    newest = write_crash_report(paths, "Traceback: new", kind="fault")

    pending = pending_report(paths)

    assert pending is not None
    assert pending[0] == newest
    assert "Traceback: new" in pending[1]
    assert "kind: fault" in pending[1]
    assert pending_crash_reports(paths) == [newest]


def test_of_a_damaged_report_its_fault_is_shown(tmp_path: Path) -> None:
    report = tmp_path / "crash-1.json"
    for name, content in raw_json():
        report.write_bytes(content)
        assert 0 < len(readable(report)) < 1000, name

    report.write_text(json.dumps({"version": "1"}))
    assert "time is missing" in readable(report)
    assert "missing" in readable(tmp_path / "missing.json")
    for kind in place_strange_files(tmp_path, "crash-2.json"):
        assert readable(tmp_path / "crash-2.json"), kind


def test_a_report_reaches_the_window_without_control_characters(paths: Paths) -> None:
    report = write_crash_report(paths, 'File "a"\n    \x1b[2Jfail()\n' + "x\n" * 9000)
    assert report is not None
    text = readable(report)

    assert "\n    [2Jfail()\n" in text
    assert "\x1b" not in text
    assert text.count("\n") < 3000
