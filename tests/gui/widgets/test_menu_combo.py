"""A selector with a menu: where it opens, and what the wheel does not do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.menu_combo import GAP, MenuCombo


class Selector(MenuCombo):
    def menu(self) -> QMenu:
        self._menu.clear()
        self._menu.addAction("Another one")
        return self._menu


@pytest.fixture
def selector(theme: Theme, parent: QWidget) -> Selector:
    selector = Selector(theme, parent)
    selector.addItems(["One", "Two"])
    parent.move(100, 300)
    return selector


def test_its_menu_opens_above_it(selector: Selector) -> None:
    selector.showPopup()
    menu = selector.findChild(QMenu)
    assert menu is not None
    assert menu.isVisible()
    assert menu.geometry().bottom() < selector.mapToGlobal(QPoint(0, 0)).y()
    assert menu.geometry().bottom() >= selector.mapToGlobal(QPoint(0, 0)).y() - 2 * GAP
    menu.close()


def test_the_wheel_chooses_nothing(selector: Selector) -> None:
    event = QWheelEvent(
        QPointF(4, 4),
        QPointF(4, 4),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(selector, event)
    assert selector.currentText() == "One"
    assert not event.isAccepted()
