"""Joins the choice of a style and what shows it in the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from newsassistant.gui.styles.choice import StyleChoice
from newsassistant.gui.styles.combo import StyleCombo


class StyleLink(QObject):
    """The selector, the key that switches, and the names on answers and in the history."""

    def __init__(
        self,
        choice: StyleChoice,
        combo: StyleCombo,
        toggle: QAction,
        show_names: Callable[[Mapping[str, str]], None],
    ) -> None:
        """`show_names` gets the names of all styles by their ids."""
        super().__init__(combo)
        self._choice = choice
        self._combo = combo
        self._show_names = show_names
        combo.style_chosen.connect(choice.choose)
        combo.use_chosen.connect(choice.use_for)
        toggle.triggered.connect(lambda _=False: choice.toggle())
        choice.changed.connect(self.show)

    def show(self) -> None:
        """Show what is chosen now."""
        choice = self._choice
        self._combo.set_styles(
            choice.options(),
            choice.current(),
            choice.used_for(),
            by_job=bool(choice.by_job()),
        )
        self._show_names(choice.names())
