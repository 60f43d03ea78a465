"""Two versions of a story side by side: what is new, changed and removed, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.types import Span
from newsassistant.gui.facts.version_side import VersionSide
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.look.plain_text import set_tip, set_title
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import announce, make_button, make_label
from newsassistant.gui.widgets.error_block import ErrorBlock
from newsassistant.gui.widgets.placement import least_size

if TYPE_CHECKING:
    from newsassistant.evidence.versions import Changed, Versions

SIZE = (1000, 680)  # px, and the least that it may be made
LEAST = (620, 420)
STEPS = ("previous", "next")
FOOT = ("open", "swap", "copy", "ask")


class VersionsDialog(QDialog):
    """The article of the desk on one side, the other version on the other. Main thread."""

    compare_requested = Signal(str, str)  # older, newer
    open_requested = Signal()
    file_came = Signal(object)  # Path
    copy_requested = Signal(object)  # Versions
    ask_requested = Signal(object)  # Versions

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._article, self._other = "", ""
        self._article_name, self._other_name = "", ""
        self._is_older = True  # the article of the desk
        self._is_waiting = False
        self._versions: Versions | None = None
        self._current = -1
        self.setObjectName("versions_dialog")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setSizeGripEnabled(True)
        self.heading = make_label("heading")
        self.summary = make_label("body", wraps=True)
        self.summary.setObjectName("versions_summary")
        self.count = make_label("muted")
        self.error = ErrorBlock(theme)
        self.sides = (VersionSide(theme, 0), VersionSide(theme, 1))
        names = (*STEPS, *FOOT, "close", "again", "compare")
        self.buttons = {name: self._button(name) for name in names}
        self._lay_out()
        self._connect()
        theme.follow(self)
        self.resize(least_size(self, self._size(SIZE)))
        self.error.tell(None)

    def _button(self, name: str) -> QPushButton:
        role = {"compare": "primary", "previous": "icon", "next": "icon"}.get(name, "secondary")
        button = make_button(f"versions_{name}_button", role)
        if name in STEPS:
            self._theme.set_icon(button, "chevron-up" if name == "previous" else "chevron-down")
        return button

    def _size(self, size: tuple[int, int]) -> QSize:
        return QSize(self._theme.px(size[0]), self._theme.px(size[1]))

    def _lay_out(self) -> None:
        self._top = QHBoxLayout()
        self._top.addWidget(self.summary, 1)
        self._top.addWidget(self.count)
        for name in STEPS:
            self._top.addWidget(self.buttons[name])
        self._middle = QHBoxLayout()
        for side in self.sides:
            self._middle.addWidget(side, 1)
        self._foot = QHBoxLayout()
        for name in FOOT:
            self._foot.addWidget(self.buttons[name])
        self._foot.addStretch(1)
        for name in ("again", "close", "compare"):
            self._foot.addWidget(self.buttons[name])
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.heading)
        self._column.addLayout(self._top)
        self._column.addWidget(self.error)
        self._column.addLayout(self._middle, 1)
        self._column.addLayout(self._foot)

    def _connect(self) -> None:
        calls = {
            "previous": lambda: self.step(-1),
            "next": lambda: self.step(1),
            "open": self.open_requested.emit,
            "swap": self.swap,
            "copy": lambda: self.copy_requested.emit(self._versions),
            "ask": lambda: self.ask_requested.emit(self._versions),
            "close": self.reject,
            "again": self._paste_again,
            "compare": self.compare,
        }
        for name, call in calls.items():
            self.buttons[name].clicked.connect(lambda _=False, run=call: run())
        for side in self.sides:
            side.view.textChanged.connect(self._show_possible)
            side.view.file_came.connect(self.file_came)

    # --- what it is told ------------------------------------------------------------------------

    def set_article(self, text: str, name: str) -> None:
        """The version that lies on the desk; the other one is empty."""
        self._article, self._article_name = text, name
        self._paste_again()

    def set_other(self, text: str, name: str) -> None:
        """The other version, from a file; compared at once."""
        self._other, self._other_name = text, name
        self._show_texts()
        self.compare()

    def set_versions(self, versions: Versions) -> None:
        """What was found; the texts are shown as they were compared."""
        from newsassistant.evidence.versions import Change

        self._versions, self._is_waiting = versions, False
        for index, side in enumerate(self.sides):
            new = bool(index)
            side.set_text(versions.new if new else versions.old, may_edit=False)
            only = Change.NEW if new else Change.REMOVED
            whole = [_own(each, new=new) for each in versions.sentences if each.change is only]
            parts = [
                part
                for each in versions.sentences
                for part in (each.new_parts if new else each.old_parts)
            ]
            marks = versions.added if new else versions.removed
            side.set_marks(
                [span for span in whole if span is not None],
                [(part.start, part.end) for part in parts],
                [(mark.start, mark.end) for mark in marks],
            )
        self._current = -1
        self._show_all()
        announce(self, self.summary.text())
        if versions.sentences:
            self.step(1)
            self.buttons["next"].setFocus()

    def set_error(self, error: NewsAssistantError | None) -> None:
        """Say what went wrong; None takes it away."""
        self._is_waiting = False if error is not None else self._is_waiting
        self.error.tell(error)
        self._show_all()

    def say(self, words: str) -> None:
        """A sentence in the place of the summary, on what has just been done."""
        self.summary.setText(words)
        announce(self, words)

    def forget(self) -> None:
        """Keep nothing of any text."""
        self._other = self._other_name = ""
        self.set_article("", "")

    # --- what the user does ---------------------------------------------------------------------

    def compare(self) -> None:
        """Ask for the comparison of what stands on both sides."""
        if not self._other:
            self._other, self._other_name = self._other_side().text(), ""
        if not self._other.strip():
            return
        self._is_waiting = True
        self.error.tell(None)
        self._show_all()
        texts = (self._article, self._other)
        self.compare_requested.emit(*(texts if self._is_older else reversed(texts)))

    def swap(self) -> None:
        """Let the older version be the newer one."""
        if self._versions is None and not self._other:
            self._other = self._other_side().text()
        compared = self._versions is not None
        self._is_older = not self._is_older
        self._versions = None
        self._show_texts()
        if compared:
            self.compare()
        else:
            self._other = ""

    def step(self, by: int) -> None:
        """Go to the next or the one before of the changes, round about."""
        changes = self._versions.sentences if self._versions is not None else ()
        if not changes:
            return
        start = self._current if self._current >= 0 or by > 0 else 0
        self._current = (start + by) % len(changes)
        change = changes[self._current]
        for index, side in enumerate(self.sides):
            side.set_current(_own(change, new=bool(index)))
        self._word_count()
        announce(self, f"{self.count.text()}. {self._spoken(change)}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F8 goes to the next change, Shift+F8 to the one before; Ctrl+Enter compares."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_F8:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.step(-1 if back else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.buttons["compare"].click()
        else:
            super().keyPressEvent(event)

    # --- inside ---------------------------------------------------------------------------------

    def _other_side(self) -> VersionSide:
        return self.sides[1 if self._is_older else 0]

    def _paste_again(self) -> None:
        self._other = self._other_name = ""
        self._versions, self._is_waiting = None, False
        self.error.tell(None)
        self._show_texts()
        self._other_side().view.setFocus()

    def _show_texts(self) -> None:
        for side in self.sides:
            is_other = side is self._other_side()
            side.set_text(self._other if is_other else self._article, may_edit=is_other)
        self._current = -1
        self._show_all()

    def _show_all(self) -> None:
        self._word_sides()
        self._word_summary()
        self._word_count()
        self._show_possible()

    def _show_possible(self) -> None:
        found = self._versions
        has_text = bool(self._other_side().text().strip())
        changes = found is not None and not found.is_same()
        for name in STEPS:
            self.buttons[name].setEnabled(found is not None and bool(found.sentences))
        for name in ("copy", "ask"):
            self.buttons[name].setEnabled(changes)
        self.buttons["swap"].setEnabled(not self._is_waiting)
        self.buttons["open"].setEnabled(not self._is_waiting)
        for name in ("open", "compare"):
            self.buttons[name].setVisible(found is None)
        for name in ("copy", "ask", "again"):
            self.buttons[name].setVisible(found is not None)
        self.buttons["compare"].setEnabled(has_text and not self._is_waiting)

    def _spoken(self, change: Changed) -> str:
        found = self._versions
        if found is None:
            return ""
        old = found.old[change.old.start : change.old.end] if change.old else ""
        new = found.new[change.new.start : change.new.end] if change.new else ""
        words = {
            "new": self.tr("New: {1}"),
            "changed": self.tr("Changed: {0}; now: {1}"),
            "removed": self.tr("Removed: {0}"),
        }
        return words[change.change.value].format(old, new)

    # --- words ----------------------------------------------------------------------------------

    def _word_summary(self) -> None:
        found = self._versions
        if self._is_waiting:
            words = self.tr("The versions are being compared…")
        elif found is None:
            words = self.tr("Paste the other version, or open its file; then compare.")
        else:
            from newsassistant.app.checking.changes import summary

            words = summary(found, interface_language())
            if found.is_cut:
                cut = self.tr("Only the first 50,000 characters of each were compared.")
                words = f"{words} {cut}"
        self.summary.setText(words)

    def _word_count(self) -> None:
        total = len(self._versions.sentences) if self._versions is not None else 0
        words = self.tr("Change {0} of {1}").format(self._current + 1, total)
        self.count.setText(words if total and self._current >= 0 else "")

    def _word_sides(self) -> None:
        names = (self.tr("Older version"), self.tr("Newer version"))
        here = self.tr("The article on the desk")
        for index, side in enumerate(self.sides):
            is_other = side is self._other_side()
            origin = self._other_name if is_other else here
            if not is_other and self._article_name:
                origin = f"{here} · {self._article_name}"
            side.name.setText(names[index])
            side.origin.set_full_text(origin or self.tr("Pasted text"))
            side.view.setAccessibleName(names[index])
            hint = self.tr("Paste the other version here") if is_other else ""
            side.view.setPlaceholderText(hint)

    def retranslate(self) -> None:
        title = self.tr("Two versions of a story")
        set_title(self, title)
        self.heading.setText(title)
        told = {
            "previous": ("", self.tr("The change before (Shift+F8)")),
            "next": ("", self.tr("The next change (F8)")),
            "open": (self.tr("Open a file…"), self.tr("Read the other version from a file")),
            "swap": (self.tr("Swap sides"), self.tr("Let the older version be the newer one")),
            "copy": (self.tr("Copy the changes"), self.tr("Copy the list of changes")),
            "ask": (
                self.tr("Have the model word it…"),
                self.tr("Put a question with the changes into the question box"),
            ),
            "close": (self.tr("Close"), self.tr("Close (Esc)")),
            "again": (self.tr("Another version…"), self.tr("Compare with another text")),
            "compare": (self.tr("Compare"), self.tr("Show what differs (Ctrl+Enter)")),
        }
        for name, (text, tip) in told.items():
            self.buttons[name].setText(text)
            set_tip(self.buttons[name], tip)
            self.buttons[name].setAccessibleName(text or tip)
        self._show_all()

    def apply_theme(self) -> None:
        px = self._theme.px
        self.setMinimumSize(least_size(self, self._size(LEAST)))
        self._column.setContentsMargins(px(24), px(20), px(24), px(16))
        self._column.setSpacing(px(10))
        self._middle.setSpacing(px(12))
        self._top.setSpacing(px(6))
        self._foot.setSpacing(px(8))


def _own(change: Changed, *, new: bool) -> Span | None:
    """Where a change stands in the new or the old version, None if it does not."""
    span = change.new if new else change.old
    return None if span is None else (span.start, span.end)
