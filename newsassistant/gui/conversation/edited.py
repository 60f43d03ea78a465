"""The line of an answer that was edited: what was done to it, and the way to the model's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from newsassistant.core.types import Article
from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.offer_line import OfferLine
from newsassistant.store.history import StoredMessage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsassistant.app.exporting.changes import Edit

MOST_TOLD = 5  # edits in a tool tip
LONGEST = 240  # characters of one there


class EditedLine(OfferLine):
    """Hidden for what nobody has edited; its button asks for the model's words; main thread."""

    shows_written = False
    """True while the card has the model's words."""
    _message: StoredMessage | None = None
    _edits: Sequence[Edit] = ()
    _are_quotes = False

    def __init__(self, theme: Theme, article: Article | None, parent: QWidget) -> None:
        """`article` is what the answer is about."""
        super().__init__(theme, "muted", "edited_line", (0, 0), parent)
        self._article = article

    def take(self, message: StoredMessage) -> None:
        """Tell what was edited of an answer, which shows its edited words."""
        if message != self._message:
            self._look(message)
        self._message, self.shows_written = message, False
        self.retranslate()

    def set_written(self, shows_written: bool) -> None:
        """Whether the model's words are shown."""
        self.shows_written = shows_written
        self.retranslate()

    def _look(self, message: StoredMessage) -> None:
        self._edits, self._are_quotes = (), False
        if message.written is None:
            return
        from newsassistant.app.exporting.changes import edits  # no part of the window's start

        self._edits = edits(message.written, message.content)
        letters = _letters(self._article.text) if self._article is not None else ""
        self._are_quotes = bool(self._edits) and all(
            edit.is_quote and _letters(edit.new) in letters for edit in self._edits
        )

    def retranslate(self) -> None:
        if self._message is None or self._message.written is None:
            self.show_offer("", "")
            return
        if self.shows_written:
            verb, tip = self.tr("Show the edited answer"), self.tr("Show what was made of it")
            self.show_offer(self.tr("This is what the model wrote"), verb, tip)
        else:
            verb = self.tr("Show what the model wrote")
            self.show_offer(self._words(), verb, self.tr("Show the answer as it was at first"))
        told = [f"{edit.told()[:LONGEST]}" for edit in self._edits[:MOST_TOLD]]
        set_tip(self.label, "\n".join([*told, "…"] if len(self._edits) > MOST_TOLD else told))

    def _words(self) -> str:
        count = len(self._edits)
        if not self._are_quotes:
            return self.tr("Edited")
        if count == 1:
            return self.tr("Edited: 1 quote in the article's words")
        return self.tr("Edited: {0} quotes in the article's words").format(count)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
