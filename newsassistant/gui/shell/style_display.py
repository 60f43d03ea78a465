"""Shows the choice of a style in the window: the selector, the names on answers, changes."""

from __future__ import annotations

from PySide6.QtCore import QObject

from newsassistant.gui.shell.main_window import MainWindow
from newsassistant.gui.styles.choice import StyleChoice


class StyleDisplay(QObject):
    """Lives as long as the window."""

    def __init__(self, window: MainWindow, choice: StyleChoice) -> None:
        super().__init__()
        self._window = window
        self._choice = choice
        combo, action = window.status.prefix_combo, window.actions_by_name["toggle_style"]
        combo.style_chosen.connect(choice.choose)
        combo.use_chosen.connect(choice.use_for)
        combo.set_shortcut(window.actions_by_name.keys_of("toggle_style"))
        action.triggered.connect(lambda _=False: choice.toggle())
        choice.changed.connect(self.update)
        choice.said.connect(window.status.say)
        choice.warned.connect(window.notice.show_notice)

    def update(self) -> None:
        """Show what the choice says now."""
        choice, window = self._choice, self._window
        window.status.prefix_combo.set_styles(choice.options(), choice.in_use(), choice.used_for())
        names = choice.names()
        window.chat.set_style_names(names)
        window.history.set_style_names(names)
