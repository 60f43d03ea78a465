"""The switch of a card between the versions of a question or an answer: "‹ 1/2 ›"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import make_button, make_label


@dataclass(frozen=True, slots=True)
class _Arrows:
    back: QPushButton
    forward: QPushButton
    label: PlainLabel
    keys: Sequence[QShortcut]


class VersionSwitch(QWidget):
    """Hidden where there is one version; its keys work everywhere in the card. Main thread."""

    chosen = Signal(int, bool)  # message id; True: by the arrow that goes on

    def __init__(self, theme: Theme, card: QWidget, *, of_answer: bool) -> None:
        super().__init__(card)
        self._theme = theme
        self._card = card
        self._of_answer = of_answer
        self._versions: Sequence[int] = ()
        self._place = 0
        self._arrows: _Arrows | None = None
        self.setObjectName("version_switch")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def set_versions(self, message_id: int, versions: Sequence[int]) -> None:
        """Which version is shown, of which; both are messages' ids."""
        self._versions = versions
        self._place = versions.index(message_id) if message_id in versions else 0
        several = len(versions) > 1
        self.setVisible(several)
        if several and self._arrows is None:  # most cards never need them
            self._arrows = self._make()
            self._theme.follow(self)
        if self._arrows is not None:
            for key in self._arrows.keys:
                key.setEnabled(several)
            self._arrows.back.setEnabled(self._place > 0)
            self._arrows.forward.setEnabled(self._place < len(versions) - 1)
        self.retranslate()

    def _make(self) -> _Arrows:
        back = make_button("version_back_button", "icon")
        forward = make_button("version_next_button", "icon")
        self._theme.set_icon(back, "chevron-left")
        self._theme.set_icon(forward, "chevron-right")
        label = make_label("muted")
        keys = []
        for by, name in ((-1, "Alt+Left"), (1, "Alt+Right")):
            key = QShortcut(QKeySequence(name), self._card)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(partial(self.step, by))
            keys.append(key)
        back.clicked.connect(partial(self.step, -1))
        forward.clicked.connect(partial(self.step, 1))
        for part in (back, label, forward):
            self._row.addWidget(part)
            part.show()  # at once: it may be given the focus
        return _Arrows(back, forward, label, keys)

    def step(self, by: int, _checked: bool = False) -> None:
        """Ask for the version before the shown one, or the one after it."""
        wanted = self._place + by
        if 0 <= wanted < len(self._versions):
            self.chosen.emit(self._versions[wanted], by > 0)

    def take_focus(self, *, forward: bool) -> None:
        """Let the keys act on the arrow that was pressed in the card before, or the other one."""
        if self._arrows is None:
            return
        wanted, other = self._arrows.back, self._arrows.forward
        if forward:
            wanted, other = other, wanted
        (wanted if wanted.isEnabled() else other).setFocus()

    def words(self) -> str:
        """Which one is shown, for a reader; "" where there is one only."""
        if len(self._versions) < 2:
            return ""
        return self.tr("Version {0} of {1}").format(self._place + 1, len(self._versions))

    def retranslate(self) -> None:
        arrows = self._arrows
        if arrows is None:
            return
        arrows.label.setText(f"{self._place + 1}/{len(self._versions)}")
        arrows.label.setAccessibleName(self.words())
        set_tip(arrows.label, self.words())
        if self._of_answer:
            back, forward = self.tr("Answer before this one"), self.tr("Answer after this one")
        else:
            back, forward = self.tr("Question before this one"), self.tr("Question after this one")
        named = zip((arrows.back, arrows.forward), (back, forward), arrows.keys, strict=True)
        for button, words, key in named:
            keys = key.key().toString(QKeySequence.SequenceFormat.NativeText)
            button.setAccessibleName(f"{words}, {self.words()}")
            set_tip(button, f"{words} ({keys})")

    def apply_theme(self) -> None:
        self._row.setSpacing(self._theme.px(4))
