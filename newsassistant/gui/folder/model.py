"""The results of a run as rows of a list: thousands of them cost what is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from newsassistant.app.batch.outcome import Outcome, State
from newsassistant.app.batch.tasks import BASE
from newsassistant.gui.folder.words import state_words
from newsassistant.gui.look.labels import preset_label, style_label
from newsassistant.gui.look.plain_text import one_line, tip
from newsassistant.gui.look.theme import Theme

TITLE, TASK, STATE = range(3)
COLUMNS = 3
_COLOURS = {"waiting": "muted", "writing": "accent", "done": "text", "failed": "warning"}

_AnyIndex = QModelIndex | QPersistentModelIndex


class OutcomesModel(QAbstractTableModel):
    """Columns: the story, the job and its style, what has come of it. Main thread."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[Outcome] = []
        self._places: dict[tuple[str, str, str], int] = {}
        self._states: Counter[State] = Counter()
        theme.follow(self)

    def set_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Show these and no others."""
        self.beginResetModel()
        self._rows = list(outcomes)
        self._places = {outcome.place: row for row, outcome in enumerate(self._rows)}
        self._states = Counter(outcome.state for outcome in self._rows)
        self.endResetModel()

    def update(self, outcomes: Sequence[Outcome]) -> None:
        """Put each where it was before; what is new comes behind all others."""
        changed, new = [], []
        for outcome in outcomes:
            row = self._places.get(outcome.place)
            self._states[outcome.state] += 1
            if row is None:
                new.append(outcome)
            else:
                self._states[self._rows[row].state] -= 1
                self._rows[row] = outcome
                changed.append(row)
        if changed:
            self.dataChanged.emit(self.index(min(changed), 0), self.index(max(changed), STATE))
        if new:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self._rows += new
            self._places |= {each.place: first + row for row, each in enumerate(new)}
            self.endInsertRows()

    def give_up(self) -> None:
        """What was being written when a run was stopped waits again."""
        writing = [row for row, each in enumerate(self._rows) if each.state == "writing"]
        self.update([_waiting(self._rows[row]) for row in writing])

    def outcome(self, index: _AnyIndex) -> Outcome | None:
        """That of a row."""
        return self._rows[index.row()] if index.isValid() else None

    def states(self) -> Mapping[State, int]:
        """How many are in each state."""
        return self._states

    def rowCount(self, parent: _AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else COLUMNS

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Story"), self.tr("Job and style"), self.tr("Result"))[section]

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        outcome = self.outcome(index)
        if outcome is None:
            return None
        column = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return one_line(self._words(outcome, column))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._tip(outcome, column))
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._theme.colour(self._colour(outcome, column))
        return None

    def _words(self, outcome: Outcome, column: int) -> str:
        if column == TITLE:
            return outcome.title or outcome.story
        if column == TASK:
            style = "" if outcome.style == BASE else outcome.style
            return f"{preset_label(outcome.preset)} · {style_label(style)}"
        return state_words(outcome)

    def _tip(self, outcome: Outcome, column: int) -> str:
        if column == TITLE:
            return "\n".join(dict.fromkeys(filter(None, (outcome.title, outcome.story))))
        return self._words(outcome, column)

    def _colour(self, outcome: Outcome, column: int) -> str:
        if column == STATE and outcome.missing:
            return "warning"
        return _COLOURS[outcome.state] if column == STATE else "text"

    def retranslate(self) -> None:
        self._tell()

    def apply_theme(self) -> None:
        self._tell()

    def _tell(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, STATE))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, STATE)


def _waiting(outcome: Outcome) -> Outcome:
    return Outcome(outcome.story, outcome.preset, outcome.style, title=outcome.title)
