"""What was deleted and can be brought back: until when, and both ways out of the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QWidget

from newsassistant.app.keeping import ERASE_AFTER_DAYS
from newsassistant.gui.cards.dialog import CardDialog
from newsassistant.gui.cards.row import CardRow, RowAction, RowFacts
from newsassistant.gui.look.plain_text import one_line, set_tip, set_title
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import make_label
from newsassistant.store.history import StoredConversation

TITLE_CHARS = 40
DAY_S = 24 * 3600.0


class DeletedDialog(CardDialog):
    """The last deletion first; `import_requested` asks to erase all of them."""

    restore_requested = Signal(int)
    erase_requested = Signal(int)
    SIZE = (560, 560)
    LEAST = (440, 360)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "deleted_dialog", parent)
        self._deleted: Sequence[tuple[StoredConversation, float]] = ()
        self._now = 0.0
        self._show_all()

    def set_deleted(
        self, deleted: Sequence[tuple[StoredConversation, float]], *, now: float
    ) -> None:
        """Conversations with the times of their deletion; all of them in Unix seconds."""
        self._deleted, self._now = deleted, now
        self._fill()

    def row(self, conversation_id: int) -> CardRow | None:
        """A conversation's card."""
        return self._scroll.findChild(CardRow, f"row_{conversation_id}")

    def retranslate(self) -> None:
        set_title(self, self.tr("Recently deleted"))
        self.heading.setText(self.tr("Recently deleted"))
        self.note.setText(self._usual_words())
        self.import_button.setText(self.tr("Erase all…"))
        set_tip(self.import_button, self.tr("Erase all of them for good now"))
        self.close_button.setText(self.tr("Close"))
        self._scroll.setAccessibleName(self.tr("Recently deleted"))
        self._fill()

    # --- inside ---------------------------------------------------------------------------------

    def _cards(self) -> Iterator[QWidget]:
        self.import_button.setVisible(bool(self._deleted))
        if not self._deleted:
            yield make_label("muted", self.tr("Nothing was deleted."), wraps=True)
        for conversation, at in self._deleted:
            yield CardRow(self._theme, self._row(conversation, at), self._acted)

    def _acted(self, action: str, number: str) -> None:
        wanted = self.restore_requested if action == "restore" else self.erase_requested
        wanted.emit(int(number))

    def _row(self, conversation: StoredConversation, at: float) -> RowFacts:
        title = one_line(conversation.title, TITLE_CHARS) or self.tr("Damaged conversation")
        tip = self.tr("Put it back into the list and open it")
        erase_tip = self.tr("Erase it now, from the backups too; nothing brings it back")
        return RowFacts(
            str(conversation.id),
            title,
            f"{self._day_words(at)} · {self._left_words(at)}",
            actions=(
                RowAction("restore", self.tr("Restore"), tip, primary=True),
                RowAction("erase", self.tr("Erase now…"), erase_tip),
            ),
        )

    def _day_words(self, at: float) -> str:
        day = datetime.fromtimestamp(at).date()
        shown = QLocale().toString(
            QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat
        )
        return self.tr("Deleted {0}").format(shown)

    def _left_words(self, at: float) -> str:
        days = int(ERASE_AFTER_DAYS - (self._now - at) / DAY_S)
        if days < 1:
            return self.tr("erased today")
        if days == 1:
            return self.tr("erased tomorrow")
        return self.tr("erased in {0} days").format(min(days, ERASE_AFTER_DAYS))

    def _usual_words(self) -> str:
        words = self.tr(
            "Conversations stay here for {0} days. Then they are erased for good, from the backups "
            "too."
        )
        return words.format(ERASE_AFTER_DAYS)
