"""Where the sidebar is: beside the article, away by wish, or over it where there is no room.

Its toggle stands at the left of the article's header while the sidebar is not beside it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QPushButton, QSplitter, QWidget

from newsassistant.gui.history.panel import HistoryPanel
from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.shell.actions import Actions
from newsassistant.gui.widgets.basics import make_button
from newsassistant.gui.widgets.reading_order import put_in_order

WIDTH = 236  # px at 100 %, as drawn in the design
EDGE = 48  # px of the window that stay in sight beside the drawer
SHADE = 70  # of 255: how dark the rest is meanwhile


class Sidebar(QObject):
    """The sidebar of a window; its action tells whether the user wants it. Main thread."""

    def __init__(
        self,
        theme: Theme,
        panel: HistoryPanel,
        splitter: QSplitter,
        actions: Actions,
        ground: QWidget,
    ) -> None:
        """`ground` is what the drawer lies on: the parent of the splitter."""
        super().__init__(panel)
        self._theme = theme
        self._panel = panel
        self._splitter = splitter
        self._ground = ground
        self._action: QAction = actions["sidebar"]
        self._has_room = True
        self._columns: list[int] = []
        self._veil: _Veil | None = None
        self.button: QPushButton = make_button("sidebar_button", "icon")
        theme.set_icon(self.button, "sidebar")
        self.button.clicked.connect(self.bring)
        self._action.triggered.connect(self._asked)
        self._action.toggled.connect(self._show)
        actions["search"].triggered.connect(self.bring)
        for done in (panel.opened, panel.new_requested, panel.private_requested):
            done.connect(self._close_drawer)
        panel.installEventFilter(self)
        theme.follow(self)
        self._show()

    def is_drawer(self) -> bool:
        """True while it lies over the article."""
        return self._veil is not None

    def set_room(self, *, has_room: bool) -> None:
        """Whether it may stand beside the article; the user's choice is kept without."""
        if has_room != self._has_room:
            self._has_room = has_room
            self._close_drawer()
            self._show()
        elif self._veil is not None:
            self._lay_drawer(self._veil)

    def bring(self) -> None:
        """Show it, beside the article or over it, and put the focus into it."""
        if self._has_room:
            self._action.setChecked(True)
        elif self._veil is None:
            self._open_drawer()
        self._panel.new_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def columns(self) -> tuple[int, ...]:
        """The widths of the three columns, as the splitter restores them."""
        return tuple(self._columns or self._splitter.sizes())

    def retranslate(self) -> None:
        words = self.tr("Show the conversations")
        keys = self._action.shortcut().toString(NATIVE)
        self.button.setAccessibleName(words)
        set_tip(self.button, f"{words} ({keys})")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc closes the drawer."""
        if self._veil is None or event.type() != QEvent.Type.KeyPress:
            return False
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._close_drawer()
            return True
        return False

    # --- inside ---------------------------------------------------------------------------------

    def _asked(self) -> None:
        """The action was triggered: without room it opens and closes the drawer only."""
        if self._has_room:
            return
        self._action.setChecked(not self._action.isChecked())
        if self._veil is None:
            self.bring()
        else:
            self._close_drawer()

    def _show(self) -> None:
        beside = self._has_room and self._action.isChecked()
        if self._veil is None:
            self._panel.setVisible(beside)
        self.button.setVisible(not beside)

    def _open_drawer(self) -> None:
        self._columns = self._splitter.sizes()
        self._veil = _Veil(self._ground)
        self._veil.pressed.connect(self._close_drawer)
        self._panel.setParent(self._ground)
        self._lay_drawer(self._veil)
        for part in (self._veil, self._panel):
            part.show()
            part.raise_()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def _lay_drawer(self, veil: QWidget) -> None:
        area = self._splitter.geometry()
        veil.setGeometry(area)
        area.setWidth(min(self._theme.px(WIDTH), area.width() - EDGE))
        self._panel.setGeometry(area)

    def _close_drawer(self) -> None:
        if self._veil is None:
            return
        veil, self._veil = self._veil, None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._focus_moved)
        had_focus = self._panel.isAncestorOf(QApplication.focusWidget() or veil)
        veil.hide()
        veil.deleteLater()
        self._panel.hide()
        self._splitter.insertWidget(0, self._panel)
        self._splitter.setSizes(self._columns)
        self._columns = []
        put_in_order(self._splitter)
        self._show()
        if had_focus:
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        """The drawer closes when the focus goes on to what it hides."""
        beside = new is not None and new.window() is self._ground.window()
        if new is not None and beside and not self._panel.isAncestorOf(new):
            self._close_drawer()


class _Veil(QWidget):
    """What lies over the rest of the window while the drawer is open."""

    pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("drawer_veil")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, SHADE))
        painter.end()


NATIVE = QKeySequence.SequenceFormat.NativeText
