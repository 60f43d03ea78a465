"""Who, what, when, where, why and how, one a row, each to be found in the article."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from newsassistant.gui.conversation.bodies.body import Body
from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import make_button, make_label
from newsassistant.gui.widgets.text_view import TextView
from newsassistant.text.prompts.five_ws import FIELDS, Field, five_ws, is_unstated

if TYPE_CHECKING:
    from newsassistant.evidence.reading.spans import Span


class WhoWhatBody(Body):
    """`who_what_body`; main thread.

    An answer stands as the model wrote it until `set_places` says which have a source; the others
    are "not stated", and the model's words stand below, smaller.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("who_what_body")
        self._answers: dict[Field, str] = {}
        self._ended = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self.cells: dict[Field, Cell] = {}
        self._labels: dict[Field, PlainLabel] = {}
        for number, field in enumerate(FIELDS):
            label = make_label("muted", parent=self)
            cell = Cell(theme, self)
            cell.view.clicked.connect(partial(self._jump, field))
            cell.view.entered.connect(partial(self._jump, field))
            cell.jump.clicked.connect(partial(self._jump, field))
            self._grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(cell, number, 1)
            self._grid.addWidget(cell.jump, number, 2, Qt.AlignmentFlag.AlignTop)
            self.cells[field], self._labels[field] = cell, label
        theme.follow(self)

    def views(self) -> list[TextView]:
        return [self.cells[field].view for field in self._told()]

    def shown_views(self) -> list[TextView]:
        cells = [self.cells[field] for field in self._told()]
        return [cell.view for cell in cells if cell.is_stated()]

    def set_places(self, places: Sequence[Span | None]) -> None:
        for field, place in zip_longest(self._told(), places[: len(self._told())]):
            self.cells[field].set_place(place, looked=bool(places))

    def _told(self) -> list[Field]:
        """The questions that the model has answered, or begun to."""
        return [field for field, answer in self._answers.items() if self._says(answer)]

    def _says(self, answer: str) -> bool:
        return not self._ended or not is_unstated(answer)

    def _show(self, text: str, *, ended: bool) -> bool:
        self._answers, self._ended = five_ws(text, ended=ended), ended
        for field in FIELDS:
            answer = self._answers.get(field)
            self.cells[field].set_answer(answer, ended=ended)
        return bool(self._answers)

    def _shown(self) -> list[str]:
        return list(self._answers.values())

    def _jump(self, field: Field, *_: object) -> None:
        place = self.cells[field].place
        if place is not None:
            self.place_wanted.emit(place)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Who, what, when, where, why, how"))
        words: dict[Field, str] = {
            "who": self.tr("Who"),
            "what": self.tr("What"),
            "when": self.tr("When"),
            "where": self.tr("Where"),
            "why": self.tr("Why"),
            "how": self.tr("How"),
        }
        for field, name in words.items():
            self._labels[field].setText(name)
            self.cells[field].set_name(name)

    def apply_theme(self) -> None:
        px = self._theme.px
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(4))
        for label in self._labels.values():
            label.setContentsMargins(0, px(6), 0, 0)


class Cell(QWidget):
    """One answer; `jump` is its button, which its parent lays out."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = ""
        self._answer: str | None = None
        self._ended = False
        self._looked = False  # it was compared with the article
        self.place: Span | None = None
        self.view = TextView(theme, self)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the card's is shown
        self.unstated = make_label("hint", parent=self)
        self.written = make_label("muted", parent=self, wraps=True)
        self.jump = make_button("show_source_button", "icon")
        theme.set_icon(self.jump, "doc")
        policy = self.jump.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.jump.setSizePolicy(policy)
        column = self._column = QVBoxLayout(self)
        column.setSpacing(0)
        for part in (self.view, self.unstated, self.written):
            column.addWidget(part)
        column.addStretch(1)
        theme.follow(self)

    def set_name(self, name: str) -> None:
        """What is asked, in the words of the window."""
        self._name = name
        self.retranslate()

    def set_answer(self, answer: str | None, *, ended: bool) -> None:
        """Show what the model has written so far; None where there is nothing yet."""
        if answer != self._answer:
            self._answer = answer
            self.view.set_plain(answer or "")
        self._ended = ended
        self._looked, self.place = False, None
        self.retranslate()

    def set_place(self, place: Span | None, *, looked: bool) -> None:
        """Where in the article the answer comes from, None where that is not clear.

        `looked` False: nobody has compared it.
        """
        self._looked, self.place = looked, place
        self.retranslate()

    def is_stated(self) -> bool:
        """False where the model says nothing, or what it says has no clear source."""
        if not self._ended:
            return True
        if is_unstated(self._answer or ""):
            return False
        return not self._looked or self.place is not None

    def retranslate(self) -> None:
        stated, answer = self.is_stated(), self._answer or ""
        unclear = not stated and not is_unstated(answer)
        self.view.setVisible(stated)
        self.unstated.setVisible(not stated)
        self.unstated.setText(self.tr("not stated"))
        self.written.setVisible(unclear)
        words = self.tr("The model wrote: {0} — no clear source in the article").format(answer)
        self.written.setText(words if unclear else "")
        tip = ""
        if not stated and answer and not unclear:
            tip = self.tr("The model wrote: {0}").format(answer)
        set_tip(self.unstated, tip)
        self.jump.setVisible(self.place is not None)
        self.jump.setAccessibleName(self.tr("{0}: show in the article").format(self._name))
        set_tip(self.jump, self.tr("Show where this stands in the article"))
        self.view.setAccessibleName(self._name)
        said = "" if stated else f"{self.unstated.text()}. {words if unclear else tip}"
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(answer if stated else said)

    def apply_theme(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(0, px(4), 0, px(2))
