"""A line above an article that is not the one that the answers beside it were made from."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from newsassistant.core.types import Article
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.notice_bar import NoticeBar

Difference = Literal["", "changed", "gone", "new"]


def difference(shown: Article | None, answered: Article | None) -> Difference:
    """How the article on the desk differs from the one that the answers are about."""
    if shown is None:
        return "" if answered is None else "gone"
    if answered is None:
        return "new"
    return "" if shown.digest == answered.digest else "changed"


class ChangedBar(NoticeBar):
    """`changed_bar`: there as long as there is a difference; main thread."""

    back_requested = Signal()  # the text that was answered

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._kind: Difference = ""
        super().__init__(theme, parent)
        self.setObjectName("changed_bar")
        self.undo_button.setObjectName("answered_text_button")
        self.close_button.hide()

    def tell(self, kind: Difference) -> None:
        """Say what kind of difference there is, or nothing."""
        if kind == self._kind:
            return
        self._kind = kind
        if not kind:
            self.hide()
            return
        has_text = kind != "new"
        back = self.back_requested.emit if has_text else None
        self.show_notice(self._words(), back, verb=self._way_back())

    def retranslate(self) -> None:
        self._verb = self._way_back()
        super().retranslate()
        self.label.setText(self._words())

    def _words(self) -> str:
        words = {
            "changed": self.tr(
                "The article has changed since these answers. "
                "The next summary or question starts a new conversation."
            ),
            "gone": self.tr(
                "These answers are about an article that was taken away here. "
                "Questions still go to it."
            ),
            "new": self.tr(
                "These answers were given without this article. "
                "The next summary or question starts a new conversation."
            ),
        }
        return words.get(self._kind, "")

    def _way_back(self) -> str:
        if self._kind == "gone":
            return self.tr("Show the article")
        return self.tr("Show the answered text")
