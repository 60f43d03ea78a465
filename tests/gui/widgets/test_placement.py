"""Windows lie whole on their screen: the first size, what was saved elsewhere, and dialogs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.gui.widgets import placement
from newsassistant.gui.widgets.placement import (
    FRAME,
    frame_of,
    keep_on_screen,
    least_size,
    place_over,
    size_first,
    within,
)

WANTED = QSize(1360, 860)
FRAMED = QSize(FRAME.left() + FRAME.right(), FRAME.top() + FRAME.bottom())


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def on_screen(monkeypatch: pytest.MonkeyPatch, area: QRect) -> None:
    """Give every window this available area."""
    monkeypatch.setattr(placement, "_screen_of", lambda window: area)


def test_a_large_screen_shows_the_wanted_size(
    window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_screen(monkeypatch, QRect(0, 27, 1920, 1053))
    size_first(window, WANTED)

    assert window.size() == WANTED
    assert not window.isMaximized()


@pytest.mark.parametrize("area", [(1366, 728), (1280, 720), (1067, 640), (960, 640), (640, 333)])
def test_a_small_screen_is_filled(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, area: tuple[int, int]
) -> None:
    on_screen(monkeypatch, QRect(0, 0, *area))
    size_first(window, WANTED)

    assert window.isMaximized()
    assert window.normalGeometry().size() == (QSize(*area) - FRAMED).boundedTo(WANTED)


def test_the_frame_counts(window: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    on_screen(monkeypatch, QRect(0, 0, 1360 + 16, 860 + 20))
    size_first(window, WANTED)

    assert window.isMaximized()


def test_the_least_size_is_not_more_than_there_is(
    window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_screen(monkeypatch, QRect(0, 0, 1280, 720))
    assert least_size(window, QSize(960, 640)) == QSize(960, 640)

    on_screen(monkeypatch, QRect(0, 0, 960, 640))
    assert least_size(window, QSize(960, 640)) == QSize(960, 640) - FRAMED


@pytest.mark.parametrize("saved", [(5000, 200), (-3000, -50), (100, 2000), (1900, 900)])
def test_a_window_from_another_screen_comes_back(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, saved: tuple[int, int]
) -> None:
    area = QRect(0, 27, 1920, 1053)
    on_screen(monkeypatch, area)
    window.setGeometry(QRect(*saved, 900, 600))
    keep_on_screen(window)

    assert area.contains(window.geometry().marginsAdded(FRAME))
    assert window.size() == QSize(900, 600)
    assert not window.isMaximized()


def test_one_that_is_larger_than_the_screen_fills_it(
    window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    area = QRect(0, 0, 1280, 720)
    on_screen(monkeypatch, area)
    window.setGeometry(QRect(10, 60, 1360, 860))
    keep_on_screen(window)

    assert window.isMaximized()
    assert area.contains(window.normalGeometry().marginsAdded(FRAME))


def test_one_in_its_place_stays(window: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    on_screen(monkeypatch, QRect(0, 0, 1920, 1080))
    window.setGeometry(QRect(100, 100, 900, 600))
    keep_on_screen(window)

    assert window.geometry() == QRect(100, 100, 900, 600)


def test_a_shown_window_knows_its_frame(window: QWidget, qtbot: QtBot) -> None:
    assert frame_of(window) == FRAME
    window.show()
    qtbot.waitExposed(window)

    shown = frame_of(window)
    assert window.geometry().marginsAdded(shown) == window.frameGeometry()


def test_a_rectangle_is_moved_before_it_is_cut() -> None:
    room = QRect(10, 20, 100, 50)

    assert within(QRect(0, 0, 40, 40), room) == QRect(10, 20, 40, 40)
    assert within(QRect(90, 60, 40, 40), room) == QRect(70, 30, 40, 40)
    assert within(QRect(0, 0, 400, 400), room) == room


def test_a_dialog_opens_at_the_same_place_each_time(window: QWidget, qtbot: QtBot) -> None:
    window.setGeometry(QRect(200, 100, 900, 600))
    window.show()
    dialog = QDialog(window)
    dialog.resize(500, 300)
    places = []
    for _ in range(3):
        place_over(dialog)
        dialog.open()
        qtbot.waitExposed(dialog)
        places.append(dialog.geometry())
        dialog.close()

    assert places == [places[0]] * 3
    assert places[0].center() == window.geometry().center()
    assert places[0].size() == QSize(500, 300)


def test_a_dialog_is_not_larger_than_the_screen(
    window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    area = QRect(0, 0, 800, 400)
    on_screen(monkeypatch, area)
    window.setGeometry(QRect(0, 40, 780, 350))
    dialog = QDialog(window)
    dialog.setMinimumSize(560, 460)
    dialog.resize(900, 700)
    place_over(dialog)

    assert area.contains(dialog.geometry().marginsAdded(FRAME))


def test_a_dialog_without_a_size_takes_that_of_its_words(window: QWidget) -> None:
    window.setGeometry(QRect(200, 100, 900, 600))
    dialog = QDialog(window)
    column = QVBoxLayout(dialog)
    column.addWidget(QLabel("Words that need some room of their own"))
    place_over(dialog)

    assert dialog.size() == dialog.sizeHint()
    assert window.geometry().contains(dialog.geometry())
