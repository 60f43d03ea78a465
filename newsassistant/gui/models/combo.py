"""The model selector of the status bar: which model answers, the other ones, and the dialog."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from newsassistant.core.places import HERE, place_of
from newsassistant.core.types import ModelInfo
from newsassistant.gui.look.execution_words import execution_words
from newsassistant.gui.look.labels import short_name
from newsassistant.gui.look.plain_text import set_tip, without_mnemonic
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.models.words import languages_words
from newsassistant.gui.widgets.flat_combo import NOTE_ROLE
from newsassistant.gui.widgets.menu_combo import MenuCombo

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class ModelCombo(MenuCombo):
    """The rows are the installed models; "" stands for none before the first is loaded."""

    model_chosen = Signal(str)  # the id of another model
    models_requested = Signal()
    servers_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._model: ModelInfo | None = None
        self._models: dict[str, ModelInfo] = {}
        self.activated.connect(self._activated)
        theme.follow(self)

    def set_models(self, models: Sequence[ModelInfo]) -> None:
        """The installed models to choose from; the loaded one stays chosen."""
        self._models = {model.id: model for model in models}
        with QSignalBlocker(self):
            self.clear()
            for model in models:
                self._add(model)
        if self._model is not None:
            self._select(self._model)
        self._show_tip()

    def set_model(self, model: ModelInfo) -> None:
        """The model that is loaded now."""
        self._model = model
        self._select(model)
        self._show_tip()

    def menu(self) -> QMenu:
        """What a press opens, made anew."""
        self._menu.clear()
        group = QActionGroup(self._menu)
        current = self._model.id if self._model is not None else ""
        place = HERE
        for model in sorted(self._models.values(), key=lambda model: place_of(model.id)):
            if place_of(model.id) != place:
                place = place_of(model.id)
                self._add_heading(place)
            names = (short_name(model.name), "" if place else model.weights)
            words = "\t".join(map(without_mnemonic, filter(None, names)))
            action = self._menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(model.id == current)
            set_tip(action, "\n".join(filter(None, (model.name, languages_words(model.family)))))
            action.triggered.connect(partial(self._choose, model.id))
            group.addAction(action)
        if self._models:
            self._menu.addSeparator()
        dialog = self._menu.addAction(self.tr("Models…"))
        dialog.setObjectName("models_menu_action")
        set_tip(dialog, self.tr("Get, check and remove models"))
        dialog.triggered.connect(lambda: self.models_requested.emit())
        servers = self._menu.addAction(self.tr("Newsroom servers…"))
        servers.setObjectName("servers_menu_action")
        set_tip(servers, self.tr("Models on a server of your newsroom; texts leave this computer"))
        servers.triggered.connect(lambda: self.servers_requested.emit())
        return self._menu

    def _add_heading(self, place: str) -> None:
        """The host whose models follow."""
        self._menu.addSeparator()
        heading = self._menu.addAction(without_mnemonic(self.tr("At {0}").format(place)))
        heading.setEnabled(False)
        set_tip(heading, self.tr("What you ask these models leaves this computer"))

    # --- inside ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that would take the next row open the menu: nobody loads a model in passing."""
        if event.key() in (*_MOVES, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def _choose(self, model_id: str) -> None:
        if self._model is None or model_id != self._model.id:
            self.model_chosen.emit(model_id)

    def _activated(self, index: int) -> None:
        """By its letters: the popup is a menu of its own."""
        chosen = str(self.itemData(index) or "")
        if chosen:
            self._choose(chosen)

    def _add(self, model: ModelInfo) -> None:
        self.addItem(model.name, model.id)
        self.setItemData(self.count() - 1, model.weights, NOTE_ROLE)

    def _select(self, model: ModelInfo) -> None:
        with QSignalBlocker(self):
            placeholder = self.findData("")
            if placeholder >= 0:
                self.removeItem(placeholder)
            if self.findData(model.id) < 0:
                self._add(model)
            self.setCurrentIndex(self.findData(model.id))
        self._models.setdefault(model.id, model)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Model"))
        self._show_tip()

    def _show_tip(self) -> None:
        if self.count() == 0:
            self.addItem(self.tr("No model yet"), "")
        elif self._model is None and not self.itemData(0):
            self.setItemText(0, self.tr("No model yet"))
        model = self._model
        tip = self.tr("The model that answers; press to choose another one")
        if model is not None:
            tip += "".join(f"\n{line}" for line in self._facts(model))
        set_tip(self, tip)
        self.setAccessibleDescription(tip)

    def _facts(self, model: ModelInfo) -> list[str]:
        reads = languages_words(model.family)
        lines = [self.tr("Reads: {0}").format(reads)] if reads else []
        if model.licence:
            lines.append(self.tr("Licence: {0}").format(model.licence))
        if model.execution is not None:
            lines.append(execution_words(model.execution))
        return lines
