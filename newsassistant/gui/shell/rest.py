"""What is done while nothing is asked: a new model is measured, one long unused is given back."""

from __future__ import annotations

from newsassistant.app.chat import ChatService
from newsassistant.app.read_ahead import is_short
from newsassistant.gui.models.measuring import MEASURING_BYTES, Measuring
from newsassistant.gui.models.unloading import Unloading
from newsassistant.gui.settings.preferences import Preferences
from newsassistant.gui.shell.presenter import Presenter


class Rest:
    """Watches the presenter for rest, and ends it with the first request. GUI thread."""

    def __init__(
        self, service: ChatService, presenter: Presenter, preferences: Preferences
    ) -> None:
        self._presenter, self._preferences = presenter, preferences
        self.measuring = Measuring(
            service,
            self._measure_again,
            presenter.load,
            is_busy=lambda: service.ahead.is_reading or is_short(MEASURING_BYTES),
        )
        presenter.state_changed.connect(self.measuring.set_state)
        presenter.model_loaded.connect(self.measuring.take_model)
        presenter.model_measured.connect(self.measuring.take_measured)
        presenter.weights_compared.connect(self.measuring.take_speeds)
        self.unloading = Unloading(service.rest, preferences.settings.unload_minutes)
        presenter.state_changed.connect(self.unloading.set_state)
        presenter.model_used.connect(self.unloading.touch)
        preferences.changed.connect(self.unloading.use)

    def _measure_again(self, model_id: str) -> None:
        self._preferences.save()  # the engine reads the file, and what was chosen may be new
        self._presenter.load(model_id, measure_again=True)
