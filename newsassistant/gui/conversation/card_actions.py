"""What a card offers at a press of the right button, and its text in another program's hands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from newsassistant.gui.look.flavours import Flavours
from newsassistant.gui.widgets.text_view import TextView

Entry = tuple[str, Callable[[], object]]
"""What it says and does."""


def show_card_menu(view: TextView, entries: Sequence[Entry], place: QPoint) -> QMenu:
    """Open the menu of a card at a place of the screen: its text's commands, then `entries`."""
    menu = QMenu(view)
    menu.setObjectName("card_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if view.textCursor().hasSelection():
        selected = QCoreApplication.translate("CardMenu", "Copy what is selected")
        menu.addAction(selected).triggered.connect(view.copy)
    everything = QCoreApplication.translate("CardMenu", "Select all")
    menu.addAction(everything).triggered.connect(view.selectAll)
    menu.addSeparator()
    for words, call in entries:
        menu.addAction(words).triggered.connect(lambda _=False, run=call: run())
    menu.popup(place)
    return menu


class DragHandle(QWidget):
    """What lies on it is dragged as a text out of the window; main thread.

    The text itself is for selecting. Nothing of this window takes such a drag.
    """

    def __init__(self, text: Callable[[], Flavours | None], parent: QWidget) -> None:
        """`text` gives what is dragged, None while there is nothing."""
        super().__init__(parent)
        self._text = text
        self._pressed: QPoint | None = None

    def set_has_text(self, has_text: bool) -> None:
        """Let the mouse say whether there is something to drag."""
        if has_text:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = event.position().toPoint() if is_left else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        way = event.position().toPoint() - self._pressed
        if way.manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self._drag()

    def _drag(self) -> None:
        text = self._text()
        if text is None:
            return
        drag = QDrag(self)
        drag.setMimeData(text.mime())
        drag.setPixmap(self.grab())
        drag.exec(Qt.DropAction.CopyAction)
