"""The style selector of the status bar: which style answers, what it is for, and the dialog."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QAction, QActionGroup, QStandardItemModel
from PySide6.QtWidgets import QMenu, QWidget

from newsassistant.gui.look.labels import short_name
from newsassistant.gui.look.plain_text import set_item_tip, set_tip, without_mnemonic
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.styles.choice import BY_JOB, StyleOption
from newsassistant.gui.widgets.flat_combo import NOTE_ROLE
from newsassistant.gui.widgets.menu_combo import MenuCombo


class StyleCombo(MenuCombo):
    """The rows are the base model (""), the built-in styles (BY_JOB) and those that are installed.

    Styles that do not fit are disabled.
    """

    style_chosen = Signal(str)  # an id, BY_JOB, "" for the base model
    use_chosen = Signal(str)  # "summaries" or "everything"
    styles_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._options: Sequence[StyleOption] = ()
        self._current = ""
        self._used_for = "summaries"
        self._by_job = False
        self._shortcut = ""
        self.activated.connect(self._activated)
        theme.follow(self)

    def set_styles(
        self,
        options: Sequence[StyleOption],
        current: str,
        used_for: str,
        *,
        by_job: bool = False,
    ) -> None:
        """What can be chosen, the id in use (BY_JOB, "" for the base model), and what for.

        `by_job`: styles for this model came with the program.
        """
        self._by_job = by_job
        self._options, self._current, self._used_for = tuple(options), current, used_for
        self._fill()

    def set_shortcut(self, keys: str) -> None:
        """The keys that switch the style on and off, for the tool tip."""
        self._shortcut = keys
        self._show_tip()

    def menu(self) -> QMenu:
        """What a press opens, made anew."""
        self._menu.clear()
        self._add_styles(self._menu)
        self._menu.addSeparator()
        if self._options:
            self._add_uses(self._menu)
            self._menu.addSeparator()
        dialog = self._menu.addAction(self.tr("Styles…"))
        dialog.setObjectName("styles_menu_action")
        set_tip(dialog, self.tr("Import, look at, rename and delete styles"))
        dialog.triggered.connect(lambda: self.styles_requested.emit())
        return self._menu

    # --- inside ---------------------------------------------------------------------------------

    def _add_styles(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        base = self._add(menu, group, self.tr("Base model"), partial(self.style_chosen.emit, ""))
        set_tip(base, self.tr("The model as it is, without a style"))
        base.setChecked(not self._current)
        if self._by_job:
            built_in = self._add(
                menu, group, self._by_job_words(), partial(self.style_chosen.emit, BY_JOB)
            )
            set_tip(built_in, self._by_job_tip())
            built_in.setChecked(self._current == BY_JOB)
        for option in self._options:
            action = self._add(
                menu,
                group,
                short_name(option.name),
                partial(self.style_chosen.emit, option.id),
            )
            action.setChecked(option.id == self._current)
            action.setEnabled(not option.reason)
            set_tip(action, option.reason or option.name)
            if option.reason:  # the column of the shortcuts: the tool tip is out of a key's reach
                note = self.tr("for {0}").format(short_name(option.base))
                action.setText(f"{action.text()}\t{without_mnemonic(note)}")

    def _add_uses(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        uses = {
            "summaries": self.tr("Use for summaries only"),
            "everything": self.tr("Use for summaries and questions"),
        }
        for value, words in uses.items():
            action = self._add(menu, group, words, partial(self.use_chosen.emit, value))
            action.setChecked(value == self._used_for)
        set_tip(
            group.actions()[0],
            self.tr("Best for most styles: they were trained on summaries, not on questions"),
        )
        set_tip(group.actions()[1], self.tr("Answers to typed questions may get worse"))

    def _by_job_words(self) -> str:
        return self.tr("Built-in")

    def _by_job_tip(self) -> str:
        return self.tr("A style for each job came with this model: it selects instead of inventing")

    @staticmethod
    def _add(menu: QMenu, group: QActionGroup, words: str, call: Callable[[], None]) -> QAction:
        action = menu.addAction(without_mnemonic(words))
        action.setCheckable(True)
        action.triggered.connect(lambda _=False: call())
        group.addAction(action)
        return action

    def _activated(self, index: int) -> None:
        """By keys: the popup is a menu of its own."""
        chosen = str(self.itemData(index) or "")
        if chosen != self._current:
            self.style_chosen.emit(chosen)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Style"))
        self.set_lead(self.tr("Style:"))
        self._fill()

    def _fill(self) -> None:
        with QSignalBlocker(self):
            self.clear()
            self.addItem(self.tr("Base model"), "")
            if self._by_job:
                self.addItem(self._by_job_words(), BY_JOB)
                set_item_tip(self, 1, self._by_job_tip())
            for option in self._options:
                self.addItem(short_name(option.name), option.id)
                self._mark(self.count() - 1, option)
            self.setCurrentIndex(max(0, self.findData(self._current)))
        self._show_tip()
        self.updateGeometry()
        self.update()

    def _mark(self, row: int, option: StyleOption) -> None:
        set_item_tip(self, row, option.reason or option.name)
        model = self.model()
        if option.reason and isinstance(model, QStandardItemModel):
            model.item(row).setEnabled(False)
        if self._used_for == "summaries":
            self.setItemData(row, self.tr("for summaries"), NOTE_ROLE)

    def _show_tip(self) -> None:
        names = {option.id: option.name for option in self._options}
        names[BY_JOB] = self._by_job_words()
        tip = self.tr("Which style answers: {0}").format(
            names.get(self._current, self.tr("Base model"))
        )
        if self._shortcut:
            tip += "\n" + self.tr("{0} switches the style on and off").format(self._shortcut)
        set_tip(self, tip)
