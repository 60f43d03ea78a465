"""Says why nothing can be saved, for as long as that is so, and that all else works."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from newsassistant.core.errors import StoreError
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.notice_bar import NoticeBar


class UnsavedBar(QObject):
    """Fills the line `bar`; main thread. Who closes it does not see the same cause again."""

    retry_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._refusal: StoreError | None = None
        self._hides_earlier = False
        self.bar = NoticeBar(theme, parent)
        self.bar.setObjectName("unsaved_bar")
        self.bar.undo_button.setObjectName("unsaved_retry_button")
        self.bar.close_button.setObjectName("unsaved_close_button")
        theme.follow(self)

    def set_refusal(self, refusal: StoreError | None, hides_earlier: bool) -> None:
        """Show why the history cannot be written; None once it can.

        `hides_earlier`: the conversations in it cannot be read either.
        """
        self._refusal, self._hides_earlier = refusal, hides_earlier
        if refusal is None:
            self.bar.hide()
        else:
            self._show(refusal)

    def retranslate(self) -> None:
        if self._refusal is not None and not self.bar.isHidden():
            self._show(self._refusal)

    def _show(self, refusal: StoreError) -> None:
        language = interface_language()
        parts = [refusal.text(language)]
        if self._hides_earlier:
            parts.append(self.tr("Earlier conversations cannot be shown until then."))
        parts.append(
            self.tr(
                "Summaries and questions work all the same, but until then they are in this "
                "window only: copy what you need."
            )
        )
        words = ("" if language == "zh" else " ").join(parts)
        self.bar.show_notice(words, self.retry_requested.emit, verb=self.tr("Try again"))
