"""The backups of the conversations: of which day, how many conversations, and one to go on with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from PySide6.QtCore import QDate, QLocale, QTime, Signal
from PySide6.QtWidgets import QWidget

from newsassistant.gui.cards.dialog import CardDialog
from newsassistant.gui.cards.row import CardRow, RowAction, RowFacts
from newsassistant.gui.look.labels import bytes_words
from newsassistant.gui.look.plain_text import set_tip, set_title
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import make_label
from newsassistant.store.backups import Backup


class BackupsDialog(CardDialog):
    """Newest first; `import_button` opens their folder."""

    restore_requested = Signal(str)  # the backup's name
    SIZE = (600, 560)
    LEAST = (460, 360)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "backups_dialog", parent)
        self._backups: Sequence[Backup] = ()
        self._show_all()

    def set_backups(self, backups: Sequence[Backup]) -> None:
        """Those that there are, newest first."""
        self._backups = backups
        self._fill()

    def row(self, name: str) -> CardRow | None:
        """A backup's card."""
        return self._scroll.findChild(CardRow, f"row_{name}")

    def retranslate(self) -> None:
        set_title(self, self.tr("Backups"))
        self.heading.setText(self.tr("Backups of the conversations"))
        self.note.setText(self._usual_words())
        self.import_button.setText(self.tr("Open folder"))
        set_tip(self.import_button, self.tr("Show the files of the backups"))
        self.close_button.setText(self.tr("Close"))
        self._scroll.setAccessibleName(self.tr("Backups"))
        self._fill()

    # --- inside ---------------------------------------------------------------------------------

    def _cards(self) -> Iterator[QWidget]:
        if not self._backups:
            none = self.tr("There is no backup yet. One is made every day.")
            yield make_label("muted", none, wraps=True)
        for backup in self._backups:
            yield CardRow(self._theme, self._row(backup), lambda _, n: self._asked(n))

    def _asked(self, name: str) -> None:
        self.restore_requested.emit(name)

    def _row(self, backup: Backup) -> RowFacts:
        count = backup.conversations
        if count is None:
            what = self.tr("It is damaged and cannot be restored")
        elif count == 1:
            what = self.tr("1 conversation")
        else:
            what = self.tr("{0} conversations").format(f"{count:,}")
        tip = self.tr("Go on with these conversations; the present ones are kept")
        restore = RowAction("restore", self.tr("Restore…"), tip, count is not None, primary=True)
        return RowFacts(
            backup.name,
            moment_words(backup),
            what if count is not None else "",
            note=what if count is None else self._kind_words(backup),
            warns=count is None,
            actions=(restore,) if count is not None else (),
        )

    def _kind_words(self, backup: Backup) -> str:
        words = {
            "daily": self.tr("Made every day"),
            "update": self.tr("Made before an update"),
            "replaced": self.tr("Kept when a backup was restored"),
        }
        return f"{words.get(backup.kind, '')} · {bytes_words(backup.size)}"

    def _usual_words(self) -> str:
        return self.tr(
            "One is made every day and kept for seven days. What you erase leaves the backups too."
        )


def moment_words(backup: Backup) -> str:
    """When a backup was made; a daily one without the hour, in the window's language."""
    made = datetime.fromtimestamp(backup.made_at)
    locale = QLocale()
    day = locale.toString(QDate(made.year, made.month, made.day), QLocale.FormatType.LongFormat)
    if backup.kind == "daily":
        return day
    hour = locale.toString(QTime(made.hour, made.minute), QLocale.FormatType.ShortFormat)
    return f"{day}, {hour}"
