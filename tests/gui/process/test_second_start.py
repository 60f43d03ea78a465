"""What a start does beside an open window: raise it, wait no longer than it must, ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from newsassistant.core.only_one import Lock
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.gui.process import second_start as module
from newsassistant.gui.process.second_start import Start, decide

ENGLISH = Settings(language="en", scheme="light")


@pytest.fixture(autouse=True)
def no_window_quits(qapp: QApplication) -> Iterator[None]:
    """As in the program: the last window that closes ends nothing."""
    qapp.setQuitOnLastWindowClosed(False)
    yield
    qapp.setQuitOnLastWindowClosed(True)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths.under(tmp_path).ensure()


@pytest.fixture
def bell(paths: Paths) -> Iterator[Lock]:
    """Another window has the bell."""
    lock = Lock.take(paths.state / "first-window.lock")
    assert lock is not None
    yield lock
    lock.release()


def start(qapp: QApplication, paths: Paths, *, new_window: bool = False) -> Start:
    started = decide(qapp, ENGLISH, paths, Path("/a/b.txt"), new_window=new_window)
    if started.lock is not None:
        started.lock.release()
    return started


def answer(button: str) -> list[str]:
    """Press a button of the question as soon as it is there; what it says."""
    said: list[str] = []

    def press() -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.objectName() == "another_window_dialog":
                said.append(widget.windowTitle())
                words = {each.text(): each for each in widget.findChildren(QPushButton)}
                words[button].click()
                return
        QTimer.singleShot(20, press)

    QTimer.singleShot(20, press)
    return said


def test_the_first_one_opens_and_has_the_bell(qapp: QApplication, paths: Paths) -> None:
    started = start(qapp, paths)
    assert started.opens
    assert started.lock is not None


def test_a_window_that_answers_is_raised(
    qapp: QApplication, paths: Paths, bell: Lock, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Path | None] = []

    def hears(state: Path, file: Path | None) -> bool:
        told.append(file)
        return True

    monkeypatch.setattr(module, "ring", hears)
    assert start(qapp, paths) == Start(False, raised=True)
    assert told == [Path("/a/b.txt")]


def test_another_window_is_opened_if_it_is_wanted(
    qapp: QApplication, paths: Paths, bell: Lock
) -> None:
    assert start(qapp, paths, new_window=True) == Start(True)


@pytest.mark.parametrize(("button", "opens"), [("Open another window", True), ("Cancel", False)])
def test_one_that_does_not_answer_is_asked_about(
    qapp: QApplication,
    paths: Paths,
    bell: Lock,
    monkeypatch: pytest.MonkeyPatch,
    button: str,
    opens: bool,
) -> None:
    monkeypatch.setattr(module, "ring", lambda state, file: False)
    monkeypatch.setattr(module, "PATIENCE_MS", 10)
    said = answer(button)
    assert start(qapp, paths) == Start(opens)
    assert said == ["News Assistant is open, but does not answer"]


def test_one_that_ended_meanwhile_is_not_asked_about(
    qapp: QApplication, paths: Paths, bell: Lock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends(state: Path, file: Path | None) -> bool:
        bell.release()
        return False

    monkeypatch.setattr(module, "ring", ends)
    assert start(qapp, paths).opens


def test_where_nothing_can_be_written_a_window_opens(qapp: QApplication, tmp_path: Path) -> None:
    assert start(qapp, Paths.under(tmp_path / "nowhere")) == Start(True)
