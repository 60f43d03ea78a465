"""An error in words: what happened, what to do, and the details folded away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from newsassistant.core.errors import NewsAssistantError
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import announce, make_label


class ErrorBlock(QWidget):
    """Hidden until it has something to say; main thread."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._error: NewsAssistantError | None = None
        self._icon = QPushButton(self)
        self._icon.setProperty("role", "mark")
        self._icon.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._icon.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.set_icon(self._icon, "warning", "warning")
        self._what = make_label("error", parent=self, wraps=True)
        self._advice = make_label("body", parent=self, wraps=True)
        self._details = make_label("muted", parent=self, wraps=True)
        self._details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._toggle = QPushButton(self)
        self._toggle.setObjectName("error_details_button")
        self._toggle.setProperty("role", "quiet")
        self._toggle.clicked.connect(self._fold)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for line in (self._what, self._advice):
            column.addWidget(line)
        column.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._details)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self._details.hide()
        self.hide()
        theme.follow(self)

    def text(self) -> str:
        """What happened and what to do, as shown."""
        return f"{self._what.text()} {self._advice.text()}".strip()

    def has_error(self) -> bool:
        """True when a precise error is shown, not only the fact that something failed."""
        return self._error is not None

    def set_error(self, error: NewsAssistantError) -> None:
        """Show an error in the window's language."""
        self._error = error
        language = interface_language()
        details = [error.code, *(f"{name} = {value}" for name, value in error.params.items())]
        self.set_words(error.what(language), error.advice(language), "\n".join(details))

    def tell(self, error: NewsAssistantError | None) -> None:
        """Show an error and have it read out; None takes the last one away."""
        if error is None:
            self.clear()
        else:
            self.set_error(error)
            announce(self, self.text())

    def set_words(self, what: str, advice: str, details: str = "") -> None:
        """Show these words; "" details show no button."""
        self._what.setText(what)
        self._advice.setText(advice)
        self._details.setText(details)
        self._details.hide()
        self._toggle.setVisible(bool(details))
        self._word_toggle()
        self.setAccessibleName(f"{what} {advice}")
        self.show()

    def clear(self) -> None:
        """What was said is no longer so."""
        self._error = None
        self.hide()

    def details_shown(self) -> bool:
        """True while the details are unfolded."""
        return not self._details.isHidden()

    def retranslate(self) -> None:
        shown = not self.isHidden()
        if self._error is not None:
            self.set_error(self._error)
        self.setVisible(shown)
        self._word_toggle()

    def _fold(self) -> None:
        self._details.setVisible(self._details.isHidden())
        self._word_toggle()

    def _word_toggle(self) -> None:
        shown = self.details_shown()
        words = self.tr("Hide details") if shown else self.tr("Show details")
        self._toggle.setText(words)
        self._toggle.setAccessibleName(words)
