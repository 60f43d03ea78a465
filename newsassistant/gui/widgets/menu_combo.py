"""A selector of the status bar whose popup is a menu: what is no choice can stand below them."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QMenu, QWidget

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.flat_combo import FlatCombo

GAP = 6  # px between the bar and the menu


class MenuCombo(FlatCombo):
    """Those that inherit fill `_menu` in `menu`; main thread."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "status", parent)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)

    def menu(self) -> QMenu:
        """What a press opens, made anew."""
        raise NotImplementedError

    def showPopup(self) -> None:
        menu = self.menu()
        top = self.mapToGlobal(QPoint(0, -self._theme.px(GAP)))
        menu.popup(top - QPoint(0, menu.sizeHint().height()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling past must not change who answers, or load gigabytes.
        event.ignore()

    def _offers_more(self) -> bool:
        return True
