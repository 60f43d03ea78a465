"""Conversations grouped by day, as rows of a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import (
    QAbstractListModel,
    QDate,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from newsassistant.gui.look.labels import preset_label, style_label
from newsassistant.gui.look.plain_text import one_line, tip
from newsassistant.store.history import StoredConversation
from newsassistant.store.private import is_private

ID_ROLE = int(Qt.ItemDataRole.UserRole)  # the conversation's id, None for a day
SECOND_LINE_ROLE = ID_ROLE + 1
FOUND_ROLE = ID_ROLE + 2  # the word that a search found in the second line, "" for none

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """A heading, of a day or of what is pinned, or a conversation under it."""

    day: date
    conversation: StoredConversation | None = None
    pinned: bool = False


def group_by_day(conversations: Sequence[StoredConversation]) -> list[Row]:
    """Rows in the given order, a heading before the pinned ones and before each new (local) day."""
    rows: list[Row] = []
    for conversation in conversations:
        day = datetime.fromtimestamp(conversation.updated_at).date()
        pinned = conversation.pinned
        before = rows[-1] if rows else None
        if before is None or before.pinned != pinned or (before.day != day and not pinned):
            rows.append(Row(day, pinned=pinned))
        rows.append(Row(day, conversation, pinned))
    return rows


def times_of_doubles(conversations: Sequence[StoredConversation]) -> dict[int, str]:
    """The hour of each conversation whose title another one has too, by id.

    With seconds where the minute would not tell them apart.
    """
    titles: dict[str, list[StoredConversation]] = {}
    for conversation in conversations:
        titles.setdefault(conversation.title, []).append(conversation)
    times: dict[int, str] = {}
    for same in titles.values():
        if len(same) == 1:
            continue
        moments = [datetime.fromtimestamp(item.updated_at) for item in same]
        minutes = {f"{moment:%Y-%m-%d %H:%M}" for moment in moments}
        form = "%H:%M" if len(minutes) == len(same) else "%H:%M:%S"
        times |= {item.id: f"{at:{form}}" for item, at in zip(same, moments, strict=True)}
    return times


class HistoryModel(QAbstractListModel):
    """Rows for `history_list`; main thread. Renaming by an editor emits `renamed` only."""

    renamed = Signal(int, str)

    def __init__(
        self, parent: QObject | None = None, *, today: Callable[[], date] = date.today
    ) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._times: dict[int, str] = {}
        self._style_names: Mapping[str, str] = {}
        self._running: int | None = None
        self._line: tuple[int, ...] = ()
        self._today = today

    def set_conversations(self, conversations: Sequence[StoredConversation]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = group_by_day(conversations)
        self._times = times_of_doubles(conversations)
        self.endResetModel()

    def set_style_names(self, names: Mapping[str, str]) -> None:
        """What the installed styles are called, by id."""
        if names != self._style_names:
            self._style_names = dict(names)
            self._tell_changed()

    def set_turns(self, running: int | None, line: Sequence[int]) -> None:
        """The conversation that is being answered, and those that wait for it, in their order."""
        if (running, tuple(line)) != (self._running, self._line):
            self._running, self._line = running, tuple(line)
            self._tell_changed()

    def _tell_changed(self) -> None:
        self.dataChanged.emit(self.index(0), self.index(max(0, len(self._rows) - 1)))

    def row_of(self, conversation_id: int) -> int:
        """The row of a conversation, -1 if it is not in the list."""
        for number, row in enumerate(self._rows):
            if row.conversation is not None and row.conversation.id == conversation_id:
                return number
        return -1

    def conversation(self, index: Index) -> StoredConversation | None:
        """The conversation of a row, None for a day or an invalid index."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        return self._rows[index.row()].conversation

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if row.conversation is None:
            return self._heading_data(row, role)
        return self._conversation_data(row.conversation, row.day, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        conversation = self.conversation(index)
        title = str(value).strip()
        if conversation is None or role != Qt.ItemDataRole.EditRole or not title:
            return False
        if title != conversation.title:
            self.renamed.emit(conversation.id, title)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.conversation(index) is None:
            return Qt.ItemFlag.NoItemFlags
        usable = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usable | Qt.ItemFlag.ItemIsEditable if self.can_rename(index) else usable

    def can_rename(self, index: Index) -> bool:
        """True for a conversation that has a title: a private one has none."""
        conversation = self.conversation(index)
        return conversation is not None and not is_private(conversation.id)

    def day_words(self, day: date) -> str:
        """ "Today", "Yesterday", or the date, with the year if it is another one."""
        today = self._today()
        if day == today:
            return self.tr("Today")
        if day == today - timedelta(days=1):
            return self.tr("Yesterday")
        #: A day of this year and of another year, as Qt's date formats.
        form = self.tr("d MMMM") if day.year == today.year else self.tr("d MMMM yyyy")
        return QLocale().toString(QDate(day.year, day.month, day.day), form)

    def _heading_data(self, row: Row, role: int) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return self.tr("Pinned") if row.pinned else self.day_words(row.day)

    def _turn_words(self, conversation_id: int) -> str:
        if conversation_id == self._running:
            return self.tr("Answering…")
        if conversation_id in self._line:
            return self.tr("Waits, number {0}").format(1 + self._line.index(conversation_id))
        return ""

    def _conversation_data(self, item: StoredConversation, day: date, role: int) -> object:
        second = self._turn_words(item.id) or (
            f"{preset_label(item.preset)} · {style_label(item.prefix, self._style_names)}"
        )
        if item.unsaved:
            second = self.tr("Not saved") + f" · {second}"
        moment = f"{self._times[item.id]} · " if item.id in self._times else ""
        about = f"{moment}{second}, {self.day_words(day)}"
        if item.pinned:
            about = f"{self.tr('Pinned')}, {about}"
        private = is_private(item.id)
        title = self.tr("Private conversation") if private else one_line(item.title)
        if item.damaged and not title:
            title = self.tr("Damaged conversation")
        values: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: title,
            Qt.ItemDataRole.EditRole: title,
            Qt.ItemDataRole.ToolTipRole: tip(title if private else item.title),
            Qt.ItemDataRole.AccessibleTextRole: title,
            Qt.ItemDataRole.AccessibleDescriptionRole: about,
            ID_ROLE: item.id,
            SECOND_LINE_ROLE: one_line(moment + (item.snippet or second)),
            FOUND_ROLE: item.found if item.snippet else "",
        }
        return values.get(role)
