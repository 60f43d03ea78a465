"""What every room does with a widget in one line: make it, restyle it, drop it, speak for it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
)
from PySide6.QtWidgets import QFrame, QPushButton, QTextEdit, QWidget

from newsassistant.core.errors import NewsAssistantError
from newsassistant.gui.look.plain_text import PlainLabel


def announce(widget: QWidget, sentence: str) -> None:
    """Ask the screen reader to say `sentence` when it is idle; main thread."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


def attempt(call: Callable[[], object], on_error: Callable[[NewsAssistantError], object]) -> bool:
    """True if `call` went well; its error goes to `on_error` otherwise."""
    try:
        call()
    except NewsAssistantError as error:
        on_error(error)
        return False
    return True


@contextlib.contextmanager
def busy_mouse() -> Iterator[None]:
    """The mouse says that it takes a moment: a second for some thousand conversations."""
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QGuiApplication.restoreOverrideCursor()


def make_label(
    role: str, words: str = "", parent: QWidget | None = None, *, wraps: bool = False
) -> PlainLabel:
    """A label in one of the style sheet's roles."""
    label = PlainLabel(words, parent)
    label.setProperty("role", role)
    label.setWordWrap(wraps)
    return label


def claims_escape(event: QEvent) -> bool:
    """True for the question whose Esc it is; the answer is: not that of a shortcut elsewhere."""
    asks = event.type() == QEvent.Type.ShortcutOverride
    if not asks or not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
        return False
    event.accept()
    return True


class PlainButton(QPushButton):
    """Enter presses it where it has the focus, and from no other place of a dialog."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keypad = Qt.KeyboardModifier.KeypadModifier
        plain = not event.modifiers() & ~keypad  # with Ctrl it means something else
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def make_button(name: str, role: str) -> QPushButton:
    """A `PlainButton` in one of the style sheet's roles."""
    button = PlainButton()
    button.setObjectName(name)
    button.setProperty("role", role)
    button.setAutoDefault(False)
    return button


def make_line() -> QFrame:
    """A thin line between two parts of a column."""
    line = QFrame()
    line.setProperty("role", "line")
    return line


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property and let the style sheet look again; nothing if it is unchanged."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def lay_out(widget: QWidget) -> None:
    """Give what was shown in a widget its place now: Qt does so a little later."""
    around: QWidget | None = widget
    while around is not None and not around.isWindow():
        layout = around.layout()
        if layout is not None:
            layout.activate()
        around = around.parentWidget()


def discard(widget: QWidget) -> None:
    """Take a widget out of the window now; Qt deletes it when nothing of it is running."""
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()


def selected_text(edit: QTextEdit, *, without: str = "") -> QMimeData:
    """What is selected, for the clipboard: plain text, no HTML, `without` left out."""
    text = edit.textCursor().selection().toPlainText()
    data = QMimeData()
    data.setText(text.replace(without, "") if without else text)
    return data


def elided(
    metrics: QFontMetrics,
    text: str,
    room: int,
    mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> str:
    """`text` where it has at least the pixels that `horizontalAdvance` asks for, else cut with "…".

    That width is rounded, down too, and Qt cuts a text that wants a fraction of a pixel more.
    """
    if metrics.horizontalAdvance(text) <= room:
        return text
    return metrics.elidedText(text, mode, max(0, room))


def utf16_units(text: str) -> int:
    """How long Qt takes a text to be: its strings are UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
