"""Changing to another model: a warning when memory is short, the choice kept once it is loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from newsassistant.app.installed.models import ModelLibrary
from newsassistant.core.types import ModelInfo
from newsassistant.gui.models.words import memory_words
from newsassistant.gui.settings.preferences import Preferences
from newsassistant.gui.widgets.dialogs import Dialogs


class ModelChoice(QObject):
    """`load` loads a model by its id and says True if that has begun."""

    def __init__(
        self,
        window: QWidget,
        dialogs: Dialogs,
        preferences: Preferences,
        library: ModelLibrary,
        load: Callable[[str], bool],
    ) -> None:
        super().__init__()
        self._window = window
        self._dialogs = dialogs
        self._preferences = preferences
        self._library = library
        self._load = load
        self._chosen = ""
        self.current: ModelInfo | None = None

    def use(self, model_id: str) -> None:
        """Load a model; asks first when memory is short, refuses when there is too little."""
        from newsassistant.app.installed.needs import budget_of, need_of
        from newsassistant.app.machine.memory import fit, read_spare  # not needed at the start

        found = {model.id: model for model in self._library.installed()}
        model = found.get(model_id)
        if model is None:
            self._begin(model_id)
            return
        spare = read_spare()
        budget = budget_of(self._preferences.settings, spare)
        need = need_of(model, budget)
        released = need_of(self.current, budget).least if self.current is not None else 0
        verdict = fit(need.whole, spare, least=need.least, released=released)
        if verdict == "fits":
            self._begin(model_id)
            return
        heading = self.tr("{0} needs more memory than is free").format(model.name)
        words = memory_words(need.whole, spare)
        if verdict == "hopeless":
            advice = self.tr("Choose a smaller model, or convert this one to int4.")
            self._dialogs.tell(self._window, heading, f"{words}. {advice}")
            return
        advice = self.tr("Close other programs first, or answers will be very slow.")
        self._dialogs.ask(
            self._window,
            heading,
            f"{words}. {advice}",
            verb=self.tr("Load it anyway"),
            done=lambda: self._begin(model_id),
        )

    def loaded(self, model: ModelInfo) -> None:
        """A model is ready; one that was chosen here is used at the next start too."""
        self.current = model
        chosen, self._chosen = self._chosen, ""
        if chosen:
            self._preferences.set(replace(self._preferences.settings, model=chosen))

    def _begin(self, model_id: str) -> None:
        if self._load(model_id):
            self._chosen = model_id
