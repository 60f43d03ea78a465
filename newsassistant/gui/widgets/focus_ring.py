"""A two-pixel ring around the widget that has the focus, for people who use the keyboard.

Style sheets cannot tell Tab from a click; this can.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QLineEdit,
    QMenu,
    QMenuBar,
    QWidget,
)
from shiboken6 import isValid

from newsassistant.gui.look.theme import Theme

WIDTH = 2
MARGIN = 3  # px outside the widget
_FOLLOW = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show})


class Ring(QWidget):
    """The painted ring; takes no clicks and no focus."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("focus_ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def surround(self, target: QWidget) -> None:
        """Lay the ring around a sibling, inside their parent where there is no room outside."""
        parent = self.parentWidget()
        area = target.geometry().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        self.setGeometry(area.intersected(parent.rect()) if parent else area)
        self.setVisible(target.isVisible())
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.tokens.accent), WIDTH))
        inside = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(inside, self._theme.px(9), self._theme.px(9))
        painter.end()


class FocusRing(QObject):
    """Watches the application's focus; `target` is the widget with the ring, or None."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ring: Ring | None = None
        self.target: QWidget | None = None
        self._watched: tuple[QWidget, ...] = ()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)

    def _focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        self._leave()
        by_mouse = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if new is not None and not by_mouse and self._wants_ring(new):
            self._enter(new)

    @staticmethod
    def _wants_ring(widget: QWidget) -> bool:
        """Fields show the focus by their border and caret; menus by their own highlight."""
        if isinstance(widget, QLineEdit | QMenu | QMenuBar) or widget.isWindow():
            return False
        parent = widget.parentWidget()
        if parent is not None and parent.property("role") == "composer":
            return False
        by_tab = widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        return by_tab or not isinstance(widget, QAbstractScrollArea)

    def _enter(self, target: QWidget) -> None:
        parent = target.parentWidget()
        if parent is None:
            return
        self.target = target
        # The parent too: it may have been too small for the whole ring.
        self._watched = (target, parent)
        for watched in self._watched:
            watched.installEventFilter(self)
        self._ring = Ring(self._theme, parent)
        self._ring.surround(target)

    def _leave(self) -> None:
        for watched in self._watched:
            if isValid(watched):
                watched.removeEventFilter(self)
        if self._ring is not None and isValid(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self.target, self._ring, self._watched = None, None, ()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the widget as it moves, resizes or hides, and its parent as it grows."""
        ring, target = self._ring, self.target
        if event.type() not in _FOLLOW or target is None or ring is None:
            return False
        if isValid(ring) and isValid(target):
            ring.surround(target)
        return False
