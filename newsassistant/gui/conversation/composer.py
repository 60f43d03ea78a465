"""The box for questions: grows with the text, sends on Enter, never inside a character."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QTextOption,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import claims_escape, elided, restyle
from newsassistant.gui.widgets.elided_label import ElidedLabel
from newsassistant.gui.widgets.hint_button import HintButton
from newsassistant.text.articles.hidden import visible

MAX_LINES = 6
_KEYPAD = Qt.KeyboardModifier.KeypadModifier  # which macOS adds to the arrows
ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class QuestionEdit(QPlainTextEdit):
    """`question_edit`: one to six lines; main thread."""

    send_pressed = Signal()
    recalled = Signal()  # the arrow up in the empty box
    cancelled = Signal()  # Esc while an earlier question is edited

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._preedit = ""
        self._hint = ""
        self._ctrl_sends = False
        self._is_editing = False
        self.setObjectName("question_edit")
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self.fit_height)
        theme.follow(self)

    def composing(self) -> bool:
        """True while an input method has characters that are not decided yet."""
        return bool(self._preedit)

    def set_ctrl_sends(self, ctrl: bool) -> None:
        """True: Ctrl+Enter sends and Enter makes a new line. False: Enter sends."""
        self._ctrl_sends = ctrl

    def set_editing(self, editing: bool) -> None:
        """True while an earlier question is in the box: Esc is about that then."""
        self._is_editing = editing

    def set_hint(self, hint: str) -> None:
        """What the empty box says: in one line, which is all that is seen of it."""
        self._hint = hint
        self._fit_hint()

    def _fit_hint(self) -> None:
        room, metrics = self.viewport().width(), QFontMetrics(self.font())
        self.setPlaceholderText(elided(metrics, self._hint, room))

    def fit_height(self) -> None:
        """Take the height of the text, from one to six lines; more of them scroll."""
        lines = int(self.document().size().height())  # of a plain text layout: in lines
        shown = min(max(lines, 1), MAX_LINES)
        self.setFixedHeight(shown * QFontMetrics(self.font()).lineSpacing() + self._theme.px(2))
        more = lines > MAX_LINES
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if more else policy.ScrollBarAlwaysOff
        )

    def event(self, event: QEvent) -> bool:
        # Else the window's Ctrl+Enter shortcut would take the key before it gets here.
        if self._ctrl_sends and _is_ctrl_enter_override(event):
            event.accept()
            return True
        if self._is_editing and claims_escape(event):  # else it would stop an answer
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_editing and event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif _is_arrow_up(event) and self.document().isEmpty() and not self.composing():
            self.recalled.emit()
        elif not _is_enter(event):
            super().keyPressEvent(event)
        elif self.composing():
            event.accept()  # the Enter belongs to the input method
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or (
            self._ctrl_sends and not _has_ctrl(event)
        ):
            self.insertPlainText("\n")
            self.ensureCursorVisible()
        elif self._ctrl_sends or not _has_ctrl(event):
            self.send_pressed.emit()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._preedit = ""  # leaving the box ends the composition
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_height()
        self._fit_hint()

    def apply_theme(self) -> None:
        self.setFont(self._theme.font("answer"))
        self.viewport().setFont(self.font())  # draws the placeholder, and keeps an older zoom
        self.fit_height()
        self._fit_hint()


def _is_ctrl_enter_override(event: QEvent) -> bool:
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return _is_enter(event) and _has_ctrl(event)


def _is_arrow_up(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Up and not event.modifiers() & ~_KEYPAD


def _is_enter(event: QKeyEvent) -> bool:
    return event.key() in ENTER


def _has_ctrl(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


class Composer(QWidget):
    """The question box with Send, or Stop in its place; main thread."""

    sent = Signal(str)
    stop_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._running = False
        self._reason: str | None = None
        self._turn_note = ""
        self._ctrl_sends = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._frame = QFrame(self)
        self._frame.setProperty("role", "composer")
        self.edit = QuestionEdit(theme, self._frame)
        self._note = ElidedLabel(self._frame)
        self._note.setProperty("role", "muted")
        self.send_button = QPushButton(self._frame)
        self.send_button.setObjectName("send_button")
        self.send_button.setProperty("role", "secondary")
        theme.set_icon(self.send_button, "send", "text")
        self.stop_button = HintButton(theme, self._frame)
        self.stop_button.setObjectName("stop_button")
        self.stop_button.setProperty("role", "secondary")
        theme.set_icon(self.stop_button, "stop", "text")
        self._lay_out()
        self.edit.installEventFilter(self)
        self.edit.send_pressed.connect(self._send)
        self.edit.textChanged.connect(self._show_buttons)
        self.send_button.clicked.connect(self._send)
        self.stop_button.clicked.connect(self.stop_requested)
        theme.follow(self)
        self._show_buttons()

    # --- what the window calls --------------------------------------------------------------

    def text(self) -> str:
        """The question as it stands."""
        return self.edit.toPlainText()

    def clear(self) -> None:
        """Empty the box, once the question has been sent."""
        self.edit.clear()

    def forget(self) -> None:
        """Empty the box; undo brings nothing back."""
        self.edit.setPlainText("")
        self.edit.document().clearUndoRedoStacks()

    def set_running(self, running: bool) -> None:
        """Show Stop while an answer runs; writing the next question goes on."""
        self._running = running
        self._show_buttons()

    def set_enabled_reason(self, reason: str | None) -> None:
        """Why nothing can be sent now, in a sentence; None when it can."""
        self._reason = reason
        self._show_buttons()

    def set_note(self, note: str) -> None:
        """What a question that is sent now waits for, in a sentence; "" for nothing."""
        self._turn_note = note
        self._show_buttons()

    def set_ctrl_sends(self, ctrl: bool) -> None:
        """True: Ctrl+Enter sends and Enter makes a new line."""
        self.edit.set_ctrl_sends(ctrl)
        self._ctrl_sends = ctrl
        self.retranslate()

    def retranslate(self) -> None:
        self.edit.set_hint(self.tr("Ask about this article…"))
        self.edit.setAccessibleName(self.tr("Question"))
        self.send_button.setText(self.tr("Send"))
        self.send_button.setAccessibleName(self.tr("Send the question"))
        self.stop_button.setText(self.tr("Stop"))
        self.stop_button.set_hint(self.tr("Esc"))
        self.stop_button.setAccessibleName(self.tr("Stop the answer"))
        set_tip(self.stop_button, self.tr("Stop the answer; what is there stays (Esc)"))
        if self._ctrl_sends:
            keys = self.tr("Ctrl+Enter sends, Enter makes a new line")
        else:
            keys = self.tr("Enter sends, Shift+Enter makes a new line")
        set_tip(self.edit, keys)
        self.edit.setAccessibleDescription(keys)
        self._show_buttons()

    # --- inside -----------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The frame shows the focus of the field inside it."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            restyle(self._frame, "focused", event.type() == QEvent.Type.FocusIn)
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.edit.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self._note, 1)
        foot.addWidget(self.send_button)
        foot.addWidget(self.stop_button)
        self._inner = QVBoxLayout(self._frame)
        self._inner.addWidget(self.edit)
        self._inner.addLayout(foot)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self._frame)

    def _send(self) -> None:
        if self._may_send():
            self.sent.emit(visible(self.text()).strip())

    def _may_send(self) -> bool:
        ready = not self._running and self._reason is None
        return ready and not self.edit.composing() and bool(visible(self.text()).strip())

    def _show_buttons(self) -> None:
        had_focus = self.send_button.hasFocus() or self.stop_button.hasFocus()
        self.send_button.setVisible(not self._running)
        self.stop_button.setVisible(self._running)
        self.send_button.setEnabled(self._reason is None and bool(visible(self.text()).strip()))
        if had_focus:
            self.edit.setFocus()
        later = self.tr("First this answer; then you can send yours")
        has_more = self._running and bool(visible(self.text()).strip())
        self._note.set_full_text(self._reason or (later if has_more else self._turn_note))
        tip = self._reason or self.tr("Send the question")
        set_tip(self.send_button, tip)

    def apply_theme(self) -> None:
        px = self._theme.px
        self._outer.setContentsMargins(px(22), 0, px(22), px(14))
        self._inner.setContentsMargins(px(14), px(10), px(10), px(10))
        self._inner.setSpacing(px(4))
